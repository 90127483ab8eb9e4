"""What a colleague is told of a text before families read it: warned once, in Danish, and she may keep it."""

from collections.abc import Iterable

from bot.messages.findings import Finding, Rule
from bot.messages.guard import warn
from bot.messages.word_list import word_list
from domain.ids import Language
from web.words import WARNINGS

BETWEEN = " | "
"""Between the warnings that she has seen, as the form brings them back."""


def advice(text: str, language: Language, personal: Iterable[str] = ()) -> tuple[str, ...]:
    """What to look at again; ``personal`` are names and addresses that no message holds."""
    return tuple(dict.fromkeys(_told(finding, text, language) for finding in warn(text, language, personal)))


def has_seen(warnings: Iterable[str], sure: str) -> bool:
    """Whether the form brings back each of these warnings: also one about a text that she changed meanwhile."""
    return set(warnings) <= set(sure.split(BETWEEN))


def _told(finding: Finding, text: str, language: Language) -> str:
    if finding.rule is Rule.NEVER_WORD:
        words = ", ".join(f"»{word}«" for word in word_list(language).found(text, language))
        return f"{WARNINGS[finding.rule]}: {words}"
    return WARNINGS.get(finding.rule, finding.detail)
