"""Due dates and colleagues in the municipality's files: taken, or named with the line and the reason."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.ids import Municipality, OfferKey
from domain.settings import Partner
from storage.tables import child, nurse, slot
from tests.app.conftest import Office, connection, engine, office
from tests.app.test_import_families import ANNA
from tests.app.test_import_families import as_csv as families_csv
from tests.app.test_import_slots import TEN
from tests.app.test_import_slots import as_csv as slots_csv

__all__ = ["connection", "engine", "office"]

HEDENSTED = Municipality("hedensted")
EXPECTING = ANNA | {"child_birthdate": "", "child_name": "", "due_date": "2026-09-01"}
PIA = Partner("pia", "Pia", "pædagog", daycares=("Tippen i Løsning",))
TOGETHER = TEN | {"nurse": "pia", "offer": "transition-1", "capacity": ""}


@pytest.fixture
def with_pia(office: Office) -> Office:
    """The office of a municipality whose transition visits a pædagog takes part in."""
    settings = office.settings[HEDENSTED]
    offer = replace(settings.offers[OfferKey("transition-1")], enabled=True)
    office.settings[HEDENSTED] = replace(
        settings, offers={**settings.offers, offer.key: offer}, partners=(PIA,)
    )
    return office


def rejected(report: object) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in report.rejected]  # type: ignore[attr-defined]


def test_a_child_that_is_expected_comes_in_and_is_born_later(office: Office) -> None:
    assert office.families(families_csv(EXPECTING)).rejected == ()
    [unborn] = office.connection.execute(select(child)).all()
    assert (unborn.birthdate, unborn.due_on) == (None, date(2026, 9, 1))
    office.connection.commit()
    office.now = datetime(2026, 9, 10, tzinfo=UTC)
    born = EXPECTING | {"child_birthdate": "2026-08-30", "child_name": "Liva"}
    assert office.families(families_csv(born)).rejected == ()
    [child_row] = office.connection.execute(select(child)).all()
    assert (child_row.id, child_row.birthdate, child_row.name) == (unborn.id, date(2026, 8, 30), "Liva")


def test_a_file_without_the_column_is_as_good_as_before(office: Office) -> None:
    lines = [line.split(",") for line in families_csv(ANNA).splitlines()]
    at = lines[0].index("due_date")
    without = "\n".join(",".join(cells[:at] + cells[at + 1 :]) for cells in lines)
    assert office.families(without).taken == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due_date": ""}, "empty"),
        ({"due_date": "soon"}, "date"),
        ({"due_date": "2027-09-01"}, "due_date"),
        ({"due_date": "2026-01-01"}, "due_date"),
    ],
)
def test_a_due_date_that_cannot_be_is_named_by_its_line(
    office: Office, change: dict[str, str], code: str
) -> None:
    assert rejected(office.families(families_csv(EXPECTING | change))) == [(2, code)]


def test_two_due_dates_of_one_child_are_both_left_out(office: Office) -> None:
    other = EXPECTING | {"guardian_ref": "G2", "phone": "", "due_date": "2026-09-20"}
    assert rejected(office.families(families_csv(EXPECTING, other))) == [(2, "two_values"), (3, "two_values")]


def test_a_colleagues_time_comes_in_under_her_own_name(with_pia: Office) -> None:
    assert with_pia.slots(slots_csv(TOGETHER)).rejected == ()
    query = select(nurse.c.ref, slot.c.offer).join(nurse, nurse.c.id == slot.c.nurse_id)
    assert with_pia.connection.execute(query).all() == [("pia", "transition-1")]


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"nurse": "ole"}, "nurse_or_partner", 'Nobody in the settings is called "ole"'),
        ({"offer": "visit-18m"}, "partner_offer", "write one of these or leave it empty: transition-1"),
        ({"offer": "nonsense"}, "offer", 'The offer "nonsense" is not in the settings'),
        ({"capacity": "3"}, "partner_capacity", "for one visit at a time"),
    ],
)
def test_what_a_colleague_cannot_have_is_named_by_its_line(
    with_pia: Office, change: dict[str, str], code: str, says: str
) -> None:
    [one] = with_pia.slots(slots_csv(TOGETHER | change)).rejected
    assert (one.line, one.code) == (2, code)
    assert says in one.english


def test_a_colleague_is_nobodys_own_nurse(with_pia: Office) -> None:
    assert rejected(with_pia.families(families_csv(ANNA | {"nurse": "pia"}))) == [(2, "nurse")]
