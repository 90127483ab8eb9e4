"""``serve``: one process with all roles, or many on many hosts over one PostgreSQL."""
