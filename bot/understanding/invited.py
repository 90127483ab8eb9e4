"""Whether a family asks to be visited at the time it told of: "Granny stays from the 18th to the 20th, so come then"."""

from bot.understanding.signs import Signs
from bot.understanding.timing.pointers import BACK

_NOT_TAKEN = ("neg", "neg_used", "cannot", "no", "unsure", "if", "later", "other", "cancel", "move", "away")


def invited(signs: Signs) -> bool:
    """Whether the only time that was told is the wish: "Granny stays from the 18th to the 20th, so come then"."""
    wanted = [m for m in signs.timing.moments if not (m.excluded or m.past)]
    if not wanted or len(wanted) != len(signs.timing.moments) or len({m.start for m in wanted}) > 1:
        return False
    if any(m.doubtful or m.day is None or m.day.edge in ("until", "before") for m in wanted):
        return False
    if signs.timing.loose or signs.timing.dangling or signs.has(*_NOT_TAKEN) or signs.tokens.question:
        return False
    back = {f.meaning for f in signs.why if f.meaning in BACK and f.start >= wanted[0].start}
    if "come_then" in back:
        return True
    free = any(p.kind in ("free", "whenever", "any_day") for p in signs.pieces)
    return "that_week" in back and (free or signs.has("either", "keep", "fine", "yes"))
