"""What pages and exports read: one question each, set-based, the same statements on SQLite and PostgreSQL."""
