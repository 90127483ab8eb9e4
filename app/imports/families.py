"""``families.csv``: one row per guardian and child becomes families whose rows agree, and rejections."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.imports import cells as cell
from app.imports.cells import CellReader, Wrong, known, text
from app.imports.csvfile import Row
from app.imports.disagreements import disagreements, stored_conflicts
from app.imports.familyrow import FamilyRow
from app.imports.known import Known, municipality_of
from app.imports.reasons import Rejection
from domain.ids import DANISH, Municipality, Number
from domain.imports import ImportedChild, ImportedFamily, ImportedGuardian, StoredPeople

T = TypeVar("T")

COLUMNS = (
    "municipality",
    "family_ref",
    "child_ref",
    "child_birthdate",
    "due_date",
    "child_name",
    "guardian_ref",
    "guardian_name",
    "phone",
    "language",
    "interpreter",
    "lives_apart",
    "address",
    "postcode",
    "city",
    "district",
    "daycare",
    "nurse",
    "topi",
    "visits_first_year",
    "need_visits_first_year",
    "flags",
)

OPTIONAL = ("due_date",)
"""Columns that a file may leave out altogether."""

FLAGS = (
    "cross_professional",
    "cosp_parent",
    "birth_depression_group",
    "mother_child_group",
    "need_visit_8_10",
    "premature",
    "daycare_observation",
    "self_referral",
    "social_measure",
)

TOPI = {"green": "green", "grøn": "green", "yellow": "yellow", "gul": "yellow", "red": "red", "rød": "red"}

OLDEST_YEARS = 18
LATEST_DUE_DAYS = 294
OVERDUE_DAYS = 42
"""A due date lies at most so far ahead (a pregnancy's 42 weeks) and so far back."""


@dataclass(frozen=True, slots=True)
class CheckedFamilies:
    """What a file's rows come to: families to write, and the rows that were not taken."""

    families: tuple[ImportedFamily, ...]
    rejected: tuple[Rejection, ...]
    taken: int
    """How many rows are in ``families``."""


def check_families(
    rows: Iterable[Row],
    municipalities: Mapping[str, Known],
    stored: Mapping[Municipality, StoredPeople],
    today: date,
    allow_demo_numbers: bool,
) -> CheckedFamilies:
    """The families of a file. A row that is wrong alone, disagrees with another or with what is stored is rejected."""
    rejected: list[Rejection] = []
    read: list[FamilyRow] = []
    parse_phone = cell.phone(allow_demo_numbers)
    for row in rows:
        cells = CellReader(row)
        found = _read_row(cells, municipalities, today, parse_phone)
        rejected += cells.rejections
        if found and not cells.rejections:
            read.append(found)
    against = disagreements(read)
    agreed = [row for row in read if row.line not in against]
    conflicts = stored_conflicts(agreed, stored)
    taken = [row for row in agreed if row.line not in conflicts]
    rejected += [one for found in (against, conflicts) for reasons in found.values() for one in reasons]
    return CheckedFamilies(_together(taken), tuple(rejected), len(taken))


def _read_row(
    cells: CellReader,
    municipalities: Mapping[str, Known],
    today: date,
    parse_phone: Callable[[str], Number],
) -> FamilyRow | None:
    place = municipality_of(cells, municipalities)
    family = cells.needed("family_ref", text(80))
    child = cells.needed("child_ref", text(80))
    guardian = cells.needed("guardian_ref", text(80))
    due_on = cells.optional("due_date", _due_date(today))
    expected = bool(cells.row.cells["due_date"])
    read = cells.optional if expected else cells.needed
    birthdate = read("child_birthdate", _birthdate(today))
    district = cells.needed("district", known("district", place.districts)) if place else None
    said = FamilyRow(
        line=cells.row.line,
        municipality=place.key if place else Municipality(""),
        family_ref=family or "",
        child_ref=child or "",
        birthdate=birthdate,
        due_on=due_on,
        child_name=cells.optional("child_name", text(120)),
        guardian_ref=guardian or "",
        guardian_name=cells.optional("guardian_name", text(120)),
        phone=cells.optional("phone", parse_phone),
        language=cells.optional("language", cell.language),
        interpreter=cells.optional("interpreter", cell.yes_no),
        lives_apart=cells.optional("lives_apart", cell.yes_no),
        address=cells.optional("address", text(200)),
        postcode=cells.optional("postcode", text(10)),
        city=cells.optional("city", text(80)),
        district=district or "",
        daycare=cells.optional("daycare", known("daycare", place.daycares)) if place else None,
        nurse_ref=cells.optional("nurse", known("nurse", place.nurses)) if place else None,
        topi=cells.optional("topi", _topi),
        visits_first_year=cells.optional("visits_first_year", cell.whole(0, 99)),
        need_visits_first_year=cells.optional("need_visits_first_year", cell.whole(0, 99)),
        flags=cells.optional("flags", _flags),
    )
    complete = place and family and child and guardian and (birthdate or due_on) and district
    return said if complete else None


def _birthdate(today: date) -> Callable[[str], date]:
    def parse(value: str) -> date:
        born = cell.past_day(today)(value)
        if today.year - born.year > OLDEST_YEARS:
            raise Wrong("too_old")
        return born

    return parse


def _due_date(today: date) -> Callable[[str], date]:
    def parse(value: str) -> date:
        due = cell.day(value)
        if not today - timedelta(days=OVERDUE_DAYS) <= due <= today + timedelta(days=LATEST_DUE_DAYS):
            raise Wrong("due_date")
        return due

    return parse


def _topi(value: str) -> str:
    try:
        return TOPI[value.casefold()]
    except KeyError:
        raise Wrong("topi") from None


def _flags(value: str) -> str:
    """The flags in a fixed order, so that their order in the file is no change."""
    names = [name.strip().casefold() for name in value.split("|") if name.strip()]
    for name in names:
        if name not in FLAGS:
            raise Wrong("flag", value=name, known=", ".join(FLAGS))
    return "|".join(flag for flag in FLAGS if flag in names)


def _together(rows: Iterable[FamilyRow]) -> tuple[ImportedFamily, ...]:
    """Rows that agree, as families in the file's order."""
    by_family: dict[tuple[str, str], list[FamilyRow]] = defaultdict(list)
    for row in rows:
        by_family[row.municipality, row.family_ref].append(row)
    return tuple(_family(rows) for rows in by_family.values())


def _family(rows: list[FamilyRow]) -> ImportedFamily:
    first = rows[0]
    children = tuple(_child(group) for group in _grouped(rows, lambda row: row.child_ref))
    guardians = tuple(_guardian(group) for group in _grouped(rows, lambda row: row.guardian_ref))
    youngest = max(children, key=lambda child: child.birthdate or child.due_on or date.min)
    at_home = [row for row in rows if row.gives_address] or rows
    return ImportedFamily(
        municipality=first.municipality,
        ref=first.family_ref,
        district=first.district,
        daycare=youngest.daycare,
        nurse_ref=_said(row.nurse_ref for row in rows),
        address=_said(row.address for row in at_home),
        postcode=_said(row.postcode for row in at_home),
        city=_said(row.city for row in at_home),
        children=children,
        guardians=guardians,
    )


def _child(rows: list[FamilyRow]) -> ImportedChild:
    return ImportedChild(
        ref=rows[0].child_ref,
        birthdate=_said(row.birthdate for row in rows),
        due_on=_said(row.due_on for row in rows),
        name=_said(row.child_name for row in rows),
        daycare=_said(row.daycare for row in rows),
        topi=_said(row.topi for row in rows),
        visits_first_year=_said(row.visits_first_year for row in rows),
        need_visits_first_year=_said(row.need_visits_first_year for row in rows),
        flags=_said(row.flags for row in rows) or "",
    )


def _guardian(rows: list[FamilyRow]) -> ImportedGuardian:
    return ImportedGuardian(
        ref=rows[0].guardian_ref,
        language=_said(row.language for row in rows) or DANISH,
        name=_said(row.guardian_name for row in rows),
        phone=_said(row.phone for row in rows),
        interpreter=_said(row.interpreter for row in rows) or False,
        lives_apart=_said(row.lives_apart for row in rows) or False,
    )


def _grouped(rows: list[FamilyRow], ref: Callable[[FamilyRow], str]) -> list[list[FamilyRow]]:
    groups: dict[str, list[FamilyRow]] = defaultdict(list)
    for row in rows:
        groups[ref(row)].append(row)
    return list(groups.values())


def _said(values: Iterable[T | None]) -> T | None:
    """The first value that a row says; rows that say nothing do not disagree."""
    return next((value for value in values if value is not None), None)
