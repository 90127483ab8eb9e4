"""How invented families behave: who answers, when, and in which words. Invented, not evidence.

A mind is a function of a seed, the family and what it read, so that the same seed gives the same history however
it was reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.flows.states import (
    AlternativeAsked,
    DoorOpen,
    RatingAsked,
    ReasonAsked,
    Reminded,
    State,
    TimeEchoed,
    TimesOffered,
    WishAsked,
)
from bot.messages import keys
from domain.ids import ENGLISH, Language
from domain.texts import TextKey


class Mind(Protocol):
    """Decides for one phone."""

    def when(self, key: TextKey, read_at: datetime) -> datetime | None:
        """When this phone answers a message it has just read; None: it does not."""
        ...

    def says(self, state: State, key: TextKey, language: Language, now: datetime) -> str | None:
        """What it writes in the situation it is in by then; ``key`` is the message it answers."""
        ...


class Leaning(StrEnum):
    """What a family makes of an invitation."""

    AT_ONCE = "at once"
    SECOND_TIME = "second time"
    DOOR_OPEN = "door open"
    DECLINES = "declines"
    LATER = "later"
    SILENT = "silent"
    STOPS = "stops"
    WRONG_NUMBER = "wrong number"
    MOVED = "moved"
    PERSON = "person"


LEANINGS: dict[Leaning, int] = {
    Leaning.AT_ONCE: 310,
    Leaning.SECOND_TIME: 115,
    Leaning.DOOR_OPEN: 30,
    Leaning.DECLINES: 230,
    Leaning.LATER: 45,
    Leaning.SILENT: 185,
    Leaning.STOPS: 20,
    Leaning.WRONG_NUMBER: 15,
    Leaning.MOVED: 25,
    Leaning.PERSON: 25,
}
"""Per thousand. About half say yes, as in the seeds; every number here is invented."""

FIRST = frozenset({*(key for pair in keys.FIRST_MESSAGES.values() for key in pair), keys.VISIT_FIRST,
                   keys.VISIT_FIRST_NURSE, keys.VISIT_FIRST_PHONE})  # fmt: skip
_MENUS = frozenset({
    keys.TIMES_TWO, keys.TIMES_ONE, keys.TIMES_NEAREST_TWO, keys.TIMES_NEAREST_ONE, keys.TIMES_GONE_TWO,
    keys.TIMES_GONE_ONE, keys.TIMES_PAST_TWO, keys.TIMES_PAST_ONE, keys.TIMES_ASK_WHEN, keys.TIMES_WHICH_OF_TWO,
    keys.TIMES_CONFIRM, keys.TIMES_MENU_UNCLEAR_TWO, keys.TIMES_MENU_UNCLEAR_ONE,
})  # fmt: skip
_FREED = frozenset({keys.FREED_TWO, keys.FREED_ONE})
_ALTERNATIVES = frozenset({
    keys.ALTERNATIVE_EVENING, keys.ALTERNATIVE_SIBLINGS, keys.ALTERNATIVE_LATER, keys.ALTERNATIVE_INTERPRETER,
    keys.ALTERNATIVE_OWN_NURSE, keys.ALTERNATIVE_CALL, keys.ALTERNATIVE_PHONE,
})  # fmt: skip

ANSWERS: dict[TextKey, float] = {
    keys.VISIT_ASKED_AGAIN: 0.55,
    keys.DECLINED_WHY: 0.6,
    keys.REMINDER_HOME: 0.75,
    keys.REMINDER_PHONE: 0.75,
    keys.EVE_HOME: 0.02,
    keys.RATING_ASK: 0.45,
    **dict.fromkeys(_MENUS, 0.96),
    **dict.fromkeys(_FREED, 0.8),
    **dict.fromkeys(_ALTERNATIVES, 0.75),
}
"""How likely a family is to answer each message that does not ask whether it wants the visit; others it reads only."""

_QUICK = _MENUS | _ALTERNATIVES | _FREED | {keys.DECLINED_WHY}
_MORNING, _NIGHT = 7, 22

_DAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@dataclass(frozen=True, slots=True)
class OrdinaryMind:
    """One invented family, drawn from the seed; both parents' phones share it, and the first mostly answers."""

    seed: int
    ref: str
    first_phone: bool
    zone: ZoneInfo

    @property
    def leaning(self) -> Leaning:
        """What this family makes of invitations."""
        return _draw(self._random("leaning"), LEANINGS)

    def when(self, key: TextKey, read_at: datetime) -> datetime | None:
        """When it answers, if it does: within minutes in a conversation, within days to an invitation."""
        random = self._random("when", key, read_at)
        if random.random() >= self._likely(key):
            return None
        if key in _QUICK:
            return read_at + timedelta(minutes=random.randint(1, 25))
        hours = min(random.lognormvariate(1.2, 1.2), 90)
        return self._awake(read_at + timedelta(minutes=1 + round(hours * 60)), random)

    def _likely(self, key: TextKey) -> float:
        if not self.first_phone:
            return 0.08 if key in FIRST else 0.0
        leaning = self.leaning
        if key in FIRST:
            return 0.0 if leaning in (Leaning.SECOND_TIME, Leaning.DOOR_OPEN, Leaning.SILENT) else 0.9
        if key == keys.VISIT_SECOND:
            return 0.0 if leaning in (Leaning.DOOR_OPEN, Leaning.SILENT) else 0.95
        if key == keys.VISIT_THIRD:
            return 0.0 if leaning is Leaning.SILENT else 0.9
        return ANSWERS.get(key, 0.0)

    def _awake(self, moment: datetime, random: Random) -> datetime:
        """Nobody answers at night: then in the morning."""
        local = moment.astimezone(self.zone)
        if _MORNING <= local.hour < _NIGHT:
            return moment
        day = local if local.hour < _MORNING else local + timedelta(days=1)
        return day.replace(hour=_MORNING + random.randint(0, 2), minute=random.randint(0, 59))

    def says(self, state: State, key: TextKey, language: Language, now: datetime) -> str | None:
        """The words, drawn like everything else."""
        random = self._random("says", key, now)
        asked = key in FIRST or key in (keys.VISIT_SECOND, keys.VISIT_THIRD)
        if asked and isinstance(state, TimesOffered | DoorOpen) and self.leaning in _NOT_A_YES:
            return _NOT_A_YES[self.leaning](random, language)
        return in_words(state, random, language, self.zone)

    def _random(self, *about: object) -> Random:
        return Random(f"{self.seed}:{self.ref}:{self.first_phone}:{':'.join(map(str, about))}")


