"""Migrations make exactly the program's tables, on both databases, whole or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from storage import schema
from storage.database import make_engine
from storage.migrations.comparing import differences
from storage.migrations.regenerate import FIRST, first_revision
from storage.schema import SchemaState, UnknownTables, check, revisions, upgrade
from storage.tables import metadata
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without a table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
        made = make_engine(url)
        yield made
        made.dispose()
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        made = make_engine(url)
        yield made
        made.dispose()


def set_revision(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


def test_an_upgraded_database_has_exactly_our_tables(empty: Engine) -> None:
    assert check(empty) is SchemaState.EMPTY
    assert upgrade(empty) is SchemaState.EMPTY
    assert check(empty) is SchemaState.CURRENT
    with empty.connect() as connection:
        assert differences(connection) == []


def test_a_difference_would_be_seen(empty: Engine) -> None:
    upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("ALTER TABLE child ADD COLUMN weight INTEGER"))
        connection.execute(text("DROP TABLE tick"))
        connection.execute(text("DROP INDEX uq_booking_seat"))
    with empty.connect() as connection:
        assert len(differences(connection)) == 3


def test_constraints_are_named_and_kept(empty: Engine) -> None:
    upgrade(empty)
    with empty.connect() as connection:
        inspector = inspect(connection)
        assert [one["name"] for one in inspector.get_check_constraints("slot")] == ["ck_slot_not_overfilled"]
        seat = next(one for one in inspector.get_indexes("booking") if one["name"] == "uq_booking_seat")
        assert seat["unique"]


def test_a_second_upgrade_does_nothing(empty: Engine) -> None:
    upgrade(empty)
    assert upgrade(empty) is SchemaState.CURRENT


def test_two_hosts_may_upgrade_at_once(empty: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        before = sorted(pool.map(upgrade, [empty, empty]))
    assert before == [SchemaState.CURRENT, SchemaState.EMPTY]


def test_an_older_and_a_newer_database_are_recognised(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(empty)
    set_revision(empty, "9999")
    assert check(empty) is SchemaState.NEWER
    assert upgrade(empty) is SchemaState.NEWER
    set_revision(empty, "0001")
    monkeypatch.setattr(schema, "revisions", lambda: ("0001", "0002"))
    assert check(empty) is SchemaState.BEHIND


def test_tables_of_unknown_origin_are_left_alone(empty: Engine) -> None:
    metadata.create_all(empty)
    with pytest.raises(UnknownTables, match="give an empty database"):
        upgrade(empty)


def test_a_revision_that_fails_leaves_nothing_behind(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    run = schema._run

    def run_and_fail(connection: object) -> None:
        run(connection)
        raise OSError("disk full")

    monkeypatch.setattr(schema, "_run", run_and_fail)
    with pytest.raises(OSError, match="disk full"):
        upgrade(empty)
    with empty.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_the_first_revision_is_what_regenerate_writes() -> None:
    assert FIRST.read_text(encoding="utf-8") == first_revision()
    assert revisions()[0] == "0001"
