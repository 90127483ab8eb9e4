"""Write the first revision anew from the tables: ``python -m storage.migrations.regenerate``.

Until the first release the first revision may be rewritten; afterwards every change is a revision of its own
(``docs/operator/upgrading.md``).
"""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from storage.migrations.comparing import render_item
from storage.tables import metadata

FIRST = Path(__file__).parent / "versions" / "r0001_first.py"

_FILE = '''"""Every table, as the program first had it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    {body}
'''


def first_revision() -> str:
    """The source of the first revision."""
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection)
        operations = produce_migrations(context, metadata).upgrade_ops
        assert operations is not None
        body = render_python_code(operations, render_item=render_item, migration_context=context)
    lines = [line for line in body.splitlines() if not line.strip().startswith("#")]
    return _formatted(_FILE.format(body="\n".join(lines).strip()))


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(FIRST), "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    FIRST.write_text(first_revision(), encoding="utf-8")
