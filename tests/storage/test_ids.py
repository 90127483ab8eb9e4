"""Row numbers are unique across writers, survive a rollback as a gap, and come without a database round trip."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from storage.ids import Ids, IdsExhausted, IdsInsideTransaction, take_block
from storage.tables import id_block


def test_the_first_number_is_one_and_they_rise(engine: Engine) -> None:
    ids = Ids(block=3)
    ids.reserve(engine, 2)
    assert ids.new_many(3) == [1, 2, 3]


def test_two_writers_never_get_the_same_number(engine: Engine) -> None:
    one, other = Ids(block=5), Ids(block=5)
    given: list[int] = []
    for _ in range(4):
        for ids in (one, other):
            ids.reserve(engine, 4)
            given += ids.new_many(4)
    assert len(set(given)) == len(given)


def test_threads_share_one_ids_without_a_double(engine: Engine) -> None:
    ids = Ids()
    ids.reserve(engine, 4_000)
    with ThreadPoolExecutor(4) as pool:
        given = [number for part in pool.map(ids.new_many, [1_000] * 4) for number in part]
    assert sorted(given) == list(range(1, 4_001))


def test_reserving_touches_the_database_only_when_short(engine: Engine) -> None:
    ids = Ids(block=10)
    with engine.connect() as connection:
        ids.reserve(connection, 10)
        ids.reserve(connection, 10)
        assert connection.scalar(select(id_block.c.next)) == 11


def test_running_out_says_what_to_do() -> None:
    with pytest.raises(IdsExhausted, match=r"call Ids\.reserve"):
        Ids().new()


def test_a_block_is_refused_inside_a_transaction(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin(), pytest.raises(IdsInsideTransaction):
        Ids().reserve(connection, 1)


def test_more_than_a_block_is_taken_in_one_piece(engine: Engine) -> None:
    assert take_block(engine, 2) == range(1, 3)
    ids = Ids(block=10)
    ids.reserve(engine, 25)
    assert ids.new_many(25) == list(range(3, 28))
    assert ids.left == 0


def test_a_block_has_a_number(engine: Engine) -> None:
    with pytest.raises(ValueError, match="at least one"):
        take_block(engine, 0)
