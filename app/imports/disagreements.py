"""Rows that cannot all be true: two birth dates for a child, one phone in two families. None of them is taken."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter

from app.imports.familyrow import FamilyRow
from app.imports.reasons import Rejection, lines, reject
from domain.ids import Municipality
from domain.imports import StoredPeople

Against = dict[int, list[Rejection]]
"""Line → what stands against it."""

CHILD_FACTS = {
    "family_ref": "family_ref",
    "child_birthdate": "birthdate",
    "due_date": "due_on",
    "child_name": "child_name",
    "daycare": "daycare",
    "topi": "topi",
    "visits_first_year": "visits_first_year",
    "need_visits_first_year": "need_visits_first_year",
    "flags": "flags",
}
"""Column → where a row keeps it."""
GUARDIAN_FACTS = {
    "family_ref": "family_ref",
    "guardian_name": "guardian_name",
    "phone": "phone",
    "language": "language",
    "interpreter": "interpreter",
    "lives_apart": "lives_apart",
}
FAMILY_FACTS = {"district": "district", "nurse": "nurse_ref"}
ADDRESS_FACTS = {"address": "address", "postcode": "postcode", "city": "city"}


def disagreements(rows: Iterable[FamilyRow]) -> Against:
    """Every line that says something else than another line about the same child, guardian, family or phone."""
    rows = list(rows)
    against: Against = defaultdict(list)
    _compare(rows, lambda row: row.child_ref, CHILD_FACTS, ("child", "det samme barn"), against)
    _compare(rows, lambda row: row.guardian_ref, GUARDIAN_FACTS, ("guardian", "den samme forælder"), against)
    _compare(rows, lambda row: row.family_ref, FAMILY_FACTS, ("family", "den samme familie"), against)
    _compare(
        _addresses(rows), lambda row: row.family_ref, ADDRESS_FACTS, ("family", "den samme familie"), against
    )
    _compare_phones(rows, against)
    return dict(against)


def _addresses(rows: list[FamilyRow]) -> list[FamilyRow]:
    """The rows whose address is the family's: of guardians at home, or of those apart where nobody is at home."""
    at_home = {(row.municipality, row.family_ref) for row in rows if row.gives_address}
    return [row for row in rows if row.gives_address or (row.municipality, row.family_ref) not in at_home]


def _compare(
    rows: list[FamilyRow],
    ref: Callable[[FamilyRow], str],
    facts: Mapping[str, str],
    who: tuple[str, str],
    against: Against,
) -> None:
    for group in _groups(rows, ref):
        for column, attribute in facts.items() if len(group) > 1 else ():
            if len(values := _said(group, attrgetter(attribute))) > 1:
                _note(values, against, "two_values", column=column, who=who[0], who_da=who[1])


def _compare_phones(rows: list[FamilyRow], against: Against) -> None:
    """A phone belongs to one guardian: a reply from it must come from one person."""
    for group in _groups([row for row in rows if row.phone], lambda row: row.phone or ""):
        if len(families := _said(group, attrgetter("family_ref"))) > 1:
            _note(families, against, "phone_two_families")
        elif len(guardians := _said(group, attrgetter("guardian_ref"))) > 1:
            _note(guardians, against, "phone_two_guardians")


def _groups(rows: list[FamilyRow], ref: Callable[[FamilyRow], str]) -> Iterable[list[FamilyRow]]:
    """The rows about the same child, guardian, family or phone of one municipality."""
    groups: dict[tuple[str, str], list[FamilyRow]] = defaultdict(list)
    for row in rows:
        groups[row.municipality, ref(row)].append(row)
    return groups.values()


def _said(rows: list[FamilyRow], value_of: Callable[[FamilyRow], object]) -> dict[object, set[int]]:
    """What rows say, and on which lines; a row that says nothing does not disagree."""
    said: dict[object, set[int]] = {}
    for row in rows:
        value = value_of(row)
        if value is not None:
            said.setdefault(value, set()).add(row.line)
    return said


def _note(values: Mapping[object, set[int]], against: Against, code: str, **words: str) -> None:
    """Each line of a disagreement is told the lines that say something else."""
    everything = set().union(*values.values())
    for own in values.values():
        for line in own:
            against[line].append(reject(line, code, lines=lines(everything - own, line), **words))


def stored_conflicts(rows: list[FamilyRow], stored: Mapping[Municipality, StoredPeople]) -> Against:
    """Every line that claims a child, guardian or phone which belongs to somebody else in the database.

    A phone is free again when the file itself gives its owner another one; so the phones are looked at until no
    further line falls.
    """
    against: Against = defaultdict(list)
    for row in rows:
        people = stored[row.municipality]
        if people.children.get(row.child_ref, row.family_ref) != row.family_ref:
            against[row.line].append(reject(row.line, "child_known", value=row.child_ref))
        if people.guardians.get(row.guardian_ref, row.family_ref) != row.family_ref:
            against[row.line].append(reject(row.line, "guardian_known", value=row.guardian_ref))
    while taken := _phones_taken([row for row in rows if row.line not in against], stored):
        for line in taken:
            against[line].append(reject(line, "phone_known"))
    return dict(against)


def _phones_taken(rows: list[FamilyRow], stored: Mapping[Municipality, StoredPeople]) -> list[int]:
    phones: dict[tuple[str, str], str | None] = {}
    for row in rows:
        if row.phone is not None or (row.municipality, row.guardian_ref) not in phones:
            phones[row.municipality, row.guardian_ref] = row.phone
    taken = []
    for row in rows:
        owner = stored[row.municipality].phones.get(row.phone) if row.phone else None
        if (
            owner not in (None, row.guardian_ref)
            and phones.get((row.municipality, owner), row.phone) == row.phone
        ):
            taken.append(row.line)
    return taken
