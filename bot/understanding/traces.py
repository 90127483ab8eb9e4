"""What of a message the learned judgement looks at: the pieces of its words, and marks of what the rules made of it.

Pieces are of one language (letters, words, neighbours); marks are of none (a "cannot" was found, one printed time
fits, two words are unknown), so that what one language teaches about them serves all thirteen.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from bot.understanding.menu import numbers_said
from bot.understanding.message import Message, matching
from bot.understanding.tokens import Tokens
from domain.replies import Expecting, Reply

BUCKETS = 1 << 17
"""Places for weights; pieces and marks share them by their checksum."""

_LENGTHS = (2, 3, 4, 5)
_PREFIX = 4
"""Letters of a word that stay when its ending changes."""

_MANY_WORDS = 6
_MANY_UNKNOWN = 4


def hearable(tokens: Tokens) -> tuple[str, ...]:
    """The words of a message; every number counts as the same word, signs but emoji are left out."""
    return tuple(
        "0" if word[0].isdigit() else word for word in tokens.words if word[0].isalnum() or ord(word[0]) > 0x2190
    )


def pieces(word: str) -> Iterator[int]:
    """The buckets of a word: itself, and its pieces of two to five letters with its borders."""
    yield bucket(f"={word}")
    bordered = f"<{word}>"
    for length in _LENGTHS:
        for begin in range(len(bordered) - length + 1):
            yield bucket(bordered[begin : begin + length])


def pairs(before: str, after: str) -> tuple[int, int]:
    """The buckets of two neighbouring words: exactly these, and these with other endings."""
    return bucket(f"{before} {after}"), bucket(f"~{before[:_PREFIX]} {after[:_PREFIX]}")


def asked(expecting: Expecting, words: Sequence[str]) -> tuple[int, int]:
    """The buckets of what the family was asked, alone and with how many words it answered."""
    return bucket(f"@{expecting}"), bucket(f"@{expecting} {min(len(words), _MANY_WORDS)}")


def bucket(piece: str) -> int:
    return crc32(piece.encode()) & (BUCKETS - 1)


def marks(message: Message, proposal: Reply) -> tuple[str, ...]:
    """What the rules found in a message and would answer, as words of no language.

    Each mark counts alone, with what was asked, and with each other mark.
    """
    signs, expecting = message.signs, message.expecting
    found = {meaning.partition(":")[0] if meaning.startswith("ordinal") else meaning for meaning in signs.meanings}
    found.discard("filler")
    found |= {name for name, so in _circumstances(message) if so}
    found |= {f"about {topic}" for topic in signs.topics}
    named = [*sorted(found), *_counts(message)]
    rule = f"rule {type(proposal).__name__}{'+' if getattr(proposal, 'wishes', ()) else ''}"
    return (rule, f"{rule}@{expecting}", *_crossed(tuple(named), expecting))


@lru_cache(maxsize=4096)
def _crossed(named: tuple[str, ...], expecting: Expecting) -> tuple[str, ...]:
    together = [f"{one}+{other}" for at, one in enumerate(named) for other in named[at + 1 :]]
    return (*named, *(f"{name}@{expecting}" for name in named), *together)


def _circumstances(m: Message) -> tuple[tuple[str, bool], ...]:
    return (
        ("asks", m.signs.tokens.question),
        ("wishes a time", bool(m.wanted)),
        ("rules a time out", bool(m.ruled_out)),
        ("time in doubt", m.impossible),
        ("names a line", bool(numbers_said(m.signs))),
    )


def _counts(m: Message) -> tuple[str, ...]:
    unknown = len(m.signs.unknown)
    fitting = (f"{min(len(matching(m)), 2)} fit",) if m.wanted else ()
    share = (f"{4 * unknown // m.signs.size}/4 unknown",) if m.signs.size else ()
    return (*fitting, f"{min(unknown, _MANY_UNKNOWN)} unknown", *share)
