"""Tables, units of work, read models and migrations, on SQLite and PostgreSQL alike."""
