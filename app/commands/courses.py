"""``courses list|plan|decide|attend|change|leave|note``: what a leader does with courses, at a prompt."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.commands.common import (
    Refusal,
    day,
    moment,
    municipality_of,
    municipality_option,
    open_database,
    settings_from,
    settings_option,
)
from app.commands.forming import DECIDE_BEFORE, courses

if TYPE_CHECKING:
    from bot.course_desk import CourseDesk
    from domain.ids import FamilyId, Municipality
    from domain.ports import UnitOfWork
    from domain.settings import MunicipalitySettings
    from storage.database import Database

__all__ = ["courses"]

T = TypeVar("T")
TRIES = 3


@dataclass(frozen=True, slots=True)
class _Office:
    """One municipality's courses at one moment."""

    database: "Database"
    house: Any
    place: "Municipality"
    now: datetime

    @property
    def settings(self) -> "MunicipalitySettings":
        found: MunicipalitySettings = self.house.municipalities[self.place]
        return found

    def act(self, action: "Callable[[CourseDesk, UnitOfWork], T]") -> T:
        """One unit of work of a leader; a refusal when others were faster with the same rows every time."""
        from bot.course_desk import CourseDesk
        from domain.ports import Overtaken

        def work(unit: "UnitOfWork") -> T:
            return action(CourseDesk(unit, self.house, self.now, "command", self.place), unit)

        for _ in range(TRIES):
            with suppress(Overtaken):
                return asyncio.run(self.database.work(work))
        raise Refusal("Others are changing the same course at this moment; try again.")

    def family(self, ref: str) -> "FamilyId":
        """The family with this reference, or a refusal."""
        found = self.act(lambda _, unit: unit.courses.family_by_ref(self.place, ref))
        if found is None:
            raise Refusal(f"There is no family {ref!r} in {self.settings.name}.")
        return found


@contextmanager
def _office(folder: Path | None, key: str | None) -> Iterator[_Office]:
    from app.wiring import put_together

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    with open_database(settings) as database:
        house = put_together(settings, database=database, channels={}).service.house
        yield _Office(database, house, place, datetime.now(UTC))


def _refuse(wrong: Any) -> None:
    """A refusal in one sentence, with every reason; nothing was changed."""
    from bot.course_running import NotNow

    found = [wrong] if isinstance(wrong, NotNow) else list(wrong or ())
    told = dict.fromkeys(_said(one) for one in found)
    if told:
        raise Refusal(f"Not done: {'; '.join(told)}.")


def _said(one: Any) -> str:
    from app.imports.coursetimes import said
    from bot.course_desk import KeptApart, NotOnTheList
    from bot.course_running import NotNow

    match one:
        case NotNow(why=why):
            return _WHY[why]
        case NotOnTheList():
            return "a family is not on the list, or has a place already"
        case KeptApart():
            return "two of the families must not share a group"
        case _:
            return said(one)


_WHY = {
    "gone": "there is no such course; 'courses list' shows them",
    "over": "the course has ended, was cancelled, or is past that choice",
    "no_such_session": "the course has no such session",
    "not_yet": "that session has not begun",
    "not_on_it": "the family has no place there",
    "same_course": "a course cannot be merged with itself",
    "no_such_deadline": "the new deadline must lie after now and before the first session",
}


@courses.command(name="list")
@click.option("--offer", default="cosp", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
@municipality_option
@settings_option
def list_courses(offer: str, as_json: bool, key: str | None, folder: Path | None) -> None:
    """The courses with their places, and who waits: what suits, how long, cancelled first."""
    from domain.course_records import CourseState
    from domain.ids import OfferKey
    from storage.read_models.courses import course_lines, waiters

    with _office(folder, key) as office:
        lines = office.database.read_now(lambda c: course_lines(c, office.place, list(CourseState)))
        waiting = office.database.read_now(lambda c: waiters(c, office.place, OfferKey(offer)))
        zone = office.settings.zone
        told = {
            "courses": [
                {
                    "course": one.planned.course.id,
                    "first_session": one.planned.course.start.astimezone(zone).isoformat(timespec="minutes"),
                    "room": one.planned.course.room,
                    "state": str(one.planned.state),
                    "taken": one.taken,
                    "offered": one.offered,
                    "largest": one.planned.course.largest,
                }
                for one in lines
            ],
            "waiting": [
                {
                    "family": one.home.ref,
                    "since": one.entry.since.astimezone(zone).date().isoformat(),
                    "cancelled_first": one.entry.cancelled_first,
                    "parts": sorted(one.entry.preference.parts),
                    "weekdays": sorted(one.entry.preference.weekdays),
                    "coming": str(one.entry.preference.coming),
                    "language": one.entry.preference.language,
                }
                for one in waiting
            ],
        }
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _table(told))


