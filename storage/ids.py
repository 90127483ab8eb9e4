"""New row numbers, given out from memory: a block is taken in one short transaction, never one number at a time."""

from collections import deque
from collections.abc import Iterator
from itertools import islice
from threading import Lock

from sqlalchemy import BigInteger, Connection, Engine, bindparam, text

BLOCK = 1_000
"""How many numbers are taken at once when fewer are asked for; a restart wastes at most so many."""

_TAKE = text(
    "INSERT INTO id_block (name, next) VALUES ('all', 1 + :count) "
    "ON CONFLICT (name) DO UPDATE SET next = id_block.next + :count RETURNING next"
).bindparams(bindparam("count", type_=BigInteger))


class IdsExhausted(RuntimeError):
    """A row needed a number and none was left in memory: reserve more before the transaction begins."""

    def __init__(self) -> None:
        super().__init__(
            "no row numbers left in memory: call Ids.reserve(connection, how_many) before the transaction begins"
        )


class IdsInsideTransaction(RuntimeError):
    """Numbers taken in a transaction that is rolled back would be given out twice, so this is refused."""

    def __init__(self) -> None:
        super().__init__(
            "row numbers are taken in a transaction of their own: call reserve before the first statement, "
            "or pass the engine"
        )


def take_block(source: Connection | Engine, count: int) -> range:
    """``count`` numbers that nobody else was or will be given; committed before it returns.

    Raises ``IdsInsideTransaction`` on a connection that already has a transaction.
    """
    if count < 1:
        raise ValueError("a block has at least one number")
    if isinstance(source, Engine):
        with source.connect() as connection:
            return take_block(connection, count)
    if source.in_transaction():
        raise IdsInsideTransaction
    with source.begin():
        after: int = source.execute(_TAKE, {"count": count}).scalar_one()
    return range(after - count, after)


class Ids:
    """The numbers one writer has in hand, in rising order; ``new`` is safe from several threads.

    A number is unique across the installation and never reused, so a rolled-back row only leaves a gap.
    Writers that share one reserve enough for all of them, since what one reserved another may use up.
    """

    def __init__(self, block: int = BLOCK) -> None:
        self._block = block
        self._blocks: deque[Iterator[int]] = deque()
        self._left = 0
        self._lock = Lock()

    @property
    def left(self) -> int:
        """How many numbers are in memory."""
        return self._left

    def reserve(self, source: Connection | Engine, at_least: int) -> None:
        """Have at least so many numbers in memory; takes a block when there are fewer, else touches nothing.

        Call it before the transaction begins; raises ``IdsInsideTransaction`` when a block is needed within one.
        """
        missing = at_least - self._left
        if missing <= 0:
            return
        block = take_block(source, max(missing, self._block))
        with self._lock:
            self._blocks.append(iter(block))
            self._left += len(block)

    def new(self) -> int:
        """The next number; raises ``IdsExhausted`` when none is left."""
        with self._lock:
            while self._blocks:
                number = next(self._blocks[0], None)
                if number is not None:
                    self._left -= 1
                    return number
                self._blocks.popleft()
            raise IdsExhausted

    def new_many(self, count: int) -> list[int]:
        """The next ``count`` numbers in order; raises ``IdsExhausted`` when fewer are left."""
        given: list[int] = []
        with self._lock:
            while len(given) < count:
                if not self._blocks:
                    raise IdsExhausted
                some = [*islice(self._blocks[0], count - len(given))]
                self._left -= len(some)
                given += some
                if len(given) < count:
                    self._blocks.popleft()
        return given
