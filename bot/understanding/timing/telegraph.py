"""Wishes in telegraph style: "Mon ✗ Tue ✗ Wed ✓ 10-12", "12/5 → 14:30 ok / 13/5 → busy".

A check or a cross belongs to the day it stands beside, so that each day with its mark becomes a sentence of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.understanding.tokens import Tokens, is_break

_ARROWS = frozenset("→←➜➔➡⬅⇒⇨►▶")
_CHECKS = frozenset("✓✔✅☑🗸")
_CROSSES = frozenset("✗✘❌✖🗙👎🚫🙅")
MARKS = _CHECKS | _CROSSES


def in_sentences(tokens: Tokens, is_day: Callable[[str, bool], bool]) -> Tokens:
    """The message with a sentence for every marked day.

    ``is_day`` knows the names of days, right before a mark also those that are everyday words elsewhere.
    """
    if MARKS.isdisjoint(tokens.words) and _ARROWS.isdisjoint(tokens.words) and "/" not in tokens.words:
        return tokens
    words = [_arrow(tokens.words, at) for at in range(len(tokens.words))]
    raw = [word and its for word, its in zip(words, tokens.raw, strict=True)]
    marked_too = [*(word in MARKS for word in words[1:]), False]
    days = [
        bool(word) and (is_day(word, marks) or _is_date(word))
        for word, marks in zip(words, marked_too, strict=True)
    ]
    marks = [at for at, word in enumerate(words) if word in MARKS]
    first = days.index(True) if True in days else len(words)
    before = bool(marks) and marks[0] < first
    new: list[tuple[str, str]] = []
    marked = False
    for at, word in enumerate(words):
        if word and is_break(word):
            slash = word == "/" and (
                (marks and at + 1 < len(words) and days[at + 1]) or _ends_there(words, at, days)
            )
            new.append((".", ".") if slash else (word, raw[at]))
            marked = marked and not slash and word == "/"
            continue
        opens = (before and word in MARKS) or (not before and days[at] and marked)
        if opens and new and not is_break(new[-1][0]):
            new.append((".", "."))
        if word:
            new.append((word, raw[at]))
        marked = (marked and not days[at]) or word in _CHECKS
        if word in _CROSSES and not before:
            new.append((".", "."))
            marked = False
    return replace(tokens, words=tuple(w for w, _ in new), raw=tuple(r for _, r in new))


def _arrow(words: Sequence[str], at: int) -> str:
    """An arrow between two days or two hours is a dash; between a day and what is said of it, nothing."""
    if words[at] not in _ARROWS:
        return words[at]
    if not 0 < at < len(words) - 1:
        return ""
    before, after = words[at - 1], words[at + 1]
    alike = before[0].isalpha() == after[0].isalpha() and ("/" in before) == ("/" in after)
    return "-" if alike and before[-1].isalnum() and after[0].isalnum() else ""


def _is_date(word: str) -> bool:
    return word[0].isdigit() and "/" in word


def _ends_there(words: Sequence[str], at: int, days: Sequence[bool]) -> bool:
    """Whether a slash closes what is said of one day, before the next one ("9-11 ok / 20/5 busy")."""
    closes = at > 0 and words[at - 1][:1].isalpha() and not days[at - 1]
    return closes and at + 1 < len(words) and _is_date(words[at + 1] or " ")