def _table(told: dict[str, Any]) -> str:
    lines = [
        f"{one['course']:>8}  {one['first_session']}  {one['room']}  {one['state']}  "
        f"{one['taken']} taken, {one['offered']} asked, of {one['largest']}"
        for one in told["courses"]
    ]
    lines.append(f"{len(told['waiting'])} families wait.")
    for one in told["waiting"]:
        first = ", cancelled by us before" if one["cancelled_first"] else ""
        suits = "/".join(one["parts"]) or "any time"
        lines.append(f"  {one['family']:20} since {one['since']}, {suits}, {one['coming']}{first}")
    return "\n".join(lines)


@courses.command()
@click.argument("first", type=moment)
@click.option("--room", required=True, help="As the families read it.")
@click.option("--leader", "leaders", multiple=True, required=True, help="A nurse of the settings; repeat.")
@click.option("--family", "families", multiple=True, help="A family of the waiting list; repeat.")
@click.option("--sessions", default=7, show_default=True, type=click.IntRange(6, 8))
@click.option("--minutes", default=120, show_default=True, type=click.IntRange(30, 480))
@click.option("--smallest", default=4, show_default=True, type=click.IntRange(1, 40))
@click.option("--largest", default=10, show_default=True, type=click.IntRange(1, 40))
@click.option("--language", default="da", show_default=True)
@click.option("--kind", type=click.Choice(["open", "mothers", "couples"]), default="open", show_default=True)
@click.option("--childcare", is_flag=True)
@click.option("--meal", is_flag=True)
@click.option("--decide-on", type=day, help="When it must have filled; usually 14 days before FIRST.")
@click.option("--offer", default="cosp", show_default=True)
@municipality_option
@settings_option
def plan(
    first: datetime,
    room: str,
    leaders: tuple[str, ...],
    families: tuple[str, ...],
    sessions: int,
    decide_on: date | None,
    offer: str,
    key: str | None,
    folder: Path | None,
    **about: Any,
) -> None:
    """Plan a course that begins on FIRST (local, as 2026-09-08T17:00), one session a week, holidays skipped."""
    from domain.course_records import CourseState, PlannedCourse
    from domain.courses import Course, GroupKind, weekly_sessions
    from domain.ids import CourseId, OfferKey
    from storage.read_models.courses import leaders_by_ref

    with _office(folder, key) as office:
        if OfferKey(offer) not in office.settings.offers:
            raise Refusal(f"{office.settings.name} has no offer {offer!r}.")
        known = office.database.read_now(lambda c: leaders_by_ref(c, office.place))
        strangers = [one for one in leaders if one not in known]
        if strangers:
            raise Refusal(f"No nurse is called {', '.join(strangers)}; there are {', '.join(known)}.")
        numbers = [office.family(ref) for ref in families]
        zone, holidays = office.settings.zone, office.house.holidays
        start = first.replace(tzinfo=zone) if first.tzinfo is None else first.astimezone(zone)
        rest = weekly_sessions(start + timedelta(days=7), sessions - 1, zone, holidays)
        decide_at = (
            datetime.combine(decide_on, time(12), tzinfo=zone)
            if decide_on is not None
            else max(start - DECIDE_BEFORE, office.now + timedelta(days=3))
        )

        def work(desk: "CourseDesk", unit: "UnitOfWork") -> tuple[int, Any]:
            course = Course(
                id=CourseId(unit.new_id()),
                leaders=frozenset(known[one] for one in leaders),
                room=room,
                sessions=(start, *rest),
                **(about | {"kind": GroupKind(about["kind"])}),
            )
            planned = PlannedCourse(course, office.place, OfferKey(offer), CourseState.FORMING, decide_at)
            return course.id, desk.plan(planned, numbers)

        number, wrong = office.act(work)
        _refuse(wrong)
    click.echo(f"Course {number} is planned; its families are asked at the next allowed hour.")


@courses.command()
@click.argument("course", type=int)
@click.argument("choice", type=click.Choice(["hold", "wait", "merge", "individual", "cancel", "end"]))
@click.option("--until", type=day, help="wait: the new deadline.")
@click.option("--into", type=int, help="merge: the other course.")
@municipality_option
@settings_option
def decide(
    course: int, choice: str, until: date | None, into: int | None, key: str | None, folder: Path | None
) -> None:
    """Choose what becomes of COURSE: hold it, wait, merge, take it home, cancel it, end it."""
    from domain.ids import CourseId

    if (choice == "wait") != (until is not None) or (choice == "merge") != (into is not None):
        raise click.UsageError("wait needs --until DAY, merge needs --into COURSE, the others neither")
    with _office(folder, key) as office:
        zone, number = office.settings.zone, CourseId(course)

        def work(desk: "CourseDesk", _: "UnitOfWork") -> Any:
            match choice:
                case "hold":
                    return desk.hold(number)
                case "wait":
                    return desk.wait(number, datetime.combine(until or date.min, time(12), tzinfo=zone))
                case "merge":
                    return desk.merge(number, CourseId(into or 0))
                case "individual":
                    return desk.individual(number)
                case "cancel":
                    return desk.cancel(number)
                case _:
                    return desk.end(number)

        result = office.act(work)
        families = len(result) if isinstance(result, tuple) else None
        _refuse(None if families is not None else result)
    told = {"merge": "are asked about the other course", "individual": "are called about the form at home"}
    more = "" if families is None else f": {families} families {told.get(choice, 'are told, and come first')}"
    click.echo(f"Course {course}: {choice} is done{more}.")


