"""What the learned judgements are taught: the labelled replies of this folder and the phrases of the lexicons.

A reply is read by today's rules; where its row accepts several meanings, any of them is right. Every other one is
taught a second time without its marks, and once more with some of its rarer words unknown; a reply that takes or wishes
a time is taught before another offer, too (``tests.understanding.otheroffers``). No family's reply is ever used: all
rows are written for this.
"""

import hashlib
import random
import tomllib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

from bot.understanding.dictionaries import Notions, of_words
from bot.understanding.interpreting import contract_of
from bot.understanding.lines import marks_of, mirrored, wishes_named
from bot.understanding.listening import JUDGEMENTS, LINES, NEITHER, NO_REASON, SENSES
from bot.understanding.notions import told_of
from bot.understanding.reading import Traces, proposed, traced
from bot.understanding.tokens import tokenize, without_quotes
from bot.understanding.traces import hearable
from bot.understanding.wished import wish_alone
from domain.ids import LANGUAGES, Language
from domain.replies import Expecting, Option, When, Wishes
from tests.understanding.judging import FOLDER, NOWISH, Row, menu, rows, understood
from tests.understanding.otheroffers import printed_offer, strange_offer

LEXICONS = Path(__file__).parents[2] / "bot" / "understanding" / "lexicon"

_PHRASE = 0.1
"""How much a phrase of a lexicon counts beside a whole reply."""

_UNMARKED = 0.5
"""What a reply counts that is taught a second time without its marks (every other one), so that words alone are heard."""

_RARE, _FORGOTTEN, _MISREAD = 30, 0.4, 0.5
"""A reply is taught once more with some of its rarer words unknown: in how many replies of its language a rare word
stands at most, how likely one is taken for unknown, and what such a lesson counts."""

_PART = 0.5
"""What a part of a longer message counts that is no cry for help: alone, as parts are heard, it must not sound so."""

_ASKED_ANEW, _CHOOSING = 4, ("pick", "yes")
"""Of how many answers to an offer one is taught again as an answer to "when would it suit you?", and which never are."""

_TAKES_NONE = ("when", "other", "unclear")
"""What a reply means before an offer that does not print the time it takes."""

_NO_CRY = tuple(sense for sense in SENSES if sense != "distress")

_SPELLINGS = {"distress": 6, "stop": 6}
"""Wordings taken from one pattern of the lexicon; two of every other."""

_KEPT = 64
"""Checksums kept in the file."""

_OF_TWO = ("line", "wish")
"""Judgements between two times: which of the printed ones, and which of those that a family names, is meant if any."""

_ASKED = {"move": "reminder", "cancel": "reminder", "reason": "reason", "ack": "idle", "rating": "rating"}
"""To which question a phrase of the lexicon is taken to answer; to an offer where it is not listed."""

_MEANT = {
    **{name: name for name in ("yes", "no", "other", "later", "move", "cancel", "person", "info", "start")},
    "wrong_number": "wrong_number",
    "moved_away": "moved_away",
    "thanks": "ack",
    "greet": "ack",
    "fine": "yes",
    "unsure": "unclear",
}
"""Which lists of a lexicon teach which sense."""


@dataclass(frozen=True)
class Lesson:
    """One message, the senses that are right for it, and how much it counts."""

    words: tuple[str, ...]
    expecting: Expecting
    marks: tuple[str, ...]
    right: tuple[str, ...]
    weight: float
    notions: Notions = ()
    language: str = ""
    """For the judgements between two times."""


def lessons(name: str, without: Sequence[str] = (), folder: Path = FOLDER) -> list[Lesson]:
    """All that one judgement learns from, in a fixed order, but the sets whose names begin with one of ``without``."""
    learned = rows(*_sets(folder, without), folder=folder)
    if name == "sense":
        learned = _some_asked_for_times(learned)
    taught = [lesson for row in learned for lesson in _of_row(name, row)]
    phrases = [lesson for path in sorted(LEXICONS.glob("*.toml")) for lesson in _phrases(name, path)]
    return taught + phrases


def fingerprint(folder: Path = FOLDER) -> list[str]:
    """The smallest checksums of rows and phrases: two files' shares of the same ones are how alike their lessons are."""
    taught = [repr(row) for row in rows(*_sets(folder, ()), folder=folder) if row.expecting != "time"]
    taught += [
        repr(one) for path in sorted(LEXICONS.glob("*.toml")) for one in _patterns("sense", _lexicon(path))
    ]
    return sorted({hashlib.sha256(one.encode()).hexdigest()[:12] for one in taught})[:_KEPT]


