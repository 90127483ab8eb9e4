"""What a family means about a time that is agreed, or about to be: confirming, a reminder, out of the blue."""

from bot.understanding.linenumbers import numbers_said
from bot.understanding.menu import timed
from bot.understanding.message import DOUBTS, Message, agreement, matching, small_talk
from domain.replies import (
    Ack,
    Cancel,
    Later,
    Move,
    No,
    Other,
    Picked,
    Reply,
    Unclear,
    WantsInfo,
    WantsPerson,
    When,
    Wishes,
    Yes,
)


def to_a_confirmation(m: Message) -> Reply:
    """What a family means that was asked whether one time shall be booked."""
    if m.has("sick", "away") and not m.has("yes"):
        return Move(m.wishes)
    if m.has("cancel", "move"):
        return _changed(m)
    numbers = numbers_said(m.signs)
    if numbers and not m.wanted:
        return _confirm_key(m, numbers)
    refused = m.has("no", "cannot")
    if m.wanted:
        return _confirm_wish(m, refused)
    if m.has("other") and not m.has("yes"):
        return Other()
    if m.has("later") and not m.has("yes"):
        return Later(m.wishes)
    if refused:
        if m.has("yes", "unsure", "if"):
            return Unclear()
        return No(m.reason) if m.sure or m.reason else Unclear()
    return agreement(m)


def _confirm_key(m: Message, numbers: list[int]) -> Reply:
    if len(set(numbers)) > 1 or not m.sure or m.has("neg", "no", "cannot", "ask"):
        return Unclear()
    if numbers[0] in {option.number for option in m.options}:
        return Yes() if len(m.options) == 1 else Picked(numbers[0])
    return {0: No(), 1: Yes() if not m.options else Unclear()}.get(numbers[0], Unclear())


def _confirm_wish(m: Message, refused: bool) -> Reply:
    fitting = matching(m)
    asked = timed(m.options)
    if not refused and len(asked) == 1 and fitting and len(m.wanted) == 1 and m.wanted[0].pointed:
        doubt = m.has("but", "only", "unsure", "if", "neg") or (
            m.signs.tokens.question and not m.has("request")
        )
        return Yes() if not doubt and m.sure and not m.impossible else Unclear()
    if m.impossible or not m.wishes:
        return Unclear()
    if m.has("no") and not m.has("yes"):
        return No(None, m.wishes)
    return When(m.wishes)


def _changed(m: Message) -> Reply:
    """Move or cancel was said of a booked time."""
    if m.has("neg", "unsure", "if") and not m.has("cannot", "sick"):
        return Unclear()
    about_it = all(x.day is not None and x.day.kind == "offset" and not x.hours for x in m.wanted)
    if m.has("move", "other", "later") or (m.wanted and m.has("cancel") and not about_it):
        return Move(() if m.impossible else positive_wishes(m))
    if m.has("keep") or (m.has("yes") and not m.sure):
        return Unclear()
    question = m.signs.tokens.question and not m.has("request")
    return Cancel() if m.sure and not question else Unclear()


def positive_wishes(m: Message) -> Wishes:
    """The times a family wishes, not those it only rules out."""
    return m.wishes if m.wanted else ()


def to_a_reminder(m: Message) -> Reply:
    """What a family means that was reminded of its visit."""
    numbers = numbers_said(m.signs)
    if numbers and not m.wanted:
        printed = {option.number for option in m.options}
        return Picked(numbers[0]) if len(numbers) == 1 and numbers[0] in printed and m.sure else Unclear()
    if m.has("sick", "away"):
        return Move(() if m.impossible else positive_wishes(m))
    if m.has("cancel", "move"):
        return _changed(m)
    if m.has("late"):
        return WantsPerson()
    if m.has("cannot") or (m.has("no") and (m.wanted or m.has("other", "later"))):
        return Unclear() if m.has("unsure", "if") else Move(() if m.impossible else positive_wishes(m))
    if m.has("other", "later") and not m.has("yes", "thanks"):
        return Move(() if m.impossible else positive_wishes(m))
    if m.has("no"):
        if not m.sure or m.has("yes", "fine", "unsure", "if"):
            return Unclear()
        return No(m.reason) if m.bare_no else Cancel()
    if m.wanted and not m.has("yes", "fine", "keep"):
        return _reminder_time(m)
    if m.wanted and m.has("but", "only"):
        return Unclear() if m.impossible else Move(m.wishes)
    reply = agreement(m)
    noted = isinstance(reply, Yes) and m.has("thanks", "greet") and not m.has("keep", "fine")
    return Ack() if noted else reply


def _reminder_time(m: Message) -> Reply:
    if m.has("info", "ask"):
        return WantsInfo()
    if m.has("greet", "thanks") and not m.signs.tokens.question:
        return Ack() if len(m.signs.unknown) <= 1 else Unclear()
    if m.impossible or not m.has("request", "fine"):
        return Unclear()
    return Move(m.wishes)


_BARE = 4
"""Words of a no that is nothing but a no: "nej tak ellers tak"; "nej, hvor dejligt" is none."""


def _bare_no(m: Message) -> bool:
    """Whether a no that nobody asked for holds nothing else."""
    if m.wanted or m.signs.unknown or m.signs.size > _BARE:
        return False
    return not m.has("yes", "fine", "but") and not m.signs.tokens.question


def _wants(m: Message) -> Reply:
    """Somebody with nothing agreed would like something: a visit after all, when that is all it says.

    "Ja tak" alone is a courtesy; "jeg vil gerne klage" is asked back, and then read by a human.
    """
    doubt = m.signs.tokens.question or m.signs.unknown or m.has(*DOUBTS, "but", "neg", "thanks")
    return Unclear() if doubt else Yes()


def unasked(m: Message) -> Reply:
    """What a family means that writes by itself. A yes "after all" asks for times; "ja tak" alone is a courtesy."""
    if m.has("sick"):
        return Move(() if m.impossible else positive_wishes(m))
    if m.has("cancel", "move"):
        return _changed(m)
    if m.has("late"):
        return WantsPerson()
    if m.has("other"):
        return Move(positive_wishes(m)) if not m.impossible else Unclear()
    if m.has("info") or (m.has("ask") and m.signs.tokens.question):
        return WantsInfo()
    if m.has("cannot"):
        return Unclear() if m.has("unsure", "if") else Move(() if m.impossible else positive_wishes(m))
    if m.has("later"):
        return Later(() if m.impossible else m.wishes)
    if m.has("no"):
        return No(m.reason) if m.sure and (m.reason is not None or _bare_no(m)) else Unclear()
    if m.wanted:
        return m.wish(Unclear())
    if m.has("after_all", "changed_mind") and m.has("yes", "want"):
        return Unclear() if m.signs.tokens.question or m.has(*DOUBTS, "but", "neg") else Yes()
    if m.has("want"):
        return _wants(m)
    if m.has("yes", "fine", "keep") and not m.has("thanks", "greet") and m.signs.size == 1:
        return Unclear() if "ok" not in m.signs.tokens.words else Ack()
    if (
        m.has("yes", "fine", "keep", "thanks", "greet")
        and len(m.signs.unknown) <= 1
        and not m.has(*DOUBTS, "but")
    ):
        return Ack() if not m.signs.tokens.question else Unclear()
    return small_talk(m)
