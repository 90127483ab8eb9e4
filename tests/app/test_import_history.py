"""history.csv: what was before this program is counted like the rest, and contradicts nothing."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.imports.history import COLUMNS
from domain.ids import Municipality
from domain.settings import RestrictionPeriod
from storage.tables import audit, booking, child, family, invitation, invitation_child
from tests.app.conftest import Office
from tests.app.test_import_families import ANNA
from tests.app.test_import_families import as_csv as families_csv

HELD = {
    "municipality": "hedensted",
    "round": "2020",
    "offer": "visit-18m",
    "family_ref": "F1",
    "child_ref": "C1",
    "offered_on": "2020-02-03",
    "outcome": "accepted",
    "outcome_on": "2020-02-10",
    "completed_on": "2020-03-01",
    "level": "2",
    "social_measure": "nej",
    "referred_inside": "ja",
    "referred_outside": "nej",
    "both_parents": "ja",
    "place": "hjemme",
    "language": "da",
    "district": "Nedlagt distrikt",
}
NO = HELD | {
    "family_ref": "F2",
    "child_ref": "C2",
    "outcome": "declined",
    "reason": "busy_now",
    "completed_on": "",
}


def as_csv(*rows: dict[str, str]) -> str:
    return "\n".join(
        [";".join(COLUMNS), *(";".join(row.get(column, "") for column in COLUMNS) for row in rows)]
    )


def test_an_old_visit_becomes_an_invitation_and_a_booking(office: Office) -> None:
    report = office.history(as_csv(HELD))
    assert (report.taken, report.rejected) == (1, ())
    one = office.connection.execute(select(invitation)).one()
    assert (one.offer, one.round, one.state, one.history) == ("visit-18m", "2020", "accepted", True)
    assert (one.sent_on, one.outcome_on, one.messages) == (date(2020, 2, 3), date(2020, 2, 10), 1)
    assert (one.level, one.social_measure, one.district, one.language) == (2, False, "Nedlagt distrikt", "da")
    visit = office.connection.execute(select(booking)).one()
    assert (visit.invitation_id, visit.state, visit.both_parents) == (one.id, "completed", True)
    assert (visit.referred_inside, visit.referred_outside, visit.place) == (True, False, "hjemme")
    assert visit.start == datetime(2020, 3, 1, 11, tzinfo=UTC)
    assert office.connection.scalar(select(invitation_child.c.child_id)) == one.child_id
    assert office.connection.scalar(select(child.c.birthdate)) is None


def test_a_known_family_keeps_what_is_known_of_it(office: Office) -> None:
    office.families(families_csv(ANNA))
    office.history(as_csv(HELD))
    assert office.connection.scalar(select(func.count()).select_from(family)) == 1
    assert office.connection.scalar(select(child.c.birthdate)) == date(2024, 11, 20)


def test_a_family_known_from_history_is_completed_by_the_families_file(office: Office) -> None:
    office.history(as_csv(HELD))
    assert office.families(families_csv(ANNA)).rejected == ()
    assert office.connection.scalar(select(child.c.birthdate)) == date(2024, 11, 20)
    assert office.connection.scalar(select(func.count()).select_from(family)) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"offer": "visit-9y"}, "offer"),
        ({"outcome": "planned"}, "outcome"),
        ({"outcome": "happy"}, "outcome"),
        ({"offered_on": ""}, "empty"),
        ({"offered_on": "2030-01-01"}, "future"),
        ({"outcome_on": "2020-01-01"}, "before_offered"),
        ({"completed_on": "2020-01-01"}, "before_offered"),
        ({"aborted_on": "2020-03-02"}, "completed_and_aborted"),
        ({"outcome": "declined"}, "visit_without_yes"),
        ({"reason": "busy_now"}, "reason_without_no"),
        ({"reason": "weather"}, "reason"),
        ({"level": "5"}, "number"),
        ({"both_parents": "måske"}, "yes_no"),
        ({"child_ref": "010120-1234"}, "cpr"),
        ({"language": "xx"}, "language"),
        ({"outcome": "sent", "completed_on": ""}, "sent_with_date"),
    ],
)
def test_a_row_that_contradicts_itself_is_rejected(office: Office, change: dict[str, str], code: str) -> None:
    report = office.history(as_csv(HELD | change, NO))
    assert [(one.line, one.code) for one in report.rejected] == [(2, code)]
    assert office.connection.scalars(select(invitation.c.state)).all() == ["declined"]


def test_two_tellings_of_one_invitation_are_both_rejected(office: Office) -> None:
    report = office.history(as_csv(HELD, HELD | {"level": "3"}, NO, NO))
    assert {one.line: one.code for one in report.rejected} == {2: "twice", 3: "twice"}
    assert (report.taken, report.written.new) == (2, 3)


def test_a_child_belongs_to_one_family(office: Office) -> None:
    found = office.history(as_csv(HELD, NO | {"child_ref": "C1", "round": "2021"})).rejected
    assert {one.code for one in found} == {"two_values"}
    office.history(as_csv(HELD))
    assert [one.code for one in office.history(as_csv(NO | {"child_ref": "C1"})).rejected] == ["child_known"]


def test_the_same_file_twice_changes_nothing_and_a_changed_row_updates(office: Office) -> None:
    first = office.history(as_csv(HELD, NO))
    again = office.history(as_csv(HELD, NO))
    # Two each of families, children and invitations, and one visit.
    assert (first.written.new, again.written.new, again.written.changed) == (7, 0, 0)
    aborted = HELD | {"completed_on": "", "aborted_on": "2020-03-01"}
    assert office.history(as_csv(aborted, NO)).written.changed == 1
    assert office.connection.scalar(select(booking.c.state)) == "aborted"
    office.connection.commit()
    assert office.history(as_csv(HELD | {"completed_on": ""})).written.changed == 1
    assert office.connection.scalars(select(booking.c.id)).all() == []
    assert office.connection.scalar(select(func.count()).select_from(audit)) == 3


def test_what_this_program_did_itself_is_not_history(office: Office) -> None:
    office.history(as_csv(HELD))
    office.connection.execute(invitation.update().values(history=False))
    office.connection.commit()
    assert [one.code for one in office.history(as_csv(HELD)).rejected] == ["invited_here"]


def test_an_outcome_in_a_restriction_period_is_marked(office: Office) -> None:
    key = Municipality("hedensted")
    period = RestrictionPeriod("corona", date(2020, 2, 10), date(2020, 2, 20))
    office.settings[key] = replace(office.settings[key], restrictions=(period,))
    office.history(as_csv(HELD, NO | {"outcome_on": "2020-02-21"}))
    rows = office.connection.execute(select(invitation.c.state, invitation.c.restricted)).all()
    assert {row.state: row.restricted for row in rows} == {"accepted": True, "declined": False}


def test_the_published_counts_of_hedensted_come_back(office: Office) -> None:
    """51 offered, 29 visited at 1½ years; 18, 6 and 4 for the course (seed 000)."""
    rows = []
    for n in range(51):
        visited = n < 29
        own = {"family_ref": f"F{n}", "child_ref": f"C{n}", "completed_on": "2020-03-01" if visited else ""}
        rows.append(HELD | own | {"outcome": "accepted" if visited else "no_contact"})
    for n in range(18):
        own = {
            "offer": "cosp",
            "family_ref": f"F{n}",
            "child_ref": f"C{n}",
            "outcome": "accepted" if n < 6 else "declined",
        }
        rows.append(
            HELD
            | own
            | {
                "completed_on": "2020-06-01" if n < 4 else "",
                "aborted_on": "2020-06-01" if 4 <= n < 6 else "",
            }
        )
    assert office.history(as_csv(*rows)).rejected == ()
    states = Counter(
        tuple(row) for row in office.connection.execute(select(invitation.c.offer, invitation.c.state))
    )
    visits = Counter(
        tuple(row) for row in office.connection.execute(select(booking.c.offer, booking.c.state))
    )
    assert states["visit-18m", "accepted"] == 29
    assert states["visit-18m", "no_contact"] == 22
    assert visits["visit-18m", "completed"] == 29
    assert (states["cosp", "accepted"], visits["cosp", "completed"], visits["cosp", "aborted"]) == (6, 4, 2)
