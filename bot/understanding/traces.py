"""What of a message the learned judgement looks at: the pieces of its words, and marks of what the rules made of it.

Pieces are of one language (letters, words, neighbours); marks are of none (a "cannot" was found, one printed time
fits, two words are unknown), so that what one language teaches about them serves all thirteen.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from zlib import crc32

from bot.understanding.menu import numbers_said
from bot.understanding.message import Message, matching
from bot.understanding.signs import Signs
from bot.understanding.tokens import Tokens
from domain.replies import Expecting, Reply

BUCKETS = 1 << 17
"""Places for weights; pieces and marks share them by their checksum."""

_LENGTHS = (3, 4)
_PREFIX = 4
"""Letters of a word that stay when its ending changes."""

_SPREAD = 0x9E3779B1
"""A large odd number, so that two marks together land far from either."""

_COURTESY = ("thanks", "greet")
_COURTEOUS = frozenset({"thanking", "greeting"})
_MANY_WORDS = 6
_MANY_UNKNOWN = 4


def hearable(tokens: Tokens) -> tuple[str, ...]:
    """The words of a message; every number counts as the same word, signs but emoji are left out."""
    return tuple(
        "0" if word[0].isdigit() else word
        for word in tokens.words
        if word[0].isalnum() or ord(word[0]) > 0x2190
    )


def without_courtesy(signs: Signs) -> tuple[str, ...]:
    """The words that are heard: thanks and greetings change no meaning, so they count only where nothing else is said."""
    polite = {at for f in signs.found if f.meaning in _COURTESY for at in range(f.start, f.end)}
    tokens = signs.tokens
    kept = [at for at in range(len(tokens.words)) if at not in polite]
    if not any(tokens.words[at][0].isalnum() for at in kept):
        return hearable(tokens)
    return hearable(replace(tokens, words=tuple(tokens.words[at] for at in kept)))


@lru_cache(maxsize=8192)
def pieces(word: str) -> tuple[int, ...]:
    """The buckets of a word: itself, and its pieces of three and four letters with its borders."""
    bordered = f"<{word}>"
    cut = [bordered[at : at + size] for size in _LENGTHS for at in range(len(bordered) - size + 1)]
    return (bucket(f"={word}"), *map(bucket, cut))


def places_of(words: Sequence[str], expecting: Expecting) -> list[int]:
    """The buckets of a message's words: each word's, each two neighbours', and those of what was asked.

    What is said twice counts once: a long message is no louder than a short one.
    """
    places = [bucket(f"@{expecting}"), bucket(f"@{expecting} {min(len(words), _MANY_WORDS)}")]
    before, start = "^", "^"
    for word in words:
        places += pieces(word)
        places += (bucket(f"{before} {word}"), bucket(f"~{start} {word[:_PREFIX]}"))
        before, start = word, word[:_PREFIX]
    places += (bucket(f"{before} $"), bucket(f"~{start} $"))
    return list(dict.fromkeys(places))


def bucket(piece: str) -> int:
    return crc32(piece.encode()) & (BUCKETS - 1)


def marks(message: Message, proposal: Reply) -> tuple[str, ...]:
    """What the rules found in a message and would answer, as words of no language.

    Each mark counts alone, as the answer to what was asked, and beside each other mark (never the rules' answer).
    """
    signs = message.signs
    found = {
        meaning.partition(":")[0] if meaning.startswith("ordinal") else meaning for meaning in signs.meanings
    }
    found -= {"filler", *_COURTESY}
    found |= {name for name, so in _circumstances(message) if so}
    found |= {f"about {topic}" for topic in signs.topics - _COURTEOUS}
    rule = f"rule {type(proposal).__name__}{'+' if getattr(proposal, 'wishes', ()) else ''}"
    return (rule, *sorted(found), *_counts(message))


@lru_cache(maxsize=2048)
def code(mark: str) -> int:
    """A mark as a number."""
    return crc32(mark.encode())


def of_marks(marks: Sequence[str], expecting: Expecting) -> list[int]:
    """The buckets of marks: each alone, each as the answer to what was asked, each beside each other.

    The first mark, the rules' answer, stands beside no other.
    """
    codes = [code(mark) for mark in marks]
    question = code(expecting) * _SPREAD
    places = [one % BUCKETS for one in codes]
    places += [(one + question) % BUCKETS for one in codes]
    for at, one in enumerate(codes[1:], 2):
        spread = one * _SPREAD >> 7
        places += [(spread + other) % BUCKETS for other in codes[at:]]
    return places


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
