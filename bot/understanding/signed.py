"""A message without its signature: "Mvh Mette", "Sendt fra min iPhone", "Maria, mama lui Luca" on its own line."""

import re
from dataclasses import replace

from bot.understanding.letters import clean, fold
from bot.understanding.lexicon import kin, signatures, speakers
from bot.understanding.tokens import Tokens, is_sign

_SIGNED_WITHIN = 5
"""Words that may follow "Mvh" in the same line; more than a name is a message."""

_NAMED_WITHIN = 6
"""Words of a line that says whose parent wrote ("Anna, Emmas mor")."""

_WORD = re.compile(r"[^\W\d_]+")
_JOINING = frozenset("s of to and til og von und lui de a si i ir ve nin nun iyo ke ki і та".split())  # noqa: SIM905
"""What stands between a name and whose parent it is, folded."""


def unsigned(tokens: Tokens) -> Tokens:
    """Without "Mvh Mette" or "Sendt fra min iPhone" at the end; a message that is only a signature stays."""
    found = signatures().find_written(tokens.words)
    cuts = [phrase.start for phrase in found if phrase.start and _closes(tokens, phrase.start, phrase.end)]
    if not cuts:
        return tokens
    cut = min(cuts)
    return unsigned(replace(tokens, words=tokens.words[:cut], raw=tokens.raw[:cut]))


def _closes(tokens: Tokens, start: int, end: int) -> bool:
    rest = [word for word in tokens.words[end:] if not is_sign(word)]
    own_line = start > 0 and tokens.words[start - 1] == "\n"
    return len(rest) <= (_SIGNED_WITHIN if not own_line else 3 * _SIGNED_WITHIN)


def without_parents_name(text: str) -> str:
    """Without a last line that says whose parent wrote ("Maria, mama lui Luca"), if anything stands before it.

    Names begin with a capital, and one of them is a word of no language; "Far slår Emma" is no such line, nor is
    anything in a script without capitals, where a name cannot be told from a verb.
    """
    if "\n" not in text:
        return text
    said, _, line = text.strip().rpartition("\n")
    words = {word: fold(clean(word)) for word in _WORD.findall(line)}
    if not said.strip() or len(words) > _NAMED_WITHIN or any(char.isdigit() for char in line):
        return text
    names = {word: folded for word, folded in words.items() if folded not in kin() | _JOINING}
    kinship = any(folded in kin() for folded in words.values())
    strange = any(folded not in speakers() for folded in names.values())
    return said if kinship and strange and all(word.istitle() for word in names) else text
