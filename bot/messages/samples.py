"""Values as they look in real messages, for the guard and the preview: every weekday, every month, long names."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from domain.settings import MunicipalitySettings
from domain.texts import TextValue

ZONE = ZoneInfo("Europe/Copenhagen")

MOMENTS: tuple[datetime, ...] = tuple(
    datetime(2026, month, day, hour, minute, tzinfo=ZONE)
    for month, day, hour, minute in (
        (5, 12, 10, 0),
        (5, 13, 15, 0),
        (1, 29, 8, 15),
        (2, 25, 12, 30),
        (3, 30, 16, 45),
        (4, 24, 9, 0),
        (6, 27, 10, 0),
        (7, 22, 13, 0),
        (8, 20, 17, 0),
        (9, 24, 10, 0),
        (10, 25, 11, 30),
        (11, 26, 14, 0),
        (12, 23, 10, 0),
    )
)
"""Each month and each weekday at least once; the first two are those of a preview."""

_DAYS: tuple[date, ...] = tuple(moment.date() for moment in MOMENTS)

SAMPLES: Mapping[str, tuple[TextValue, ...]] = {
    "service": ("Sundhedsplejen i Hedensted", "Sundhedsplejen i Vejle", "Sundhedsplejen i Ringkøbing"),
    "nurse": ("Ida", "Annemette", "Søren", "Anne-Marie"),
    "about": ("Vi vil gerne tale om det, der fylder.",),
    "phone": ("00 00 00 12", "+45 00 00 00 12"),
    "emergency": ("112",),
    "regional": ("Livslinien: 00 00 00 13", "Psykiatrisk akutmodtagelse: 00 00 00 14"),
    "bot": ("@HedenstedSundhedBot",),
    "code": ("K7PW M3QA", "WWWW 22QM"),
    "first": MOMENTS,
    "second": tuple(moment + timedelta(days=1, hours=3) for moment in MOMENTS),
    "start": MOMENTS,
    "opens": MOMENTS,
    "until": (time(9), time(16, 30)),
    "hour": (time(8, 15), time(15, 45)),
    "minutes": (15, 20),
    "day": _DAYS,
    "place": ("Hedensted Bibliotek", "Familiehuset", "Kulturhuset i Uldum"),
}
"""Plausible values by the name of the placeholder; a new placeholder is added here. No real person or number."""


Samples = Mapping[str, tuple[TextValue, ...]]


def samples_of(settings: MunicipalitySettings) -> Samples:
    """The samples with a municipality's own name and telephone numbers."""
    own: dict[str, tuple[TextValue, ...]] = {
        "service": (settings.service_name,),
        "phone": (settings.office_phone,),
    }
    own["emergency"] = (settings.crisis.emergency,)
    if settings.crisis.regional:
        own["regional"] = (settings.crisis.regional,)
    return {**SAMPLES, **own}


def combinations(
    names: tuple[str, ...], written: Mapping[str, tuple[str, ...]], samples: Samples
) -> Iterator[dict[str, TextValue]]:
    """Values for one text: the longest of each together first, then every sample of every value.

    ``written`` says how long each sample is in the language at hand.
    """
    rounds = max((len(samples[name]) for name in names), default=1)
    each = ({name: samples[name][turn % len(samples[name])] for name in names} for turn in range(rounds))
    longest = {name: samples[name][_longest(written[name])] for name in names}
    return chain([longest], each)


def _longest(words: tuple[str, ...]) -> int:
    return max(range(len(words)), key=lambda index: len(words[index]))
