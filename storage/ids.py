"""New row numbers, given out from memory: a block is taken in one short transaction, never one number at a time."""

from collections import deque

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
        # Threads take from it without a lock: a deque gives every number to one of them.
        self._numbers: deque[int] = deque()

    @property
    def left(self) -> int:
        """How many numbers are in memory."""
        return len(self._numbers)

    def reserve(self, source: Connection | Engine, at_least: int) -> None:
        """Have at least so many numbers in memory; takes a block when there are fewer, else touches nothing.

        Call it before the transaction begins; raises ``IdsInsideTransaction`` when a block is needed within one.
        """
        missing = at_least - self.left
        if missing > 0:
            self._numbers.extend(take_block(source, max(missing, self._block)))

    def new(self) -> int:
        """The next number; raises ``IdsExhausted`` when none is left."""
        try:
            return self._numbers.popleft()
        except IndexError:
            raise IdsExhausted from None

    def new_many(self, count: int) -> list[int]:
        """The next ``count`` numbers in order; raises ``IdsExhausted`` when fewer are left."""
        return [self.new() for _ in range(count)]
