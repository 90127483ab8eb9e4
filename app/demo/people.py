"""Invented families: names, districts, languages and phones that no one can have, drawn from a seed."""

from datetime import date, timedelta
from random import Random

from domain.eligibility import months_before
from domain.ids import DANISH, ENGLISH, Language, Municipality, Number
from domain.imports import ImportedChild, ImportedFamily, ImportedGuardian
from domain.settings import MunicipalitySettings

FIRST_NUMBER = 10_000
"""The families of the history have the numbers from +45 00 01 00 00; those below are the cast's."""

_PARENTS = (
    "Agnete", "Birger", "Cille", "Ditlev", "Elna", "Fie", "Gorm", "Hanne", "Ib", "Jytte", "Karsten", "Lærke",
    "Morten", "Nanna", "Oluf", "Pil", "Regitze", "Svend", "Tove", "Ulla", "Vibeke", "Yrsa", "Åse", "Bodil",
)  # fmt: skip
_CHILDREN = (
    "Alba", "Bertil", "Carla", "Dagny", "Ejnar", "Frida", "Gry", "Hjalmar", "Ida", "Johan", "Karla", "Lauge",
    "Mille", "Niels", "Olga", "Povl", "Rosa", "Sofus", "Thyra", "Uffe", "Viggo", "Wilma", "Ylva", "Øjvind",
)  # fmt: skip
_LANGUAGES = (
    (DANISH, 870), (ENGLISH, 50), ("ar", 20), ("pl", 15), ("uk", 12), ("tr", 10), ("so", 8), ("ro", 8), ("de", 7)
)  # fmt: skip
_STREETS = (
    "Agernvej",
    "Birkestien",
    "Eksempelvej",
    "Fasanlunden",
    "Hyldehaven",
    "Kastanjealle",
    "Møllestien",
)

NO_PHONE = 0.03
TWO_PHONES = 0.25
THREE_YEARS = 0.4
"""Shares of the families; invented."""


def invented_families(
    settings: MunicipalitySettings, count: int, first: date, last: date, seed: int
) -> list[ImportedFamily]:
    """So many families whose child becomes old enough for a visit on a day from ``first`` to ``last``, in that order.

    The same arguments give the same families.
    """
    days = (last - first).days + 1
    return [
        _family(settings, number, first + timedelta(days=number * days // max(count, 1)), seed)
        for number in range(count)
    ]


def _family(settings: MunicipalitySettings, number: int, old_enough: date, seed: int) -> ImportedFamily:
    random = Random(f"{seed}:people:{number}")
    daycare = random.choice(settings.daycares)
    nurse = random.choice([one for one in settings.nurses if daycare.district in one.districts])
    months = 35 if random.random() < THREE_YEARS else 17
    language = _language(random)
    child = ImportedChild(
        ref=f"B{number:04}",
        birthdate=months_before(old_enough, months),
        name=random.choice(_CHILDREN),
        daycare=daycare.name,
        visits_first_year=random.randint(3, 8),
        need_visits_first_year=random.choice((0, 0, 0, 1)),
    )
    return family(
        settings.key,
        f"F{number:04}",
        daycare.district,
        nurse.ref,
        f"{random.choice(_STREETS)} {random.randint(1, 80)}",
        [child],
        [
            ImportedGuardian(
                ref=f"F{number:04}-{position}",
                language=language,
                name=random.choice(_PARENTS),
                phone=demo_number(FIRST_NUMBER + 2 * number + position - 1) if has_phone else None,
            )
            for position, has_phone in enumerate(_phones(random), start=1)
        ],
    )


def family(
    municipality: Municipality,
    ref: str,
    district: str,
    nurse: str,
    address: str,
    children: list[ImportedChild],
    guardians: list[ImportedGuardian],
) -> ImportedFamily:
    """A family as a municipality's file would bring it; the daycare is named as its district."""
    return ImportedFamily(
        municipality=municipality,
        ref=ref,
        district=district,
        daycare=children[0].daycare,
        nurse_ref=nurse,
        address=address,
        postcode="8722",
        city="Hedensted",
        children=tuple(children),
        guardians=tuple(guardians),
    )


def demo_number(position: int) -> Number:
    """A number of the block that no one can have."""
    return Number(f"+4500{position:06}")


def _phones(random: Random) -> tuple[bool, ...]:
    """Whether each guardian has a phone."""
    drawn = random.random()
    if drawn < NO_PHONE:
        return (False,)
    return (True, True) if drawn < NO_PHONE + TWO_PHONES else (True,)


def _language(random: Random) -> Language:
    languages, weights = zip(*_LANGUAGES, strict=True)
    return Language(random.choices(languages, weights)[0])