def _sets(folder: Path, without: Sequence[str]) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.tsv") if not path.stem.startswith(tuple(without)))


def _lexicon(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _some_asked_for_times(learned: Iterable[Row]) -> Iterator[Row]:
    """All rows, and some answers to an offer once more where no times are printed: those that choose none of them."""
    for row in learned:
        yield row
        senses = {meaning.partition(":")[0] for meaning in row.meanings}
        asked_anew = zlib.crc32(row.text.encode()) % _ASKED_ANEW == 0
        if asked_anew and row.expecting == "offer" and senses.isdisjoint(_CHOOSING):
            yield replace(row, expecting="time")


def _of_row(name: str, row: Row) -> Iterator[Lesson]:
    if name == "language":
        yield from _language(row)
        return
    if name in ("sense", "line"):
        yield from _before_other_offers(name, row)
    if row.expecting == "time" and name != "sense":
        yield from _wishes(row) if name == "wish" else ()
        return
    if name in _OF_TWO and row.expecting != "offer":
        return
    meanings = [meaning.partition(":")[::2] for meaning in row.meanings]
    right = tuple(sense for sense in _right(name, meanings) if sense in JUDGEMENTS[name])
    traces = _traces_of(row)
    asked = _heard_as(row)
    if right and traces.words and name not in _OF_TWO:
        yield Lesson(traces.words, asked, traces.marks, right, 1.0, traces.notions)
        if traces.marks and zlib.crc32(row.text.encode()) % 2:
            yield Lesson(traces.words, asked, (), right, _UNMARKED, traces.notions)
        if name == "sense" and "distress" not in right and len(traces.parts) > 1:
            part, told = random.Random(row.text).choice(traces.parts)
            yield Lesson(part, asked, (), _NO_CRY, _PART, told)
        if misread := _misread(row, traces.words):
            yield Lesson(misread.words, asked, misread.marks, right, _MISREAD, misread.notions)
    elif right and traces.line_marks:
        yield from _either_way(traces, right)


def _before_other_offers(name: str, row: Row) -> Iterator[Lesson]:
    """The same reply where what it takes is not printed, or where what it wishes is."""
    if name == "sense" and (strange := strange_offer(row)) is not None:
        traces = _traced(row, strange)
        yield Lesson(traces.words, Expecting.OFFER, traces.marks, _TAKES_NONE, 1.0, traces.notions)
    if (printed := printed_offer(row)) is None:
        return
    offer, line = printed
    traces, right = _traced(row, offer), LINES[line]
    if name == "sense":
        yield Lesson(traces.words, Expecting.OFFER, traces.marks, ("pick",), 1.0, traces.notions)
    else:
        yield from _either_way(traces, (right,))


def _traced(row: Row, offer: Sequence[Option]) -> Traces:
    """What the judgements get of a reply before this offer."""
    language = Language(row.language)
    return traced(row.text, language=language, expecting=Expecting.OFFER, options=offer, now=NOWISH)


def _either_way(traces: Traces, right: tuple[str, ...]) -> Iterator[Lesson]:
    """Which of two times is meant, and the same with the two exchanged."""
    seen, told = traces.line_marks, traces.line_notions
    yield Lesson((), Expecting.OFFER, seen, right, 1.0, told, traces.language)
    yield Lesson((), Expecting.OFFER, mirrored(seen), _exchanged(right), 1.0, mirrored(told), traces.language)


def _heard_as(row: Row) -> Expecting:
    """What was asked, as the judgement hears it: who is asked for times is heard as if times were offered."""
    asked = Expecting(row.expecting)
    return Expecting.OFFER if asked is Expecting.TIME else asked


def _language(row: Row) -> Iterator[Lesson]:
    """A reply's words are of its language, unless it asks for another one."""
    words = hearable(tokenize(without_quotes(row.text)).words)
    if words and "language" not in row.gold and row.expecting != "time":
        yield Lesson(words, Expecting.IDLE, (), (row.language,), 1.0)


def _wishes(row: Row) -> Iterator[Lesson]:
    """Which of the times that are named is wished: each in turn as the one of two, the others as the other."""
    language, asked = Language(row.language), Expecting.TIME
    message, proposal = proposed(row.text.strip(), language, asked, (), NOWISH)
    named = message.named
    understood_by_rules = understood(contract_of(proposal, asked), row)
    if understood_by_rules and isinstance(proposal, When):
        wished = [moment for moment in named if not moment.excluded]
    else:
        wished = [m for m in named if _is_wished(wish_alone(message, m), row)]
    rare = _rarer(row, hearable(message.signs.tokens.words))
    for moment in named:
        others = any(other is not moment for other in wished)
        right = [line for line, so in (("A", moment in wished), ("B", others)) if so] or [NEITHER]
        mentions = wishes_named(message, moment)
        seen = marks_of(message, mentions)
        own = message.signs.language
        yield Lesson((), asked, seen, tuple(right), 1.0, told_of(message, mentions=mentions), own)
        if rare:
            told = told_of(message, rare, mentions)
            yield Lesson((), asked, seen, tuple(right), _MISREAD, told, own)


def _is_wished(wishes: Wishes, row: Row) -> bool:
    """Whether these times alone would be what the row's family means."""
    return bool(wishes) and understood(contract_of(When(wishes), Expecting.TIME), row)


@cache
def _traces_of(row: Row, forgotten: frozenset[str] = frozenset()) -> Traces:
    """What the judgements get of a row; every judgement asks for it."""
    return traced(
        row.text,
        language=Language(row.language),
        expecting=_heard_as(row),
        options=menu(row.expecting),
        now=NOWISH,
        forgotten=forgotten,
    )


def _misread(row: Row, words: tuple[str, ...]) -> Traces | None:
    """The same message with some of its rarer words unknown, as a stranger's will be; None where all are kept."""
    gone = _rarer(row, words)
    return _traces_of(row, gone) if gone else None


def _rarer(row: Row, words: Sequence[str]) -> frozenset[str]:
    """Some of the rarer words of a message, always the same."""
    dice, often = random.Random(row.text), _often()[row.language]
    rare = [word for word in dict.fromkeys(words) if word[0].isalpha() and often[word] <= _RARE]
    return frozenset(word for word in rare if dice.random() < _FORGOTTEN)


@cache
def _often() -> dict[str, Counter[str]]:
    """In how many rows of a language each word stands."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(*_sets(FOLDER, ())):
        counts[row.language].update(set(hearable(tokenize(without_quotes(row.text)).words)))
    return counts


def _right(name: str, meanings: Sequence[tuple[str, str]]) -> Iterable[str]:
    """The senses of one judgement that are right for a row."""
    match name:
        case "sense":
            return [sense for sense, _ in meanings]
        case "reason":
            return [value or NO_REASON for sense, value in meanings if sense in ("no", "reason")]
        case "rating":
            return [value for sense, value in meanings if sense == "rating"]
        case _:
            lines = {"1": "A", "2": "B"}
            chosen = [lines[value] for sense, value in meanings if sense == "pick" and value in lines]
            return [*chosen, NEITHER] if any(sense != "pick" for sense, _ in meanings) else chosen


def _exchanged(right: Sequence[str]) -> tuple[str, ...]:
    other = {"A": "B", "B": "A"}
    return tuple(other.get(line, line) for line in right)


def _phrases(name: str, path: Path) -> Iterator[Lesson]:
    for sense, pattern in _patterns(name, _lexicon(path)):
        expecting = Expecting(_ASKED.get(sense if name == "sense" else name, "offer"))
        for text in _wordings(pattern, _SPELLINGS.get(sense, 2)):
            if words := hearable(tokenize(without_quotes(text)).words):
                notions = of_words(words, (Language(path.stem),)) if path.stem in LANGUAGES else ()
                yield Lesson(words, expecting, (), (sense,), _PHRASE, notions)


def _patterns(name: str, lexicon: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if name in (*_OF_TWO, "language"):
        return
    if name == "reason":
        yield from ((code, p) for code, listed in lexicon.get("reasons", {}).items() for p in listed)
    elif name == "rating":
        yield from ((mark, p) for mark, listed in lexicon.get("ratings", {}).items() for p in listed)
    else:
        meanings, safety = lexicon.get("meanings", {}), lexicon.get("safety", {})
        yield from (
            (_MEANT[list_], p) for list_ in _MEANT for p in meanings.get(list_, ()) if isinstance(p, str)
        )
        yield from (("reason", p) for listed in lexicon.get("reasons", {}).values() for p in listed)
        yield from ((grave, p) for grave in _SPELLINGS for p in safety.get(grave, ()))


def _wordings(pattern: str, most: int) -> list[str]:
    """Some of the wordings a pattern stands for, spread over all of them."""
    choices = []
    for element in pattern.split():
        if element != "..":
            maybe = element.startswith("(") and element.endswith(")")
            words = [word.rstrip("*") for word in element.strip("()").split("|")][:6]
            choices.append([*words, ""] if maybe else words)
    some = [" ".join(word for word in wording if word) for wording in islice(product(*choices), 40)]
    return some[:: max(1, len(some) // most)]
