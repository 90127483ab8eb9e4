"""``courses list|plan|decide|attend|change|leave|note``: what a leader does with courses, at a prompt.

Here: what there is and who waits (``list``, ``note``); the others have rooms of their own.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands import course_planning, course_presence
from app.commands.common import Refusal, municipality_option, settings_option
from app.commands.course_office import course_office
from app.commands.forming import courses

if TYPE_CHECKING:
    from bot.course_desk import CourseDesk
    from domain.ports import UnitOfWork

__all__ = ["course_planning", "course_presence", "courses"]


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

    with course_office(folder, key) as office:
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
    with course_office(folder, key) as office:
        number = office.family(family)

        def work(desk: "CourseDesk", _: "UnitOfWork") -> bool:
            known = knows is None or desk.know_each_other(number, knows)
            return known and (shares is None or desk.agree_to_share(number, shares))

        if not office.act(work):
            raise Refusal(f"{family} is on no waiting list, or there is no family {knows!r} here.")
    click.echo("Noted.")
