"""How likely a sense must be to stand: more for what would bind a family, little for a cry for help.

The numbers are shares of the learned judgement, chosen on sets that it had not learned from.
"""

from bot.understanding.lexicon import safety
from bot.understanding.lines import at_odds, contrasted, names_one, said_twice, shape_of
from bot.understanding.mentions import in_question
from bot.understanding.message import Message, matching
from bot.understanding.notions import spoken_of
from domain.replies import Expecting, No, Picked, Reply, Unclear, When, Yes

CRY = 0.15
"""Share from which on a message is a cry for help: a false alarm costs a kind message too many."""

CRY_HINT, CRY_IN_A_PART = 0.01, 0.75
"""Share of the whole message from which on its parts are heard one by one, and what one part needs to be a cry."""

FALSE_ALARM = 0.04
"""Share below which words that the rules take for a cry go to a human calmly."""

NEEDED = {
    "yes": 0.8,
    "no": 0.9,
    "pick": 0.9,
    "cancel": 0.9,
    "stop": 0.45,
    "start": 0.6,
    "wrong_number": 0.5,
    "moved_away": 0.5,
}
"""Shares that senses with consequences need."""

NEEDED_ELSE = 0.2
PROPOSED, PROPOSED_IN_FULL, PROPOSED_UNSETTLED = 0.2, 0.45, 0.05
"""How much less is needed for what the rules propose, too; where they know each of a message's few words; and where
nothing but their knowing them says that a named time suits ("only Wednesday")."""

READ_AND_HEARD = 0.3
"""Share from which on what the rules read stands, if it binds nobody, where something likelier is not likely enough."""

CANNOT_COME = 0.9
"""What moving and cancelling need together where the rules read that a family cannot come: it is asked for a new time."""

UNSETTLED = 0.95
"""What a pick needs where a time is named and nothing says that it suits: "Wednesday is his swimming" names one, too.
A time set against the other ("not 1 but 2") is settled, and so is one said by its number and its day ("1, Tuesday")."""

NO_UNREAD = 0.97
"""What a no to an offer needs that the rules do not read and that gives no reason ("nothing speaks against it")."""

YES_DENIED = 0.97
"""What a yes needs that the rules do not read, beside a "not" ("that isn't right")."""

LITTLE_AT_STAKE = {("no", Expecting.CONFIRM): 0.9, ("yes", Expecting.REMINDER): 0.5}
"""What a no needs to the question about one time, which gives up no offer, and a yes to what is agreed already."""

PLAINLY = 0.97
"""What a cancellation needs where its own part denies something ("nicht absagen!")."""

BOTH_SAID = 0.9
"""What a yes, a no or a cancellation needs where the rules found both a yes and a no."""

ONE_WORD = 0.9
"""What any sense needs where a single word was written that the rules do not know: its letters may mislead."""

CRY_IN_ONE_WORD = 0.85
"""The same for a misspelt cry ("hjæp")."""

STOP_READ = 0.25
"""What a STOP needs that the rules read, too: of 633 in nine sets (most of them learned from) that sounded
at least a tenth like one two were none."""

STOP_BESIDE_NOT, STOP_READ_BESIDE_NOT = 0.7, 0.5
"""The same two beside a "not": "no need to stop the texts", "please don't take me off"."""

STOP_IN_ONE_WORD = 0.6
"""What a misspelt STOP needs ("afmled")."""

STOP_DENIED = 0.9
"""What a STOP needs that the rules do not read, where a phrase stands that only looks like one ("please don't stop")."""

REASON_NEEDED, NO_REASON_SURE = 0.1, 0.7
"""What a reason for a no needs (it binds nobody), and the share of "none" from which on the rules' own is not taken."""

LINE_NEEDED, LINE_UNREAD = 0.9, 0.97
"""What one of two times needs to be the one meant, where the rules take one of them, too, and where they do not."""

OF_TWO_REASONS = 0.7
"""What one of two numbers needs to be the reason that is meant ("not 1 but 3"): it binds nobody."""

WISHED, WISHED_TOO = 0.95, 0.1
"""What a time needs to be the one that is wished where the rules would ask back, and what no other may have."""

WISHED_SOMETIME = 0.6
"""What a wish needs whose times the rules cannot tell for certain: the family is asked for them."""

WISH_DOUBTED = 0.9
"""Below this the one time that the rules read beside words they do not know may only be mentioned."""

FEW_WORDS = 3
_SHORTEST_STOP = 4
_POLITE = frozenset({"filler", "thanks", "greet", "write_in"})
_DENYING = frozenset({"neg", "neg_used"})
_MERE_NO = frozenset({"no_answer", "not", "thanks", "please", "sorry"})
"""What a "nej tak" speaks of; whoever says "we give it up" speaks of more."""

_SIDES = frozenset({"yes", "no", "cancel"})
_PLAIN = frozenset({"A", "B", "yes", "fine", "choose", "want", "keep", "request"})
_PLAIN_OF_MANY = _PLAIN | {"then"}
"""The same where none of the printed times is in question, which then have no names in a message's shape."""

_SETTLING = ("yes", "fine", "choose", "want", "keep")