def _draw(random: Random, weights: dict[Leaning, int]) -> Leaning:
    return random.choices(list(weights), list(weights.values()))[0]


def _pick(random: Random, language: Language, danish: Sequence[str], english: Sequence[str]) -> str:
    """A saying in English for a family that is written to in English, else in Danish."""
    return random.choice(english if language == ENGLISH else danish)


def _no(random: Random, language: Language) -> str:
    danish = (
        "0", "0", "0", "Nej tak", "nej tak", "Nej tak, vi har for travlt lige nu", "nej det går fint her",
        "Nej tak ellers tak", "Nej tak, det går godt", "nej tak, vi har lige haft besøg",
    )  # fmt: skip
    return _pick(random, language, danish, ("0", "No thanks", "no thank you, we are too busy at the moment"))


def _later(random: Random, language: Language) -> str:
    return _pick(
        random,
        language,
        ("ikke lige nu, måske senere", "spørg igen om to måneder"),
        ("not now, maybe later",),
    )


def _stop(random: Random, language: Language) -> str:
    return _pick(random, language, ("STOP", "stop", "Stop tak"), ("STOP",))


def _wrong(random: Random, language: Language) -> str:
    return _pick(
        random,
        language,
        ("forkert nummer", "I har fået forkert nummer, jeg har ingen børn"),
        ("wrong number",),
    )


def _moved(random: Random, language: Language) -> str:
    return _pick(
        random, language, ("vi er flyttet til Vejle", "Vi bor i Vejle nu"), ("we have moved to another town",)
    )


def _person(random: Random, language: Language) -> str:
    danish = ("Må jeg ringe til en sundhedsplejerske?", "HJÆLP", "Kan I ringe til mig?")
    return _pick(random, language, danish, ("Can I talk to a nurse?",))


_NOT_A_YES = {
    Leaning.DECLINES: _no,
    Leaning.LATER: _later,
    Leaning.STOPS: _stop,
    Leaning.WRONG_NUMBER: _wrong,
    Leaning.MOVED: _moved,
    Leaning.PERSON: _person,
}


def in_words(state: State, random: Random, language: Language, zone: ZoneInfo) -> str | None:
    """What a willing family writes when it is asked this; None when nothing is asked."""
    match state:
        case TimesOffered(times=times):
            chosen = random.choice(times)
            return _choice(chosen.number, chosen.start.astimezone(zone), len(times), random, language)
        case DoorOpen() | TimeEchoed():
            return _pick(random, language, ("1", "1", "Ja tak", "ja"), ("1", "Yes please"))
        case WishAsked():
            danish: tuple[str, ...] = (
                "torsdag efter 15",
                "onsdag formiddag",
                "en tirsdag",
                "hverdage efter kl. 14",
            )
            return _pick(random, language, danish, ("Thursday after 3 pm", "Wednesday morning"))
        case ReasonAsked():
            danish = ("1", "1", "2", "3", "3", "3", "4", "4", "5", "6", "vi har for travlt", "det går fint")
            return _pick(random, language, danish, ("1", "3", "4", "we are too busy"))
        case AlternativeAsked():
            return random.choice(("0", "0", "0", "1", "1"))
        case Reminded():
            danish = (
                "1",
                "1",
                "1",
                "1",
                "1",
                "Ja",
                "ja det passer",
                "1",
                "2",
                "kan ikke",
                "vi er blevet syge",
                "3",
            )
            return _pick(random, language, danish, ("1", "1", "1", "yes", "we are ill"))
        case RatingAsked():
            return random.choice(("4", "4", "4", "3", "3", "2", "1"))
        case _:
            return None


def _choice(number: int, start: datetime, count: int, random: Random, language: Language) -> str:
    """One of the times: by its digit, or as people write."""
    drawn = random.random()
    if drawn < 0.55:
        return str(number)
    if drawn < 0.65:
        return str(count + 1)
    day = _DAYS["en" if language == ENGLISH else "da"][start.weekday()]
    danish = (
        f"{day} passer fint",
        f"Ja tak, {day} er fint",
        f"{day} kl {start.hour}",
        f"nr {number} tak",
        f"{number} tak!",
    )
    english = (f"{day} works for us", f"{day} is fine, thanks", f"number {number} please")
    return _pick(random, language, danish, english)
