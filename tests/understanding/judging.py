"""How well replies are understood: the sets of ``*.tsv`` and the two numbers, understood and unsafe.

A row is language, what was asked, what the family wrote (``\\n`` for a new line), what it means; ``|``
separates acceptable meanings. ``when:`` and its kin take the acceptable first days, then ``@HH`` for the hour it
begins or ``@HH-HH`` for the hours from and to (24 is midnight; ``@HH-`` leaves the end open; ``HH:MM`` where the
minutes count; without days the ``@`` may be missing).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bot.understanding.interpreting import COPENHAGEN, interpret_line
from domain.reasons import DeclineReason
from domain.replies import Option

FOLDER = Path(__file__).parent
NOW = "2026-05-04T10:00"
"""A Monday, week 19."""
NOWISH = datetime.fromisoformat(NOW).replace(tzinfo=COPENHAGEN)

OFFER = [{"number": 1, "start": "2026-05-12T10:00"}, {"number": 2, "start": "2026-05-13T15:00"}]
REASONS = ["busy_now", "time_or_place", "childcare", "other_parent", "fine_now", "not_stated"]
MENUS: dict[str, list[dict[str, Any]]] = {
    "offer": OFFER,
    "confirm": OFFER[:1],
    "reason": [{"number": n, "reason": code} for n, code in enumerate(REASONS, 1)],
}
UNSAFE_AT_MOST = 0.001
"""Of thousands of rows that the judgement learned from, what may still be read as a commitment: one in a thousand."""

LARGE = ("heldout8_replies", "heldout9_sealed", "heldout10_grid")
_OF_LARGE, _OF_TIMES = 31, 5
"""Of which of their rows one is tried in many variants."""

_KIND = re.compile(r"# [a-z]\d\d ")
"""How the comment above the replies of one kind begins."""

COMMITMENTS = frozenset({"yes", "pick", "no", "cancel", "stop"})
MUST_BE_HEARD = frozenset({"stop", "distress"})


@dataclass(frozen=True)
class Row:
    """One reply of a set and what it means."""

    language: str
    expecting: str
    text: str
    gold: str

    @property
    def meanings(self) -> list[str]:
        return self.gold.split("|")

    def answer(self) -> dict[str, Any]:
        """What the bot makes of it."""
        return interpret_line(
            {
                "text": self.text,
                "language": self.language,
                "expecting": self.expecting,
                "now": NOW,
                "options": MENUS.get(self.expecting, []),
            }
        )


def menu(expecting: str) -> tuple[Option, ...]:
    """The options that a family has before it when it is asked this."""
    return tuple(
        Option(
            line["number"],
            datetime.fromisoformat(line["start"]).replace(tzinfo=COPENHAGEN) if "start" in line else None,
            DeclineReason(line["reason"]) if "reason" in line else None,
        )
        for line in MENUS.get(expecting, [])
    )


def offer_of(*starts: str) -> tuple[Option, ...]:
    """An offer of these local times ("2026-05-12T10:00")."""
    return tuple(
        Option(number, datetime.fromisoformat(start).replace(tzinfo=COPENHAGEN))
        for number, start in enumerate(starts, 1)
    )


def rows(*names: str, folder: Path = FOLDER) -> Iterator[Row]:
    """The rows of the named sets (``da``, ``times_en``, …)."""
    for name in names:
        for line in (folder / f"{name}.tsv").read_text(encoding="utf-8").split("\n"):
            if line and not line.startswith("#"):
                yield _row(line)


def _row(line: str) -> Row:
    language, expecting, text, gold = line.split("\t")
    return Row(language, expecting, text.replace("\\n", "\n"), gold)


def kinds(name: str, folder: Path = FOLDER) -> dict[str, list[Row]]:
    """The rows of a grid by their kind, which a comment above them describes; none for a set that is no grid."""
    found: dict[str, list[Row]] = {}
    kind = ""
    for line in (folder / f"{name}.tsv").read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            kind = line.removeprefix("# ") if _KIND.match(line) else ""
        elif line and kind:
            found.setdefault(kind, []).append(_row(line))
    return found


def sets() -> list[str]:
    """The names of all sets that are here."""
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def sampled(name: str) -> Iterator[Row]:
    """The rows of a set, of the large ones and of the times only some: what is tried in many variants."""
    step = _OF_LARGE if name.startswith(LARGE) else _OF_TIMES if "times" in name else 1
    yield from islice(rows(name), 0, None, step)


def understood(answer: dict[str, Any], row: Row) -> bool:
    """Whether the answer is one of the acceptable meanings."""
    return any(_is(answer, meaning) for meaning in row.meanings)


def unsafe(answer: dict[str, Any], row: Row) -> bool:
    """Whether the answer is a commitment the family did not make, or misses a STOP or a cry for help."""
    names = {meaning.partition(":")[0] for meaning in row.meanings}
    if names <= MUST_BE_HEARD:
        return answer["intent"] not in names
    if answer["intent"] == "pick":
        return not understood(answer, row)
    return answer["intent"] in COMMITMENTS and answer["intent"] not in names


def silently_wrong(answer: dict[str, Any], row: Row) -> bool:
    """Whether a time was understood, but not the one the family meant; to ask back is no such thing."""
    return bool(answer.get("when")) and not understood(answer, row)


def _is(answer: dict[str, Any], meaning: str) -> bool:
    name, _, value = meaning.partition(":")
    if answer["intent"] != name:
        return False
    if not value:
        return True
    if name in ("when", "later", "move"):
        return bool(answer.get("when")) and _covers(answer["when"][0], value)
    key = {"pick": "option", "no": "reason"}.get(name, name)
    return str(answer.get(key)) == value


def _covers(window: dict[str, str], value: str) -> bool:
    if "@" not in value and len(value.partition("-")[0]) == 2:
        value = f"@{value}"
    days, _, hours = value.partition("@")
    begins, _, ends = hours.partition("-")
    day, _, clock = window["from"].partition("T")
    if (days and day not in days.split(",")) or (begins and not _is_hour(clock, begins)):
        return False
    last_day, _, last = window["to"].partition("T")
    return not ends or _is_hour("24:00" if last == "00:00" and last_day > day else last, ends)


def _is_hour(clock: str, hour: str) -> bool:
    wanted, _, minutes = hour.partition(":")
    return int(clock[:2]) == int(wanted) and (not minutes or clock[3:] == minutes)