@courses.command()
@click.argument("course", type=int)
@click.argument("session", type=int)
@click.option(
    "--present",
    multiple=True,
    help="A family whose parents all came, or F-12:2 for its second parent; repeat.",
)
@municipality_option
@settings_option
def attend(course: int, session: int, present: tuple[str, ...], key: str | None, folder: Path | None) -> None:
    """Note who came to SESSION (from 1) of COURSE; everybody who is not named was away."""
    from domain.course_records import SeatState
    from domain.ids import CourseId

    with _office(folder, key) as office:
        wanted = [(office.family(ref), part) for ref, _, part in (one.partition(":") for one in present)]

        def work(desk: "CourseDesk", unit: "UnitOfWork") -> tuple[Any, int]:
            on_it = (SeatState.TAKEN, SeatState.COMPLETED)
            seats = [one for one in unit.courses.seats(CourseId(course)) if one.state in on_it]
            came = {
                one.id
                for one in seats
                for family, part in wanted
                if one.family == family and part in ("", str(one.part))
            }
            strangers = {family for family, _ in wanted} - {one.family for one in seats}
            if strangers:
                return _not_on_it(), 0
            return desk.attended(CourseId(course), session, came), len(came)

        wrong, came = office.act(work)
        _refuse(wrong)
    click.echo(f"Session {session}: {came} parents came.")


def _not_on_it() -> Any:
    from bot.course_running import NotNow, Why

    return NotNow(Why.NOT_ON_IT)


@courses.command()
@click.argument("course", type=int)
@click.option("--session", type=int, help="Which session moves, from 1; with --to.")
@click.option("--to", "start", type=moment, help="Its new start, as 2026-09-15T17:00.")
@click.option("--room", help="Another room for every session to come.")
@municipality_option
@settings_option
def change(
    course: int,
    session: int | None,
    start: datetime | None,
    room: str | None,
    key: str | None,
    folder: Path | None,
) -> None:
    """Give a session of COURSE another date, or the course another room; all with a place are told at once."""
    from bot.course_running import Change
    from domain.ids import CourseId

    if (session is None) != (start is None) or (session is None and room is None):
        raise click.UsageError("name --session and --to together, or --room, or all three")
    with _office(folder, key) as office:
        zone = office.settings.zone
        at = start.replace(tzinfo=zone) if start is not None and start.tzinfo is None else start
        _refuse(office.act(lambda desk, _: desk.change(CourseId(course), Change(session, at, room))))
    click.echo(f"Course {course} is changed; everybody with a place is told.")


@courses.command()
@click.argument("course", type=int)
@click.argument("family")
@municipality_option
@settings_option
def leave(course: int, family: str, key: str | None, folder: Path | None) -> None:
    """FAMILY leaves COURSE; midway it counts as aborted."""
    from domain.ids import CourseId

    with _office(folder, key) as office:
        number = office.family(family)
        _refuse(office.act(lambda desk, _: desk.left(CourseId(course), number)))
    click.echo(f"{family} has left course {course}.")


@courses.command()
@click.argument("family")
@click.option("--knows", help="Another family it knows: they are kept apart unless both agreed to share.")
@click.option(
    "--shares/--apart", default=None, help="Whether it agreed to share a group with somebody it knows."
)
@municipality_option
@settings_option
def note(family: str, knows: str | None, shares: bool | None, key: str | None, folder: Path | None) -> None:
    """Note what staff know of FAMILY on the waiting list; no family is ever told."""
    if knows is None and shares is None:
        raise click.UsageError("say --knows FAMILY, --shares or --apart")
    with _office(folder, key) as office:
        number = office.family(family)

        def work(desk: "CourseDesk", _: "UnitOfWork") -> bool:
            known = knows is None or desk.know_each_other(number, knows)
            return known and (shares is None or desk.agree_to_share(number, shares))

        if not office.act(work):
            raise Refusal(f"{family} is on no waiting list, or there is no family {knows!r} here.")
    click.echo("Noted.")
