"""What a message means when the rules' reading is weighed against how such messages were meant.

The rules find the signs, the times and the menu lines, and propose a reading; the learned judgement says how likely every
sense is, the rules' proposal among its evidence. The likeliest sense stands when it is likely enough for what it would
do: a booking, a no or a STOP needs more than a question back, and a cry for help needs the least. Only the rules can say
which line, which times and which language are meant: a sense for which they found none does not stand.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter

from bot.understanding.appointments import positive_wishes
from bot.understanding.lines import line_marks, two_times
from bot.understanding.listening import NO_REASON, Heard, judgement
from bot.understanding.menu import numbers_said, places_said
from bot.understanding.message import Message, matching
from bot.understanding.traces import marks, without_courtesy
from domain.ids import Language
from domain.reasons import DeclineReason
from domain.replies import (
    Ack,
    Cancel,
    ChangeLanguage,
    Distress,
    Expecting,
    GaveReason,
    Later,
    Move,
    MovedAway,
    No,
    Other,
    Picked,
    Rated,
    Reply,
    Start,
    Stop,
    Unclear,
    WantsInfo,
    WantsPerson,
    When,
    WrongNumber,
    Yes,
)

CRY = 0.15
"""Share from which on a message is a cry for help: a false alarm costs a kind message too many."""

FALSE_ALARM = 0.04
"""Share below which words that the rules take for a cry go to a human calmly."""

NEEDED = {
    "yes": 0.65,
    "no": 0.65,
    "pick": 0.65,
    "cancel": 0.65,
    "stop": 0.35,
    "start": 0.6,
    "wrong_number": 0.5,
    "moved_away": 0.5,
}
"""Shares that senses with consequences need."""

NEEDED_ELSE = 0.2
PROPOSED, PROPOSED_IN_FULL = 0.1, 0.45
"""How much less is needed for what the rules propose, too; and where they know each of a message's few words."""

NOT_THEN = 0.4
"""What a no needs that was asked about one time only: it gives up no offer."""

BOTH_SAID = 0.8
"""What a yes, a no or a cancellation needs where the rules found both a yes and a no."""

ONE_WORD = 0.9
"""What any sense needs where a single word was written that the rules do not know: its letters may mislead."""

REASON_NEEDED = 0.3
LINE_NEEDED = 0.85
_SHOWN = 4
_HEARD_AT_ALL = 0.02
_FEW_WORDS = 3
_POLITE = frozenset({"filler", "thanks", "greet", "write_in"})
_DENIES = frozenset({"neg", "neg_used", "cannot", "not_speak"})

_SAME: dict[Expecting, dict[str, str]] = {
    Expecting.OFFER: {"move": "other", "cancel": "no"},
    Expecting.CONFIRM: {"cancel": "no", "move": "other"},
    Expecting.REMINDER: {"no": "cancel"},
}
"""Senses that come to another one: nothing that is only offered can be cancelled, and no visit is a cancelled one."""

_SIDES = frozenset({"yes", "no", "cancel"})

_NAMES: dict[type[Reply], str] = {
    No: "no",
    Other: "other",
    When: "when",
    Later: "later",
    Move: "move",
    Cancel: "cancel",
    GaveReason: "reason",
    Rated: "rating",
    Stop: "stop",
    Start: "start",
    ChangeLanguage: "language",
    WantsPerson: "person",
    WantsInfo: "info",
    WrongNumber: "wrong_number",
    MovedAway: "moved_away",
    Distress: "distress",
    Ack: "ack",
}
PLAIN: dict[str, Reply] = {
    "other": Other(),
    "cancel": Cancel(),
    "stop": Stop(),
    "start": Start(),
    "person": WantsPerson(),
    "info": WantsInfo(),
    "wrong_number": WrongNumber(),
    "moved_away": MovedAway(),
    "distress": Distress(),
    "ack": Ack(),
    "unclear": Unclear(),
}


