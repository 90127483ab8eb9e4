"""What a message means when the rules' reading is weighed against how such messages were meant.

The rules find the signs, the times and the menu lines, and propose a reading; the learned judgement says how likely every
sense is, the rules' proposal among its evidence. The likeliest sense stands when it is likely enough for what it would
do: a booking, a no or a STOP needs more than a question back, and a cry for help needs the least. Only the rules can say
which line, which times and which language are meant: a sense for which they found none does not stand.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import TypeAlias

from bot.understanding.appointments import positive_wishes
from bot.understanding.asprinted import may_be_two
from bot.understanding.certainty import (
    CANNOT_COME,
    CRY,
    CRY_HINT,
    CRY_IN_A_PART,
    CRY_IN_ONE_WORD,
    FALSE_ALARM,
    LINE_NEEDED,
    LINE_UNREAD,
    NEEDED,
    NO_REASON_SURE,
    OF_TWO_REASONS,
    READ_AND_HEARD,
    REASON_NEEDED,
    STOP_DENIED,
    STOP_IN_ONE_WORD,
    WISHED_SOMETIME,
    bare_no,
    merely_contains_stop,
    names_a_false_stop,
    needed,
    only_a_language,
    said_plainly,
    stop_needed,
    trust,
    wished_unasked,
)
from bot.understanding.dictionaries import Notions, of_words
from bot.understanding.laterhours import at_other_hours
from bot.understanding.linenumbers import numbers_named, numbers_said
from bot.understanding.lines import (
    at_odds,
    denies_either,
    line_marks,
    marks_of,
    merely_refused,
    read_in,
)
from bot.understanding.listening import LINES, NO_REASON, RATINGS, Heard, judgement
from bot.understanding.mentions import in_question, mentions_of, named_lines, of_numbers
from bot.understanding.menu import places_said, timed
from bot.understanding.message import Message, matching
from bot.understanding.notions import spoken_of, told_of
from bot.understanding.timing.moments import PARTS, Moment
from bot.understanding.traces import clauses_of, marks, without_courtesy
from domain.ids import DANISH, Language
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

Evidence: TypeAlias = tuple[tuple[str, ...], Expecting, tuple[str, ...], Notions]
"""What the judgements hear: the words, what was asked, the rules' marks, and what the words speak of."""

_SHOWN = 4
_HEARD_AT_ALL = 0.02
_DENIES = frozenset({"neg", "neg_used", "cannot", "not_speak"})

_BOTH_DENIED = frozenset({"A denied", "B denied"})

_SAME: dict[Expecting, dict[str, str]] = {
    Expecting.OFFER: {"move": "other", "cancel": "no"},
    Expecting.CONFIRM: {"cancel": "no", "move": "other"},
    Expecting.REMINDER: {"no": "cancel"},
}
"""Senses that come to another one: nothing that is only offered can be cancelled, and no visit is a cancelled one."""

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
    if not any(word[0].isalpha() for word in words) or said_plainly(message, words, proposal):
        return proposal, False
    evidence = (words, message.expecting, marks(message, proposal), spoken_of(message))
    heard = judgement("sense").hear(*evidence)
    other_hour = message.another_hour != ()
    guessed = len(words) == 1 and isinstance(proposal, Unclear)
    loud = CRY_IN_ONE_WORD if guessed or other_hour else CRY
    if heard.shares["distress"] >= loud or _cries(message, heard):
        return Distress(), not isinstance(proposal, Distress)
    proposed = _sense(message, proposal)
    if guessed and merely_contains_stop(words):
        return Unclear(), False
    stops = heard.shares["stop"] >= (STOP_IN_ONE_WORD if guessed else stop_needed(message, proposed))
    meant = proposed == "stop" or heard.shares["stop"] >= STOP_DENIED or not names_a_false_stop(message)
    if stops and meant:
        return Stop(), not isinstance(proposal, Stop)
    heard = Heard({**heard.shares, "stop": 0.0})
    if wished_unasked(message, proposal):
        return proposal, False
    if bare_no(message, proposal):
        return proposal, False
    if isinstance(proposal, ChangeLanguage) and only_a_language(message):
        return proposal, False
    if other_hour and proposed not in ("distress", "stop"):
        return When(message.another_hour) if message.another_hour else Unclear(), False
    if proposed == "distress":
        alarming = heard.shares["distress"] >= FALSE_ALARM
        return (proposal, False) if alarming else (WantsPerson(), True)
    for sense, share in _to_the_question(message, heard):
        unread = sense != proposed and (sense != "no" or _reason(message, evidence) is None)
        if share < needed(sense, message, guessed, unread) - trust(sense, proposed, message):
            break
        if (reply := _reply(sense, message, proposal, evidence)) is not None:
            return reply, reply != proposal
    if isinstance(proposal, Move) and heard.shares["move"] + heard.shares["cancel"] >= CANNOT_COME:
        return proposal, False
    if proposed not in NEEDED and heard.shares.get(proposed or "", 0.0) >= READ_AND_HEARD:
        return proposal, False
    return Unclear(), not isinstance(proposal, Unclear)


