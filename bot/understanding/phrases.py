"""Many phrases found in one pass: a tree of words with stems, alternatives, optional words and short gaps.

A pattern in a language's data file is written as people write, with four signs:
``passer*`` any ending · ``jeg|vi`` either word · ``(lige)`` may be missing · ``..`` up to three words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import intern

from bot.understanding.letters import clean
from bot.understanding.tokens import is_break, tokenize
from domain.values import value

LONGEST_GAP = 3
MOST_SPELLINGS = 1 << 16
USUAL_RANK = 50

_BEGIN = 2
"""Letters of a word that tell whether a stem of a phrase may stand in it."""

Forms = Sequence[tuple[str, ...]]
"""For every token the spellings under which it may be looked up, the written one first; none for a token
that is taken or a sign."""


class Node:
    """What may follow after the words so far, and what those words mean if they end here."""

    __slots__ = ("ends", "gap", "sizes", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.stems: dict[str, Node] = {}
        self.sizes: tuple[int, ...] = ()
        self.gap: Node | None = None
        self.ends: tuple[str, ...] = ()

    def following(self, form: str) -> Sequence["Node"]:
        """The nodes after one more word."""
        node = self.words.get(form)
        if not self.sizes:
            return (node,) if node is not None else ()
        nodes = [] if node is None else [node]
        for size in self.sizes:
            if size <= len(form) and (stem := self.stems.get(form[:size])) is not None:
                nodes.append(stem)
        return nodes


class TooManySpellingsError(ValueError):
    """A pattern of so many optional words that all its spellings would fill the memory."""

    def __init__(self, pattern: str) -> None:
        super().__init__(
            f"{pattern!r} has more than {MOST_SPELLINGS} spellings: write it as several patterns with fewer "
            "optional words"
        )


class LongOptionError(ValueError):
    """An optional part of several words, which the signs do not know: each optional word has its own brackets."""

    def __init__(self, pattern: str) -> None:
        super().__init__(
            f"{pattern!r} has several words in one pair of brackets: write '(for) (us|me)' for '(for us|me)', "
            "and alternatives of several words as patterns of their own"
        )


@value
class Found:
    """A phrase at ``start`` (inclusive) to ``end`` (exclusive) and what it means."""

    start: int
    end: int
    meaning: str


@dataclass(frozen=True, slots=True)
class _Element:
    words: tuple[str, ...]
    stems: tuple[str, ...]
    optional: bool


@lru_cache(maxsize=4096)
def _folded(piece: str) -> tuple[str, ...]:
    return tuple(map(intern, tokenize(clean(piece)).words))


def forget_patterns() -> None:
    """Give back what was remembered while the patterns of the languages were read."""
    _folded.cache_clear()


def _element(piece: str) -> list[_Element | None]:
    """The places one written piece stands for: most are one word, "14-dages" is two."""
    if piece == "..":
        return [None]
    optional = piece.startswith("(") and piece.endswith(")")
    alternatives = (piece[1:-1] if optional else piece).split("|")
    if len(alternatives) == 1 and not alternatives[0].endswith("*"):
        return [_Element((word,), (), optional) for word in _folded(alternatives[0])]
    words = [word for alt in alternatives if not alt.endswith("*") for word in _folded(alt)[:1]]
    stems = [word for alt in alternatives if alt.endswith("*") for word in _folded(alt[:-1])[:1]]
    return [_Element(tuple(words), tuple(stems), optional)]


class Phrases:
    """All phrases of one language for one purpose; built once, then only read."""

    def __init__(self) -> None:
        self.root = Node()
        self._uses: dict[str, set[str]] = {}
        self.exact_words: dict[str, frozenset[str]] = {}
        """What each word may be part of; known when all patterns are."""

        self.stem_words: set[str] = set()
        self._stem_begins: frozenset[str] = frozenset()
        """With which two letters the stems begin: most words begin with none of them."""

        self._shortest_stem = 0
        self._stems_begin: frozenset[str] = frozenset()
        """With so many letters a phrase's first word begins where that is a stem, which few are."""

    def add(self, pattern: str, meaning: str) -> None:
        """Learn that ``pattern`` means ``meaning``.

        Raises TooManySpellingsError where it can be said in thousands of ways, LongOptionError where brackets hold
        several words.
        """
        # A Persian prefix joins the next word in a text, so it does in a pattern.
        joined = " ".join(pattern.replace("نمی ", "نمی").replace(" می ", " می").split())
        pieces = joined.split(" ")
        if any(piece.count("(") != piece.count(")") for piece in pieces):
            raise LongOptionError(pattern)
        elements = [element for piece in pieces for element in _element(piece)]
        nodes = [self.root]
        for element in elements:
            nodes = self._step(nodes, element, meaning)
            if len(nodes) > MOST_SPELLINGS:
                raise TooManySpellingsError(pattern)
        for node in nodes:
            if node is not self.root and meaning not in node.ends:
                node.ends = (*node.ends, meaning)

    def _step(self, nodes: list[Node], element: _Element | None, meaning: str) -> list[Node]:
        after: list[Node] = []
        for node in nodes:
            if element is None:
                node.gap = node.gap or Node()
                after += [node, node.gap]
                continue
            for word in element.words:
                self._uses.setdefault(word, set()).add(meaning)
                after.append(node.words.setdefault(word, Node()))
            for stem in element.stems:
                self.stem_words.add(stem)
                after.append(node.stems.setdefault(stem, Node()))
                if len(stem) not in node.sizes:
                    node.sizes = (*node.sizes, len(stem))
            if element.optional:
                after.append(node)
        return after

    def seal(self) -> None:
        """Share equal branches and equal uses of words, which keeps thirteen languages small in memory."""
        _share(self.root, {})
        self.exact_words = {word: _shared(frozenset(uses)) for word, uses in self._uses.items()}
        self._uses = {}
        self._stem_begins = frozenset(stem[:_BEGIN] for stem in self.stem_words)
        self._shortest_stem = min(self.root.sizes, default=0)
        self._stems_begin = frozenset(stem[: self._shortest_stem] for stem in self.root.stems)

    def knows(self, form: str) -> bool:
        """Whether a word occurs in any phrase here."""
        if form in self.exact_words:
            return True
        if form[:_BEGIN] not in self._stem_begins:
            return False
        stems = self.stem_words
        return any(form[:size] in stems for size in range(_BEGIN, len(form) + 1))

    def find(self, forms: Forms) -> list[Found]:
        """Every phrase in the message, overlapping ones too; a token without forms ends a phrase."""
        found: list[Found] = []
        root, begins, shortest = self.root, self._stems_begin, self._shortest_stem
        for start, here in enumerate(forms):
            for form in here:
                if form[:shortest] in begins:
                    for node in root.following(form):
                        _follow(node, start, start + 1, forms, found)
                elif (node_of_word := root.words.get(form)) is not None:
                    _follow(node_of_word, start, start + 1, forms, found)
        return found

    def find_written(self, words: Sequence[str]) -> list[Found]:
        """Every phrase among words that are looked up just as they are written."""
        return self.find([(word,) for word in words])


