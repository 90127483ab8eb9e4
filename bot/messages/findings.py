"""What the wording guard says about a text: one value for each thing that a family must not meet."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import Language
from domain.texts import TextKey


class Rule(StrEnum):
    """The rules that a machine can check on every text."""

    NEVER_WORD = "never_word"
    LINK = "link"
    CPR = "cpr"
    PERSONAL = "personal"
    """A child's name, an address or another value that an SMS never carries."""
    CHARACTER = "character"
    """An invisible or unfit character, a fraction sign, or a letter that makes a Danish or English SMS dearer."""
    PLACEHOLDERS = "placeholders"
    NUMBERS = "numbers"
    """The printed menu numbers differ from the Danish, or store another reason than they name."""
    PARTS = "parts"
    UNTRANSLATED = "untranslated"
    SAMPLE = "sample"
    """The guard does not know what a value looks like, so it cannot vouch for the text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; ``key`` is absent for text that staff typed."""

    rule: Rule
    language: Language
    detail: str
    key: TextKey | None = None

    def __str__(self) -> str:
        where = f"{self.key} [{self.language}] " if self.key else ""
        return f"{where}{self.rule}: {self.detail}"
