"""``courses suggest``: which courses seat the most waiting families, and why each other family is left over."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import (
    Refusal,
    municipality_of,
    municipality_option,
    open_database,
    settings_from,
    settings_option,
)

if TYPE_CHECKING:
    from domain.forming import Proposal

DECIDE_BEFORE = timedelta(days=14)
"""How long before its first session a group must have filled."""


@click.group()
def courses() -> None:
    """Courses that form from the waiting list."""


@courses.command()
@click.argument("times", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--offer", default="cosp", show_default=True)
@click.option("--most", default=6, show_default=True, help="How many courses can be held at most.")
@click.option(
    "--count-parents", is_flag=True, help="Seat the most parents, so that couples are not left over."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
@click.option(
    "--plan", is_flag=True, help="Plan what is proposed: the families are asked at the next allowed hour."
)
@municipality_option
@settings_option
def suggest(
    times: Path,
    offer: str,
    most: int,
    count_parents: bool,
    as_json: bool,
    plan: bool,
    key: str | None,
    folder: Path | None,
) -> None:
    """Propose courses from a CSV file of possible TIMES and the families that wait."""
    from app.holidays import danish_holidays
    from app.imports.coursetimes import possible_courses
    from app.imports.csvfile import FileRefused
    from bot.forming import form_groups
    from domain.forming import Wanted
    from domain.ids import OfferKey
    from storage.read_models.courses import family_refs, leaders_by_ref, waiting_list

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    about, now = settings.municipalities[place], datetime.now(UTC)
    if OfferKey(offer) not in about.offers:
        raise Refusal(f"{about.name} has no offer {offer!r}; its offers are {', '.join(about.offers)}.")
    holidays = danish_holidays(first_of_may=about.first_of_may_is_holiday)
    with open_database(settings) as database:
        leaders = database.read_now(lambda connection: leaders_by_ref(connection, place))
        try:
            possible, wrong = possible_courses(times.read_bytes(), leaders, about.zone, holidays, now)
        except FileRefused as error:
            raise Refusal(str(error)) from error
        for one in wrong:
            click.echo(f"{times.name}, line {one.line}: {one.why}", err=True)
        families = database.read_now(lambda connection: waiting_list(connection, place, OfferKey(offer)))
        today = now.astimezone(about.zone).date()
        wanted = Wanted(families, possible, most, about.zone, today, count_parents=count_parents)
        proposal = form_groups(wanted)
        refs = database.read_now(lambda connection: family_refs(connection, [f.family for f in families]))
        told = _told(proposal, refs, len(families))
        click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _table(told))
        if plan:
            _plan(database, settings, place, OfferKey(offer), proposal, now)


def _told(proposal: "Proposal", refs: dict[int, str], waiting: int) -> dict[str, Any]:
    """The proposal with the families by the municipality's own references."""
    return {
        "waiting": waiting,
        "seated": proposal.seated,
        "proven": proposal.proven,
        "courses": [
            {
                "line": group.course.id,
                "first_session": group.course.start.isoformat(timespec="minutes"),
                "sessions": len(group.course.sessions),
                "room": group.course.room,
                "parents": group.parents,
                "largest": group.course.largest,
                "families": [refs[family] for family in group.families],
            }
            for group in proposal.groups
        ],
        "left_over": [{"family": refs[family], "why": str(why)} for family, why in proposal.left.items()],
    }


def _table(told: dict[str, Any]) -> str:
    lines = [f"{told['seated']} of {told['waiting']} families get a place."]
    if not told["proven"]:
        lines.append("The time ran out: another plan might seat more.")
    for one in told["courses"]:
        lines.append(
            f"\nLine {one['line']}: {one['first_session']}, {one['sessions']} sessions, {one['room']}"
        )
        lines.append(f"  {one['parents']} of {one['largest']} parents: {', '.join(one['families'])}")
    if told["left_over"]:
        lines.append("\nLeft over")
        lines += [f"  {one['family']:20} {one['why']}" for one in told["left_over"]]
    return "\n".join(lines)


def _plan(database: Any, settings: Any, place: Any, offer: Any, proposal: "Proposal", now: datetime) -> None:
    """Every proposed course in one transaction: all of them, or a refusal and none."""
    from app.imports.coursetimes import said
    from app.wiring import put_together
    from bot.course_desk import CourseDesk, KeptApart, NotOnTheList
    from domain.course_records import CourseState, PlannedCourse
    from domain.ids import CourseId
    from domain.ports import UnitOfWork

    house = put_together(settings, database=database, channels={}).service.house

    def plan_all(unit: UnitOfWork) -> None:
        desk = CourseDesk(unit, house, now, "command", place)
        for group in proposal.groups:
            course = replace(group.course, id=CourseId(unit.new_id()))
            decide_at = max(course.start - DECIDE_BEFORE, now + timedelta(days=3))
            planned = PlannedCourse(course, place, offer, CourseState.FORMING, decide_at)
            for wrong in desk.plan(planned, group.families):
                who = isinstance(wrong, NotOnTheList | KeptApart)
                why = "its families have changed meanwhile; ask again" if who else said(wrong)  # type: ignore[arg-type]
                raise Refusal(f"Line {group.course.id} cannot be planned: {why}.")

    import asyncio

    asyncio.run(database.work(plan_all))
    click.echo(
        f"{len(proposal.groups)} courses are planned; their families are asked at the next allowed hour."
    )