def bare_no(message: Message, proposal: Reply) -> bool:
    """Whether it is a "nej tak" and no more about something agreed: the family is asked what it means by it."""
    agreed = message.expecting in (Expecting.REMINDER, Expecting.IDLE)
    few = message.signs.size <= FEW_WORDS and not message.signs.unknown
    if not (agreed and few and isinstance(proposal, No) and message.bare_no):
        return False
    return message.signs.has("after_all") or _MERE_NO.issuperset(spoken_of(message))


def said_plainly(message: Message, words: tuple[str, ...], proposal: Reply) -> bool:
    """Whether the rules know every word of it and there is nothing to weigh.

    One word, such as those we print (FLYT, AFLYS, HJÆLP), or in a few a printed time ("onsdag passer fint"), or another
    day that is said to suit.
    """
    if message.signs.unknown or at_odds(message):
        return False
    few = message.signs.size <= FEW_WORDS
    plain = _PLAIN if in_question(message) else _PLAIN_OF_MANY
    if few and isinstance(proposal, Picked) and plain.issuperset(shape_of(message)):
        return True
    if few and isinstance(proposal, When) and _another_day_suits(message):
        return True
    if isinstance(proposal, When) and names_one(message):
        return False
    return len(words) == 1 and not isinstance(proposal, Unclear | No)


def wished_unasked(message: Message, proposal: Reply) -> bool:
    """Whether it is, in known words, a wish for the visit out of the blue: it binds nobody and is answered with times."""
    return message.expecting is Expecting.IDLE and isinstance(proposal, Yes) and not message.signs.unknown


def _another_day_suits(message: Message) -> bool:
    named = all(moment.pointed and moment.day is not None for moment in message.wanted)
    return named and message.signs.has("fine") and not matching(message)


def merely_contains_stop(words: tuple[str, ...]) -> bool:
    """Whether it is one longer word that begins like a STOP ("stoppested", "afmeldingsfrist")."""
    listed = safety().exact_words
    [word] = words
    beginnings = (word[:size] for size in range(_SHORTEST_STOP, len(word) - 1))
    return any("stop_alone" in listed.get(beginning, ()) for beginning in beginnings)


def stop_needed(message: Message, proposed: str | None) -> float:
    """What a STOP needs in a message that the rules read as ``proposed``."""
    read = proposed == "stop"
    if message.signs.has(*_DENYING, "no"):
        return STOP_READ_BESIDE_NOT if read else STOP_BESIDE_NOT
    return STOP_READ if read else NEEDED["stop"]


def names_a_false_stop(message: Message) -> bool:
    """Whether a listed phrase stands in it that is no STOP ("bus stop", "don't stop")."""
    words = message.signs.tokens.words
    return any(phrase.meaning == "not_stop" for phrase in safety().find_written(words))


def needed(sense: str, message: Message, guessed: bool, unread: bool) -> float:
    """The share that a sense needs in this message to stand.

    ``guessed``: it is one word that nobody knows. ``unread``: the rules do not read it, and it has no reason.
    """
    if guessed:
        return ONE_WORD
    if unread and sense == "no" and message.expecting is Expecting.OFFER:
        return NO_UNREAD
    if unread and sense == "yes" and message.signs.has(*_DENYING):
        return YES_DENIED
    if (sense, message.expecting) in LITTLE_AT_STAKE:
        return LITTLE_AT_STAKE[sense, message.expecting]
    if _unsettled(sense, message):
        return UNSETTLED
    if _denied(sense, message):
        return PLAINLY
    both = message.signs.has("yes") and message.signs.has("no", "cannot", "unsure")
    return BOTH_SAID if both and sense in _SIDES else NEEDED.get(sense, NEEDED_ELSE)


def trust(sense: str, proposed: str | None, message: Message) -> float:
    """How much less is needed because the rules read the same, knowing every word or not."""
    if sense != proposed or _denied(sense, message):
        return 0.0
    known = not message.signs.unknown and message.signs.size <= FEW_WORDS
    if _unsettled(sense, message):
        return PROPOSED_UNSETTLED if known else 0.0
    return PROPOSED_IN_FULL if known else PROPOSED


def _unsettled(sense: str, message: Message) -> bool:
    settled = message.signs.has(*_SETTLING) or contrasted(message) or said_twice(message) is not None
    return sense == "pick" and not settled


def _denied(sense: str, message: Message) -> bool:
    """Whether it is a cancellation in a part of the message that denies something ("nicht stornieren!")."""
    if sense != "cancel" or not message.signs.has("cancel"):
        return False
    signs = message.signs
    denying = {signs.clause_of[f.start] for f in signs.found if f.meaning in _DENYING}
    return any(f.meaning == "cancel" and signs.clause_of[f.start] in denying for f in signs.found)


def only_a_language(message: Message) -> bool:
    """Whether a language was named, perhaps with a "please", and nothing else said."""
    said = {f.meaning for f in message.signs.found if not f.meaning.startswith("lang:")}
    short = not message.signs.unknown and message.signs.size <= FEW_WORDS
    return short and said <= _POLITE and message.expecting is not Expecting.REASON
