"""A percentage as a leader prints it: whole, rounded half up, and never without what it is a share of."""

from decimal import ROUND_HALF_UP, Decimal


def percent(numerator: int, denominator: int) -> int | None:
    """How many per cent ``numerator`` is of ``denominator``, rounded half up; None when there is nothing to
    take a share of, for nought of nothing is not nought per cent."""
    if denominator == 0:
        return None
    share = Decimal(100 * numerator) / Decimal(denominator)
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
