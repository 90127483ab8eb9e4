"""``courses suggest``: a file of possible times and the waiting list become a proposal, and courses when asked to."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select

from app.__main__ import main
from app.holidays import danish_holidays
from app.imports.coursetimes import COLUMNS, possible_courses
from domain.courses import GroupKind
from domain.ids import NurseId
from storage import tables as t
from storage.database import Database
from storage.schema import upgrade

ZONE = ZoneInfo("Europe/Copenhagen")
HEADER = ",".join(COLUMNS)
EVENING = "2027-09-07T17:00,6,120,anna|bo,Familiehuset,2,4,da,open,ja,ja"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An installation with two leaders and five families that wait, two of one daycare."""
    url = f"sqlite:///{tmp_path / 'installed.sqlite'}"
    monkeypatch.setenv("THOUSAND_DAYS_DATABASE_URL", url)
    database = Database(url)
    upgrade(database.engine)
    now = datetime(2026, 5, 4, tzinfo=UTC)
    own = {"municipality": "hedensted"}
    with database.engine.begin() as connection:
        for number, ref in ((1, "anna"), (2, "bo")):
            connection.execute(insert(t.nurse), own | {"id": number, "ref": ref, "first_name": ref.title()})
        for number in range(11, 16):
            daycare = "Solgården" if number in (11, 12) else None
            place = {"district": "Tørring", "daycare": daycare, "created_at": now}
            connection.execute(insert(t.family), own | place | {"id": number, "ref": f"F-{number}"})
            invited = {"family_id": number, "offer": "cosp", "state": "accepted", "child_id": number}
            where = {"district": "Tørring", "language": "da", "planned_at": now}
            connection.execute(insert(t.invitation), own | invited | where | {"id": number})
            wish = {
                "parts": "evening",
                "weekdays": "",
                "coming": "mother",
                "language": "da",
                "state": "waiting",
            }
            no = dict.fromkeys(
                ["childcare", "meal", "individual", "agreed_to_share", "cancelled_first"], False
            )
            entry = {"family_id": number, "offer": "cosp", "invitation_id": number}
            since = {"since": now + timedelta(days=number)}
            connection.execute(insert(t.waiting), own | entry | since | wish | no)
    return database


def suggest(tmp_path: Path, *options: str, times: str = EVENING) -> Result:
    file = tmp_path / "times.csv"
    file.write_text(f"{HEADER}\n{times}\n", encoding="utf-8")
    return CliRunner().invoke(main, ["courses", "suggest", str(file), *options])


def test_a_proposal_names_the_seated_and_why_the_others_are_left_over(
    installed: Database, tmp_path: Path
) -> None:
    run = suggest(tmp_path, "--json")
    told = json.loads(run.stdout)
    assert (told["waiting"], told["seated"], told["proven"]) == (5, 4, True)
    assert [one["families"] for one in told["courses"]] == [["F-11", "F-13", "F-14", "F-15"]]
    assert told["left_over"] == [{"family": "F-12", "why": "full"}]
    table = suggest(tmp_path).stdout
    assert "4 of 5 families get a place." in table
    assert "4 of 4 parents: F-11, F-13, F-14, F-15" in table


def test_planning_makes_the_course_and_asks_its_families(installed: Database, tmp_path: Path) -> None:
    run = suggest(tmp_path, "--plan")
    assert run.exit_code == 0, run.output
    assert "1 courses are planned" in run.stdout
    with installed.engine.connect() as connection:
        assert connection.scalars(select(t.course.c.state)).all() == ["forming"]
        assert set(connection.scalars(select(t.course_seat.c.family_id))) == {11, 13, 14, 15}
        assert connection.scalars(select(t.due.c.kind)).all() == ["course_seat"] * 4
    # Who has a place is asked no second time.
    assert "0 of 1 families get a place." in suggest(tmp_path).stdout


def test_a_wrong_line_is_named_and_the_rest_goes_in() -> None:
    lines = [
        HEADER,
        EVENING,
        "2027-12-24T17:00,6,120,anna,Hallen,4,10,da,open,nej,nej",
        "2020-09-07T17:00,6,120,anna,Hallen,4,10,da,open,nej,nej",
        "2027-09-07T17:00,5,120,anna,Hallen,4,10,da,open,nej,nej",
        "2027-09-07T17:00,6,120,carla,Hallen,4,10,da,open,nej,nej",
        "2027-09-07T17:00,6,120,anna,Hallen,4,10,da,fathers,nej,nej",
        "2027-09-08T09:30,7,90,bo,Hallen,,,ar,mothers,nej,nej",
    ]
    leaders = {"anna": NurseId(1), "bo": NurseId(2)}
    now = datetime(2026, 5, 4, tzinfo=UTC)
    courses, wrong = possible_courses("\n".join(lines).encode(), leaders, ZONE, danish_holidays(), now)
    assert [(one.id, len(one.sessions), one.kind, one.largest) for one in courses] == [
        (2, 6, GroupKind.OPEN, 4),
        (8, 7, GroupKind.MOTHERS, 10),
    ]
    assert [one.line for one in wrong] == [3, 4, 5, 6, 7]
    says = " ".join(one.why for one in wrong)
    for reason in ("holiday", "past", "6, 7 or 8", "carla", "fathers"):
        assert reason in says
