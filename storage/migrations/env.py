"""Alembic's way in: it works on the connection that ``storage.schema`` hands over, and nothing else."""

from alembic import context

from storage.migrations.comparing import render_item
from storage.tables import metadata

connection = context.config.attributes["connection"]
# Our SQLite connections begin and commit themselves, so a failed revision leaves nothing behind there, too.
context.configure(
    connection=connection, target_metadata=metadata, transactional_ddl=True, render_item=render_item
)
with context.begin_transaction():
    context.run_migrations()
