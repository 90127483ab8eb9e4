"""One message with all a decision needs, and the readings that several questions share."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from bot.understanding.dictionaries import Notions, notions_of_each
from bot.understanding.menu import fits, on_the_printed_day, settle, timed
from bot.understanding.signs import Signs
from bot.understanding.timing.moments import Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from bot.understanding.tokens import is_break
from domain.reasons import DeclineReason
from domain.replies import (
    Ack,
    Expecting,
    Later,
    No,
    Option,
    Other,
    Reply,
    Unclear,
    WantsInfo,
    When,
    Wishes,
    Yes,
)
from domain.values import value

FAR = timedelta(days=35)
"""A wish that begins later than this is "not now", not a time to book."""

MEANS_NO = frozenset(
    {"fine_now", "enough_contact", "not_for_us", "other_help", "not_a_group", "too_many_sessions"}
)
DOUBTS = ("unsure", "if")
_FEW_WORDS = 6
_SHORT = 3
"""Words up to which one that nobody knows may be the day's name ("ok tsdg")."""


NOT_THIS = "not this one"
"""How a time is mentioned by its place that the family does not want ("not the first")."""


@value
class Mention:
    """A place in the message where a printed time is named (by its place in the menu, from 0 on), and how."""

    line: int
    at: int
    how: str