@cache
def _shared(uses: frozenset[str]) -> frozenset[str]:
    """One object for all words of the same uses, of which there are tens of thousands."""
    return uses


def _follow(node: Node, start: int, at: int, forms: Forms, found: list[Found]) -> None:
    """Collect the phrases that began at ``start`` and have reached ``node`` before token ``at``."""
    for meaning in node.ends:
        found.append(Found(start, at, meaning))
    if at >= len(forms):
        return
    if node.sizes:
        for form in forms[at]:
            for after in node.following(form):
                _follow(after, start, at + 1, forms, found)
    elif node.words:
        for form in forms[at]:
            if (word := node.words.get(form)) is not None:
                _follow(word, start, at + 1, forms, found)
    if node.gap is not None:
        last = min(at + LONGEST_GAP, len(forms) - 1)
        for skipped in range(at, last):
            if not forms[skipped] or is_break(forms[skipped][0]):
                return
            for form in forms[skipped + 1]:
                for after in node.gap.following(form):
                    _follow(after, start, skipped + 2, forms, found)


_NOTHING: dict[str, Node] = {}
"""What follows the last word of a phrase, once for all."""


def _share(node: Node, seen: dict[object, Node]) -> Node:
    for table in (node.words, node.stems):
        for key, child in table.items():
            table[key] = _share(child, seen)
    if node.gap is not None:
        node.gap = _share(node.gap, seen)
    node.words, node.stems = node.words or _NOTHING, node.stems or _NOTHING
    signature = (
        tuple(sorted((word, id(child)) for word, child in node.words.items())),
        tuple(sorted((word, id(child)) for word, child in node.stems.items())),
        id(node.gap) if node.gap is not None else 0,
        node.ends,
    )
    return seen.setdefault(signature, node)


def longest(found: list[Found], rank: dict[str, int]) -> list[Found]:
    """The phrases that stand when longer ones win over shorter ones inside them, in reading order."""
    if len(found) < 2:
        return found
    taken: list[Found] = []
    used = 0
    for phrase in sorted(
        found, key=lambda f: (f.start - f.end, rank.get(f.meaning.partition(":")[0], USUAL_RANK), f.start)
    ):
        mask = ((1 << phrase.end) - 1) ^ ((1 << phrase.start) - 1)
        if used & mask:
            continue
        used |= mask
        taken.append(phrase)
    return sorted(taken, key=lambda f: f.start)