def _cries(message: Message, heard: Heard) -> bool:
    """Whether a part of a longer message is a cry for help that the rest drowns ("Wednesday is fine, he is out then")."""
    if heard.shares["distress"] < CRY_HINT:
        return False
    parts, order = clauses_of(message.signs), message.signs.order
    hear = judgement("sense").hear
    return len(parts) > 1 and any(
        hear(part, message.expecting, (), of_words(part, order)).shares["distress"] >= CRY_IN_A_PART
        for part in parts
    )


def _to_the_question(message: Message, heard: Heard) -> list[tuple[str, float]]:
    """The shares of the senses a reply to this question can have, the likeliest first; the same senses are added."""
    same = _SAME.get(message.expecting, {})
    if in_question(message) and _names_another_time(message):
        same = {**same, "pick": "when"}
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


def _reply(sense: str, message: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    """A reply of this sense; None where the rules found no line, no time or no language for it."""
    if sense in PLAIN:
        return PLAIN[sense]
    if _sense(message, proposal) == sense and sense not in ("no", "reason", "pick"):
        return proposal
    return FILLED[sense](message, proposal, evidence)


def _yes(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    """Yes; not to all of three where only some are named ("Tuesday or Friday, both are fine")."""
    printed, named = len(timed(m.options)), len(named_lines(m))
    return None if 1 < named < printed else Yes()


def _no(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    wishes = proposal.wishes if isinstance(proposal, No) else ()
    return No(_reason(m, evidence), wishes)


def _picked(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    """The line that is meant: of the times in question the likelier one, if that is likely enough.

    None beside another day alone, nor where it may be either.
    """
    if m.expecting is Expecting.CONFIRM and len(m.options) == 1:
        return Picked(m.options[0].number) if matching(m) else None
    options = in_question(m)
    if not options or (len(options) == 1 and not mentions_of(m)):
        wished = When(m.wishes) if m.wishes and not m.impossible and not timed(m.options) else None
        return _only_line(m) or wished
    if _names_another_time(m) or (m.impossible and not mentions_of(m)) or _may_be_either(m):
        return None
    if isinstance(proposal, Picked) and proposal.number not in {option.number for option in options}:
        return proposal  # the one of three that is left
    chosen = _likelier_line(m, proposal)
    if chosen is None or chosen >= len(options):
        return None
    if (other_hours := at_other_hours(m, options[chosen])) is not None:
        return When(other_hours) if other_hours else None
    if merely_refused(m, chosen) or _only_by_a_bound(m, chosen):
        return None
    return Picked(options[chosen].number)


def _may_be_either(m: Message) -> bool:
    """Whether a number and a day, a "not" or a word with two meanings point at different lines."""
    return at_odds(m) or denies_either(m) or may_be_two(m.signs, m.options, m.now)


def _likelier_line(m: Message, proposal: Reply) -> int | None:
    """Which of the times in question sounds like the one meant, 0 or 1; None where that is not likely enough.

    Of three and more it is none that its own clause denies.
    """
    seen = line_marks(m, proposal)
    line, share = judgement("line").hear((), m.expecting, seen, told_of(m), m.signs.language).best
    sure = isinstance(proposal, Picked) and read_in(m) and not _BOTH_DENIED.issubset(seen)
    of_many = len(timed(m.options)) > len(LINES)
    if share < (LINE_NEEDED if sure else LINE_UNREAD) or (of_many and f"{line} denied" in seen):
        return None
    return LINES.index(line)


def _only_by_a_bound(m: Message, line: int) -> bool:
    """Whether the time is only meant in so far as it lies before or after an hour ("before 11"): that is a wish."""
    in_stretches = {one.how for one in mentions_of(m) if one.line == line} == {"in a stretch"}
    stretches = [moment.hours for moment in m.wanted if moment.hours is not None and _any_day(moment)]
    return in_stretches and any(
        not hours.exact and (hours.start, hours.end) != PARTS.get(hours.part) for hours in stretches
    )


def _any_day(moment: Moment) -> bool:
    return moment.day is None or moment.day.kind == "any"


def _names_another_time(m: Message) -> bool:
    """Whether a day is named and neither of the printed times: who takes that one wishes for it."""
    return not read_in(m) and any(moment.pointed and moment.day is not None for moment in m.wanted)


def _only_line(m: Message) -> Reply | None:
    numbers = {*numbers_said(m.signs), *places_said(m.signs, m.options)} or {o.number for o in matching(m)}
    printed = {option.number for option in m.options}
    return Picked(numbers.pop()) if len(numbers) == 1 and numbers <= printed else None


def _when(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    """The times wished for; none of them where the rules can't tell which: the family is asked for them.

    Where they read no time at all that costs nothing; where they read one in doubt, the wish must be clear.
    """
    if _printed_twice(m):
        return Unclear()
    if m.wishes and not m.impossible:
        return When(m.wishes)
    if m.expecting not in (Expecting.OFFER, Expecting.CONFIRM):
        return None
    if not timed(m.options):
        return None if m.wanted else Other()
    sure = judgement("sense").hear(*evidence).shares["when"] >= WISHED_SOMETIME
    return When(()) if sure or not m.wanted else None


def _printed_twice(m: Message) -> bool:
    """Whether all it wishes is one day or hour at which several times are printed: the family is asked which."""
    named = all(moment.pointed for moment in m.wanted)
    return len(m.wanted) == 1 and named and len(matching(m)) > 1


def _later(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    return Later(() if m.impossible else m.wishes)


def _move(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    return Move(() if m.impossible else positive_wishes(m))


def _gave_reason(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    reason = _reason(m, evidence)
    return GaveReason(reason) if reason is not None else None


def _rated(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    """The mark that was written, or the one that the words sound like; none where it may be another of two numbers."""
    leads = m.signs.tokens.words[0].isdigit()
    written = [number for number in numbers_said(m.signs, loosely=leads) if str(number) in RATINGS]
    if len(set(written)) > 1 and (not leads or m.signs.has("neg", "neg_used", "no", "correct", "but")):
        return None
    return Rated(written[0] if written else int(judgement("rating").hear(*evidence).best[0]))


def _option(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    """The printed reason that is meant: the one number that is named, or the likelier of two ("not 1 but 3")."""
    printed = {option.number for option in m.options}
    named = [one for one in numbers_named(m.signs) if one[0] in printed]
    numbers = list(dict.fromkeys(number for number, _ in named))
    if len(numbers) != 2:
        return Picked(numbers[0]) if len(numbers) == 1 else None
    mentions = of_numbers(named, m)
    seen, told = marks_of(m, mentions), told_of(m, mentions=mentions)
    line, share = judgement("line").hear((), Expecting.OFFER, seen, told, m.signs.language).best
    return Picked(numbers[LINES.index(line)]) if share >= OF_TWO_REASONS else None


def _language(m: Message, proposal: Reply, evidence: Evidence) -> Reply | None:
    """The one language named in no clause that denies it; of two not Danish, or, where they write it, the other one."""
    denied = {m.signs.clause_of[f.start] for f in m.signs.found if f.meaning in _DENIES}
    named = {
        f.meaning.partition(":")[2]
        for f in m.signs.all_found
        if f.meaning.startswith("lang:") and m.signs.clause_of[f.start] not in denied
    }
    if len(named) > 1:
        named.discard(DANISH if m.signs.language != DANISH else m.signs.language)
    return ChangeLanguage(Language(named.pop()) if len(named) == 1 else None)


def _reason(m: Message, evidence: Evidence) -> DeclineReason | None:
    """Why the family says no: the likeliest reason if there is one at all, else the rules' where the judgement doubts."""
    shares = judgement("reason").hear(*evidence).shares
    reason = max((name for name in shares if name != NO_REASON), key=shares.__getitem__)
    if shares[reason] >= REASON_NEEDED:
        return DeclineReason(reason)
    return m.reason if shares[NO_REASON] < NO_REASON_SURE else None


FILLED: dict[str, Callable[[Message, Reply, Evidence], Reply | None]] = {
    "yes": _yes,
    "no": _no,
    "pick": _picked,
    "when": _when,
    "later": _later,
    "move": _move,
    "reason": _gave_reason,
    "rating": _rated,
    "option": _option,
    "language": _language,
}
