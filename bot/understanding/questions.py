"""What a family means when it was asked for its reason, or how much a visit helped."""

from bot.understanding.linenumbers import numbers_said
from bot.understanding.menu import places_said
from bot.understanding.message import Message, small_talk
from domain.reasons import DeclineReason
from domain.replies import (
    GaveReason,
    Later,
    Picked,
    Rated,
    Reply,
    Unclear,
    When,
)


def to_the_reason(m: Message) -> Reply:
    """What a family means that was asked, once, why not."""
    numbers = numbers_said(m.signs, loosely=True)
    if numbers:
        number = numbers[0]
        printed = {option.number: option.reason for option in m.options}
        agreed = m.reason is None or printed.get(number) in (None, m.reason)
        fits_menu = number in printed or not printed
        return Picked(number) if len(set(numbers)) == 1 and fits_menu and agreed else Unclear()
    places = places_said(m.signs, m.options)
    if len(places) == 1 and m.reason is None:
        return Picked(places[0])
    if m.reason is not None:
        return GaveReason(m.reason)
    if m.wanted and not m.impossible:
        return When(m.wishes)
    if m.has("later"):
        return Later(m.wishes)
    if m.has("cannot"):
        return GaveReason(DeclineReason.TIME_OR_PLACE)
    if m.has("no") and not m.has("yes"):
        return GaveReason(DeclineReason.NOT_STATED) if m.sure else Unclear()
    if m.has("sick"):
        return GaveReason(DeclineReason.INFECTION) if m.has("if") else Unclear()
    if m.has("yes", "fine") and not m.has("neg", "but") and m.sure and m.signs.size >= 2:
        return Unclear()
    return small_talk(m)


def to_the_rating(m: Message) -> Reply:
    """What a family means that was asked how much the visit helped, 1–4."""
    digits = numbers_said(m.signs, loosely=True)
    if digits:
        return Rated(digits[0]) if len(set(digits)) == 1 and 1 <= digits[0] <= 4 and m.sure else Unclear()
    hits = [f for f in m.signs.all_found if f.meaning.startswith("rating:")]
    if hits and not m.has("but"):
        longest = max(f.end - f.start for f in hits)
        best = {f.meaning for f in hits if f.end - f.start == longest}
        alone = any(f.end - f.start == m.signs.size for f in hits)
        negated = m.has("neg") and not alone and not any(f.end - f.start > 1 for f in hits)
        if len(best) == 1 and not negated:
            return Rated(int(best.pop()[7:]))
        return Unclear()
    if m.has("no", "unsure"):
        return Unclear()
    return small_talk(m)