class Message:
    """One message with all a decision needs: its signs, what was asked, the printed options, when it came."""

    def __init__(self, signs: Signs, expecting: Expecting, options: Sequence[Option], now: datetime) -> None:
        self.signs, self.expecting, self.options, self.now = signs, expecting, options, now
        self.wanted = [m for m in signs.timing.moments if not m.excluded and not m.past]
        self.ruled_out = [m for m in signs.timing.moments if m.excluded]
        self.impossible = signs.timing.loose or any(m.doubtful for m in signs.timing.moments)
        self.another_hour: Wishes | None = ()
        """The wish for another hour than the printed one; None where it may be one, which is asked back."""

        wants_it = signs.has("want") and not signs.unknown and signs.size <= _FEW_WORDS
        # With something unknown beside it, it may want anything.
        self._meanings = signs.meanings | {"yes"} if wants_it else signs.meanings
        self.mentions: list[Mention] | None = None
        """Those of all printed times, worked out when first asked for (``bot.understanding.mentions``)."""

        ahead = [on_the_printed_day(moment, options, now) for moment in self.named]
        try:
            self.wishes: Wishes = settle(ahead, options, now) if ahead else ()
        except NoSuchDayError:
            self.wishes, self.impossible = (), True

    def has(self, *meanings: str) -> bool:
        """Whether any of these was found; "vil gerne" alone is a yes, too."""
        return not self._meanings.isdisjoint(meanings)

    @cached_property
    def notions(self) -> tuple[Notions | None, ...]:
        """What each word speaks of; None for one that nobody knows, nothing for numbers and signs."""
        return notions_of_each(self.signs.tokens.words, self.signs.order)

    @property
    def named(self) -> list[Moment]:
        """The times it names, wished or ruled out, that are not gone by."""
        return [moment for moment in self.signs.timing.moments if not moment.past]

    @property
    def sure(self) -> bool:
        """Whether enough is known, and nothing hesitates, to take a commitment from the message."""
        unknown = len(self.signs.unknown)
        return (
            unknown <= max(1, (self.signs.size - unknown) // 2 + 1) and unknown <= 4 and not self.has(*DOUBTS)
        )

    @property
    def bare_no(self) -> bool:
        """Whether the no is only "no" or "no thanks", without a word of what is not wanted."""
        said = [f for f in self.signs.found if f.meaning == "no"]
        return all(f.end - f.start <= 2 for f in said)

    @property
    def firm_no(self) -> bool:
        """Whether a no stands as a clause of its own at the start: no explanation after it takes it back."""
        if self.has(*DOUBTS, "yes", "correct") or self.signs.tokens.question:
            return False
        words = self.signs.tokens.words
        quiet = {
            at for f in self.signs.found if f.meaning in ("greet", "thanks") for at in range(f.start, f.end)
        }
        for phrase in self.signs.found:
            if phrase.meaning == "no":
                closed = (
                    phrase.end == len(words) or is_break(words[phrase.end]) or phrase.end - phrase.start > 1
                )
                before = all(at in quiet or not words[at][0].isalnum() for at in range(phrase.start))
                return closed and before
        return False

    @property
    def reason(self) -> DeclineReason | None:
        """The decline reason said in words; None when there is none, or two that weigh the same."""
        found = self.signs.values("reason:")
        return DeclineReason(found[0]) if found else None

    @property
    def reason_is_a_phrase(self) -> bool:
        """Whether the reason was said in more than one word ("farmor" alone is no refusal), little beside it."""
        sizes = [f.end - f.start for f in self.signs.all_found if f.meaning.startswith("reason:")]
        alone = self.signs.size == max(sizes, default=0)
        return (max(sizes, default=0) > 1 or alone) and len(self.signs.unknown) <= 1

    @property
    def agrees(self) -> bool:
        """A yes that may be taken: in so many words, or "fits" and the like with nothing unknown beside it."""
        if not self.signs.unknown:
            return self.sure
        guessing = len(self.signs.unknown) > 1 or (len(timed(self.options)) > 1 and self.signs.size <= _SHORT)
        return self.sure and not guessing and self.has("yes", "keep") and self._opens_with("yes", "keep")

    def _opens_with(self, *meanings: str) -> bool:
        """Whether a clause begins with it, so that a word nobody knows is not what the yes is about."""
        words, found = self.signs.tokens.words, self.signs.found
        quiet = {f.end for f in found if f.meaning in ("greet", "thanks", "but")}
        return any(
            f.start == 0 or f.start in quiet or not words[f.start - 1][0].isalnum()
            for f in found
            if f.meaning in meanings
        )

    def wish(self, otherwise: Reply) -> Reply:
        """The wish for a time, if it can be read without doubt."""
        if self.impossible or not self.wishes:
            return Unclear() if self.impossible else otherwise
        return When(self.wishes)


def by_reason(m: Message) -> Reply:
    """What a reason means that came without a yes or a no."""
    reason = m.reason
    if reason in MEANS_NO and not m.signs.tokens.question and m.sure and m.reason_is_a_phrase:
        return No(reason)
    if reason is DeclineReason.BUSY_NOW:
        return Later()
    if reason is DeclineReason.TIME_OR_PLACE:
        return Other()
    return WantsInfo() if reason is DeclineReason.PURPOSE_UNCLEAR else Unclear()


def small_talk(m: Message) -> Reply:
    """A question, a thank-you or a greeting; else not understood."""
    if m.has("info") or (m.has("ask") and m.signs.tokens.question):
        return WantsInfo()
    if m.has("thanks", "greet") and not m.has(
        "but", "neg", "cannot", "ask", "unsure", "if", "move", "cancel", "the_other", "either", "choose"
    ):
        chooses = any(meaning.startswith("ordinal:") for meaning in m.signs.meanings)
        quiet = len(m.signs.unknown) <= 1 and not m.signs.tokens.question and not chooses
        return Ack() if quiet else Unclear()
    return Unclear()


def matching(m: Message) -> list[Option]:
    """The printed times that fit what the family wished."""
    return [o for o in timed(m.options) if o.start and any(fits(x, o.start, m.now) for x in m.wanted)]


def agreement(m: Message) -> Reply:
    """A yes to one thing, or what else a message without a no can be."""
    asks = m.signs.tokens.question or m.has("ask")
    if m.has("unsure", "if"):
        return Unclear()
    if m.has("yes", "fine", "keep"):
        if m.has("info"):
            return WantsInfo()
        return Yes() if m.agrees and not asks and not m.has("but", "only", "neg", "other") else Unclear()
    if m.reason is not None and m.expecting is not Expecting.REMINDER:
        return by_reason(m)
    return small_talk(m)
