"""What a municipality's files bring into the database: set-based, idempotent, in the caller's transaction."""