def weigh(message: Message, proposal: Reply) -> tuple[Reply, bool]:
    """The reply that stands, and whether it is another than ``proposal``, which is what the rules read."""
    words = without_courtesy(message.signs)
    if not any(word[0].isalpha() for word in words) or _bare_no(message, proposal):
        return proposal, False
    seen = marks(message, proposal)
    heard = judgement("sense").hear(words, message.expecting, seen)
    other_hour = message.another_hour != ()
    guessed = len(words) == 1 and isinstance(proposal, Unclear)
    if heard.shares["distress"] >= (ONE_WORD if guessed or other_hour else CRY):
        return Distress(), not isinstance(proposal, Distress)
    proposed = _sense(message, proposal)
    if heard.shares["stop"] >= (ONE_WORD if guessed else NEEDED["stop"]):
        return Stop(), not isinstance(proposal, Stop)
    if isinstance(proposal, ChangeLanguage) and _only_a_language(message):
        return proposal, False
    if other_hour and proposed not in ("distress", "stop"):
        return When(message.another_hour) if message.another_hour else Unclear(), False
    if proposed == "distress" and heard.shares["distress"] < FALSE_ALARM:
        return WantsPerson(), True
    for sense, share in _to_the_question(message, heard):
        if share < _needed(sense, message, guessed) - _trust(sense, proposed, message):
            break
        if (reply := _reply(sense, message, proposal, words, seen)) is not None:
            return reply, reply != proposal
    return Unclear(), not isinstance(proposal, Unclear)


def _bare_no(message: Message, proposal: Reply) -> bool:
    """Whether it is a "nej tak" and no more about something agreed: the family is asked what it means by it."""
    agreed = message.expecting in (Expecting.REMINDER, Expecting.IDLE)
    few = message.signs.size <= _FEW_WORDS and not message.signs.unknown
    return agreed and few and isinstance(proposal, No) and message.bare_no


def _needed(sense: str, message: Message, guessed: bool) -> float:
    """The share that a sense needs in this message to stand; ``guessed``: it is one word that nobody knows."""
    if guessed:
        return ONE_WORD
    if sense == "no" and message.expecting is Expecting.CONFIRM:
        return NOT_THEN
    both = message.signs.has("yes") and message.signs.has("no", "cannot", "unsure")
    return BOTH_SAID if both and sense in _SIDES else NEEDED.get(sense, NEEDED_ELSE)


def _trust(sense: str, proposed: str | None, message: Message) -> float:
    """How much less is needed because the rules read the same, knowing every word or not."""
    if sense != proposed:
        return 0.0
    known = not message.signs.unknown and message.signs.size <= _FEW_WORDS
    return PROPOSED_IN_FULL if known else PROPOSED


def _only_a_language(message: Message) -> bool:
    """Whether a language was named, perhaps with a "please", and nothing else said."""
    said = {f.meaning for f in message.signs.found if not f.meaning.startswith("lang:")}
    short = not message.signs.unknown and message.signs.size <= _FEW_WORDS
    return short and said <= _POLITE and message.expecting is not Expecting.REASON


def _to_the_question(message: Message, heard: Heard) -> list[tuple[str, float]]:
    """The shares of the senses a reply to this question can have, the likeliest first; the same senses are added."""
    same = _SAME.get(message.expecting, {})
    shares = {sense: share for sense, share in heard.shares.items() if share >= _HEARD_AT_ALL}
    for sense, other in same.items():
        if (share := shares.pop(sense, 0.0)) and other:
            shares[other] = shares.get(other, 0.0) + share
    return sorted(shares.items(), key=itemgetter(1), reverse=True)


def loudest(message: Message, sense: str) -> tuple[str, ...]:
    """The words that weigh most for a sense, as written, in their order."""
    tokens = message.signs.tokens
    places = [place for place, word in enumerate(tokens.words) if word[0].isalnum()]
    words = ["0" if tokens.words[place][0].isdigit() else tokens.words[place] for place in places]
    said = zip(judgement("sense").says(words, sense), places, strict=True)
    top = sorted(place for weight, place in sorted(said, reverse=True)[:_SHOWN] if weight > 0)
    return tuple(tokens.raw[place] for place in top)


def sense_of(message: Message, reply: Reply) -> str:
    """The sense a reply has."""
    return _sense(message, reply) or "unclear"


def _sense(message: Message, reply: Reply) -> str | None:
    match reply:
        case Yes(wishes):
            return "when" if wishes else "yes"
        case Picked():
            return "option" if message.expecting is Expecting.REASON else "pick"
        case _:
            return _NAMES.get(type(reply))


