"""Many new rows at once are the rows that one by one would have been: every value, every default, none lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from storage import tables as t
from storage.many import TOGETHER, insert_many

NAMES = ("id", "municipality", "family_id", "district", "kind", "created_at", "due_on")
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def letter(number: int) -> tuple[Any, ...]:
    """A task that shares its municipality, kind and moment with the others; every third has no district."""
    district = None if number % 3 == 0 else f"D'{number}"
    return (number, "hedensted", 7 * number, district, "letter", AT, date(2026, 5, 1 + number % 28))


@pytest.mark.parametrize("number", [1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER])
def test_all_rows_arrive_with_their_own_values_and_the_shared_ones(
    connection: Connection, number: int
) -> None:
    given = [letter(one) for one in range(1, number + 1)]
    insert_many(connection, t.task, NAMES, given)
    stored = connection.execute(select(*(t.task.c[name] for name in NAMES)).order_by(t.task.c.id)).all()
    assert [tuple(row) for row in stored] == given


def test_what_is_not_said_has_the_default_of_its_table(connection: Connection) -> None:
    insert_many(connection, t.task, NAMES, [letter(one) for one in range(1, TOGETHER + 1)])
    columns = (t.task.c.urgent, t.task.c.calls, t.task.c.done_at)
    assert {tuple(row) for row in connection.execute(select(*columns))} == {(False, 0, None)}


def test_a_row_that_is_there_already_undoes_whoever_wrote_it(connection: Connection) -> None:
    insert_many(connection, t.task, NAMES, [letter(TOGETHER)])
    with pytest.raises(IntegrityError), connection.begin_nested():
        insert_many(connection, t.task, NAMES, [letter(one) for one in range(1, 2 * TOGETHER)])
    assert connection.execute(select(t.task.c.id)).scalars().all() == [TOGETHER]


def test_a_naive_moment_is_refused_however_many_share_it(connection: Connection) -> None:
    naive = AT.replace(tzinfo=None)
    given = [(*letter(one)[:5], naive, date(2026, 5, 1)) for one in range(1, TOGETHER + 1)]
    with pytest.raises(Exception, match="without a time zone"):
        insert_many(connection, t.task, NAMES, given)
