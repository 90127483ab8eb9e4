"""``courses plan|decide|change``: a course is planned, its fate chosen, a session or its room changed."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import Refusal, day, moment, municipality_option, settings_option
from app.commands.course_office import course_office, refuse
from app.commands.forming import DECIDE_BEFORE, courses

if TYPE_CHECKING:
    from bot.course_desk import CourseDesk
    from domain.ports import UnitOfWork


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

    with course_office(folder, key) as office:
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
        refuse(wrong)
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
    with course_office(folder, key) as office:
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
        refuse(None if families is not None else result)
    told = {"merge": "are asked about the other course", "individual": "are called about the form at home"}
    more = "" if families is None else f": {families} families {told.get(choice, 'are told, and come first')}"
    click.echo(f"Course {course}: {choice} is done{more}.")


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
    with course_office(folder, key) as office:
        zone = office.settings.zone
        at = start.replace(tzinfo=zone) if start is not None and start.tzinfo is None else start
        refuse(office.act(lambda desk, _: desk.change(CourseId(course), Change(session, at, room))))
    click.echo(f"Course {course} is changed; everybody with a place is told.")