def _reply(
    sense: str, message: Message, proposal: Reply, words: tuple[str, ...], seen: tuple[str, ...]
) -> Reply | None:
    """A reply of this sense; None where the rules found no line, no time or no language for it."""
    if sense in PLAIN:
        return PLAIN[sense]
    if _sense(message, proposal) == sense and sense not in ("no", "reason", "pick"):
        return proposal
    return FILLED[sense](message, proposal, words, seen)


def _yes(m: Message, proposal: Reply, words: Sequence[str], seen: Sequence[str]) -> Reply | None:
    return Yes()


def _no(m: Message, proposal: Reply, words: tuple[str, ...], seen: tuple[str, ...]) -> Reply | None:
    wishes = proposal.wishes if isinstance(proposal, No) else ()
    return No(_reason(m, words, seen), wishes)


def _picked(m: Message, proposal: Reply, words: Sequence[str], seen: Sequence[str]) -> Reply | None:
    """The line that is meant: of two times the likelier one, if that is likely enough."""
    if m.expecting is Expecting.CONFIRM and len(m.options) == 1:
        return Picked(m.options[0].number) if matching(m) else None
    if (options := two_times(m)) is None:
        return _only_line(m)
    line, share = judgement("line").hear((), m.expecting, line_marks(m, proposal)).best
    if share < LINE_NEEDED:
        return None
    return Picked(options[line == "B"].number)


def _only_line(m: Message) -> Reply | None:
    numbers = {*numbers_said(m.signs), *places_said(m.signs, m.options)} or {o.number for o in matching(m)}
    printed = {option.number for option in m.options}
    return Picked(numbers.pop()) if len(numbers) == 1 and numbers <= printed else None


def _when(m: Message, proposal: Reply, words: Sequence[str], seen: Sequence[str]) -> Reply | None:
    if m.wishes and not m.impossible:
        return When(m.wishes)
    return Other() if m.expecting in (Expecting.OFFER, Expecting.CONFIRM) and not m.wanted else None


def _later(m: Message, proposal: Reply, words: Sequence[str], seen: Sequence[str]) -> Reply | None:
    return Later(() if m.impossible else m.wishes)


def _move(m: Message, proposal: Reply, words: Sequence[str], seen: Sequence[str]) -> Reply | None:
    return Move(() if m.impossible else positive_wishes(m))


def _gave_reason(m: Message, proposal: Reply, words: tuple[str, ...], seen: tuple[str, ...]) -> Reply | None:
    reason = _reason(m, words, seen)
    return GaveReason(reason) if reason is not None else None


def _rated(m: Message, proposal: Reply, words: tuple[str, ...], seen: tuple[str, ...]) -> Reply | None:
    return Rated(int(judgement("rating").hear(words, m.expecting, seen).best[0]))


def _nothing(m: Message, proposal: Reply, words: Sequence[str], seen: Sequence[str]) -> Reply | None:
    return None


def _language(m: Message, proposal: Reply, words: Sequence[str], seen: Sequence[str]) -> Reply | None:
    """The one language that was named in no clause that denies it; else only the family knows which."""
    denied = {m.signs.clause_of[f.start] for f in m.signs.found if f.meaning in _DENIES}
    named = {
        f.meaning.partition(":")[2]
        for f in m.signs.all_found
        if f.meaning.startswith("lang:") and m.signs.clause_of[f.start] not in denied
    }
    return ChangeLanguage(Language(named.pop()) if len(named) == 1 else None)


def _reason(m: Message, words: tuple[str, ...], seen: tuple[str, ...]) -> DeclineReason | None:
    """Why the family says no; the rules' reason where the judgement is in doubt."""
    reason, share = judgement("reason").hear(words, m.expecting, seen).best
    if share < REASON_NEEDED:
        return m.reason
    return DeclineReason(reason) if reason != NO_REASON else None


FILLED: dict[str, Callable[[Message, Reply, tuple[str, ...], tuple[str, ...]], Reply | None]] = {
    "yes": _yes,
    "no": _no,
    "pick": _picked,
    "when": _when,
    "later": _later,
    "move": _move,
    "reason": _gave_reason,
    "rating": _rated,
    "option": _nothing,
    "language": _language,
}
