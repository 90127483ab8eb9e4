"""What all tables share: naming of constraints, the id and municipality columns, the id blocks."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# Only a key of type INTEGER is the row's own place in an SQLite file; any other costs every table one more index.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")


def key() -> Column[int]:
    """The row's own number, given out in blocks (see ``id_block``), never reused."""
    return Column("id", _NUMBER, primary_key=True, autoincrement=False)


def tenant() -> Column[str]:
    """The municipality the row belongs to."""
    return Column("municipality", String(40), nullable=False)


id_block = Table(
    # Not of a municipality: numbers are unique across the whole installation.
    "id_block",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("next", BigInteger, nullable=False),
)
"""The next free number. A process takes a block in one short transaction and hands its numbers out in memory: a
number tells rows apart, not which came first."""
