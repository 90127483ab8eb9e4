"""What a message speaks of: its words' notions in their order, its times by the name they have in this conversation.

"Gelemem" is to come and cannot, "kan ikke komme" is cannot and to come: what replies of one language teach about these
two serves all thirteen. A notion decides nothing; which follow which is evidence for the learned judgement.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from bot.understanding.dictionaries import FIRST_EMOJI, NUMBER, Notions, say
from bot.understanding.lines import NAMES
from bot.understanding.mentions import mentions_of
from bot.understanding.message import NOT_THIS, Mention, Message
from bot.understanding.traces import BREAK, courteous

_THEN, _SOMETIME, _PAST = "then", "sometime", "past"
_EITHER = {"A": "line", "B": "line", "not A": "not line", "not B": "not line"}


def spoken_of(message: Message, forgotten: Container[str] = ()) -> Notions:
    """What a message speaks of, in its order: a printed time is a "line", another one "then", courtesies are nothing.

    ``forgotten``: words that are taken for unknown, so that it can be learned what those do.
    """
    return tuple(_EITHER.get(notion, notion) for notion in told_of(message, forgotten))


def told_of(
    message: Message, forgotten: Container[str] = (), mentions: Sequence[Mention] | None = None
) -> Notions:
    """The same with two times (the printed ones) as "A" and "B", for who asks which of them is meant."""
    signs, said, clause = message.signs, list[str](), None
    named = {one.at: one for one in (mentions_of(message) if mentions is None else mentions)}
    for at, notions in _by_place(message, forgotten, named):
        if notions == ():
            continue
        if clause is not None and signs.clause_of[at] != clause:
            said.append(BREAK)
        clause = signs.clause_of[at]
        say(said, notions)
    return tuple(said)


def _by_place(
    message: Message, forgotten: Container[str], named: Mapping[int, Mention]
) -> Iterator[tuple[int, Notions | None]]:
    signs = message.signs
    words, polite = signs.tokens.words, courteous(signs)
    used = signs.timing.used
    moments = {moment.start: moment for moment in signs.timing.moments}
    for at, word in enumerate(words):
        if (moment := moments.get(at)) is not None:
            name = NAMES[named[at].line] if at in named else _THEN if moment.pointed else _SOMETIME
            name = _PAST if moment.past else name
            yield at, (f"not {name}" if moment.excluded else name,)
        elif at in named:
            name = NAMES[named[at].line]
            yield at, (f"not {name}" if named[at].how == NOT_THIS else name,)
        elif at in used or at in polite:
            continue
        elif word[0].isdigit():
            yield at, (NUMBER,)
        elif word[0].isalpha() or ord(word[0]) > FIRST_EMOJI:
            yield at, None if word in forgotten else message.notions[at]
