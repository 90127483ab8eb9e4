"""``courses attend|leave``: who came to a session, and a family that leaves a course."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import municipality_option, settings_option
from app.commands.course_office import course_office, refuse
from app.commands.forming import courses

if TYPE_CHECKING:
    from bot.course_desk import CourseDesk
    from domain.ports import UnitOfWork


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

    with course_office(folder, key) as office:
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
        refuse(wrong)
    click.echo(f"Session {session}: {came} parents came.")


def _not_on_it() -> Any:
    from bot.course_running import NotNow, Why

    return NotNow(Why.NOT_ON_IT)


@courses.command()
@click.argument("course", type=int)
@click.argument("family")
@municipality_option
@settings_option
def leave(course: int, family: str, key: str | None, folder: Path | None) -> None:
    """FAMILY leaves COURSE; midway it counts as aborted."""
    from domain.ids import CourseId

    with course_office(folder, key) as office:
        number = office.family(family)
        refuse(office.act(lambda desk, _: desk.left(CourseId(course), number)))
    click.echo(f"{family} has left course {course}.")
