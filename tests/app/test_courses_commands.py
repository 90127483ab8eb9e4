"""``courses list|plan|decide|attend|change|leave|note``: the leader's desk at a prompt, with its refusals."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from app.__main__ import main
from storage import tables as t
from storage.database import Database
from tests.app.test_courses_suggest import installed

__all__ = ["installed"]
FIRST = "2027-09-07T17:00"
ONE_PLACE = ("--largest", "1", "--smallest", "1")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["courses", *words])


def planned(database: Database, *families: str) -> int:
    named = [word for ref in families for word in ("--family", ref)]
    done = run("plan", FIRST, "--room", "Familiehuset", "--leader", "anna", "--smallest", "1", *named)
    assert done.exit_code == 0, done.output
    with database.engine.connect() as connection:
        return int(connection.scalars(select(t.course.c.id).order_by(t.course.c.id.desc())).first() or 0)


def states(database: Database, table: object) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.scalars(select(table.c.state)))  # type: ignore[attr-defined]


def test_the_list_says_who_waits_and_which_courses_there_are(installed: Database) -> None:
    number = planned(installed, "F-11")
    told = json.loads(run("list", "--json").stdout)
    assert [(one["course"], one["state"], one["taken"], one["offered"]) for one in told["courses"]] == [
        (number, "forming", 0, 1)
    ]
    assert [one["family"] for one in told["waiting"]] == ["F-12", "F-13", "F-14", "F-15"]
    assert "4 families wait." in run("list").stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("plan", "2020-01-07T17:00", "--room", "R", "--leader", "anna"), "in the past"),
        (("plan", "2027-12-24T17:00", "--room", "R", "--leader", "anna"), "holiday"),
        (("plan", FIRST, "--room", "R", "--leader", "nobody"), "No nurse is called nobody"),
        (("plan", FIRST, "--room", "R", "--leader", "anna", "--family", "F-99"), "no family 'F-99'"),
        (
            ("plan", FIRST, "--room", "R", "--leader", "anna", "--family", "F-11", "--family", "F-12"),
            "must not share",
        ),
        (
            (
                "plan",
                FIRST,
                "--room",
                "R",
                "--leader",
                "anna",
                "--family",
                "F-13",
                "--family",
                "F-14",
                *ONE_PLACE,
            ),
            "more parents than places",
        ),
        (("decide", "77", "cancel"), "there is no such course"),
        (("attend", "77", "1"), "there is no such course"),
        (("change", "77", "--room", "R"), "there is no such course"),
        (("leave", "77", "F-11"), "there is no such course"),
        (("note", "F-11", "--knows", "F-99"), "no family 'F-99'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    installed: Database, words: tuple[str, ...], why: str
) -> None:
    refused = run(*words)
    assert refused.exit_code == 1
    assert why in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert states(installed, t.course) == []


def test_a_leader_in_two_places_is_refused(installed: Database) -> None:
    planned(installed)
    refused = run("plan", FIRST, "--room", "Hallen", "--leader", "anna")
    assert refused.exit_code == 1
    assert "two places" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "tomorrow", "--room", "R", "--leader", "anna"),
        ("plan", FIRST, "--room", "R", "--leader", "anna", "--sessions", "5"),
        ("decide", "1", "wait"),
        ("decide", "1", "cancel", "--into", "2"),
        ("change", "1"),
        ("change", "1", "--session", "2"),
        ("note", "F-11"),
    ],
)
def test_wrong_usage_is_exit_2(installed: Database, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_a_course_from_its_plan_to_its_end(installed: Database) -> None:
    number = planned(installed, "F-11", "F-13")
    with installed.engine.begin() as connection:
        connection.execute(update(t.course_seat).values(state="taken"))
        connection.execute(
            update(t.waiting).where(t.waiting.c.family_id.in_([11, 13])).values(state="seated")
        )
    course = str(number)
    moved = run("change", course, "--session", "2", "--to", "2027-09-15T17:00", "--room", "Hallen")
    assert moved.exit_code == 0, moved.output
    early = run("attend", course, "1", "--present", "F-11")
    assert early.exit_code == 1
    assert "not begun" in early.stderr
    assert run("decide", course, "end").exit_code == 1
    assert run("decide", course, "hold").exit_code == 0
    begun = datetime.now(UTC) - timedelta(days=1)
    with installed.engine.begin() as connection:
        number_one = t.course_session.c.number == 1
        connection.execute(update(t.course_session).where(number_one).values(start=begun))
    assert "1 parents came" in run("attend", course, "1", "--present", "F-11:1").stdout
    assert "no place there" in run("attend", course, "1", "--present", "F-15").stderr
    assert run("leave", course, "F-13").exit_code == 0
    assert run("leave", course, "F-13").exit_code == 1
    assert sorted(states(installed, t.course_seat)) == ["left", "taken"]
    done = run("decide", course, "cancel")
    assert "1 families are told" in done.stdout
    assert states(installed, t.course) == ["cancelled"]


def test_two_courses_are_merged_and_one_waits(installed: Database) -> None:
    small = planned(installed, "F-14")
    later = run("plan", "2027-09-08T17:00", "--room", "Hallen", "--leader", "bo", "--family", "F-13")
    assert later.exit_code == 0, later.output
    with installed.engine.connect() as connection:
        other = max(connection.scalars(select(t.course.c.id)))
    assert run("decide", str(other), "wait", "--until", "2027-08-30").exit_code == 0
    assert "before the first session" in run("decide", str(other), "wait", "--until", "2027-12-01").stderr
    assert "with itself" in run("decide", str(small), "merge", "--into", str(small)).stderr
    assert "1 families are asked" in run("decide", str(small), "merge", "--into", str(other)).stdout


def test_what_staff_know_keeps_families_apart(installed: Database) -> None:
    assert run("note", "F-13", "--knows", "F-14").exit_code == 0
    apart = ("plan", FIRST, "--room", "R", "--leader", "anna", "--family", "F-13", "--family", "F-14")
    assert "must not share" in run(*apart).stderr
    for ref in ("F-13", "F-14"):
        assert run("note", ref, "--shares").exit_code == 0
    assert run(*apart).exit_code == 0
