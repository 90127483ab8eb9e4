"""``presence``: when nurses are at daycares; planned from the settings, listed, added, cancelled."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.commands.common import (
    Refusal,
    day,
    municipality_of,
    municipality_option,
    open_database,
    parsed,
    settings_from,
    settings_option,
)

if TYPE_CHECKING:
    from bot.conversing import House
    from domain.ids import Municipality
    from domain.ports import UnitOfWork
    from domain.presence import WindowRefusal
    from domain.settings import MunicipalitySettings

T = TypeVar("T")


@click.group()
def presence() -> None:
    """A nurse at the daycare: windows, their talks, and who is told."""


@presence.command()
@municipality_option
@settings_option
def plan(key: str | None, folder: Path | None) -> None:
    """Plan the windows of the settings; the same again changes nothing."""
    from bot.presence_planning import plan_windows

    def work(unit: "UnitOfWork", house: "House", place: "Municipality", now: datetime) -> Any:
        return plan_windows(unit, house, place, now, "command")

    about, made = _work(work, key, folder)
    click.echo(f"{len(made.windows)} windows are planned.")
    for one in made.refused:
        click.echo(f"{one.plan.daycare}, {one.day}: {'; '.join(said(why) for why in one.why)}", err=True)
    if made.refused:
        raise Refusal(
            f"{len(made.refused)} days of {about.name} could not be planned; the lines above say why."
        )


@presence.command("list")
@click.option("--days", default=35, show_default=True, help="How many days ahead.")
@click.option("--all", "everything", is_flag=True, help="Cancelled windows, too.")
@municipality_option
@settings_option
def list_windows(days: int, everything: bool, key: str | None, folder: Path | None) -> None:
    """The windows that are planned, with their numbers."""
    from domain.presence_records import WindowState

    def work(unit: "UnitOfWork", _: "House", place: "Municipality", now: datetime) -> Any:
        states = tuple(WindowState) if everything else (WindowState.OPEN,)
        windows = unit.presence.windows(place, now - timedelta(hours=12), now + timedelta(days=days), states)
        refs = {number: ref for ref, number in unit.presence.nurse_refs(place).items()}
        return [(one, refs.get(one.nurse, ""), len(unit.presence.talks(one.id))) for one in windows]

    about, found = _work(work, key, folder)
    click.echo(f"{'number':>8}  {'when':24} {'nurse':12} {'talks':>5}  place")
    for one, nurse, talks in found:
        local = one.start.astimezone(about.zone)
        when = f"{local:%Y-%m-%d %H:%M}-{one.end.astimezone(about.zone):%H:%M}"
        off = " (cancelled)" if one.state is WindowState.CANCELLED else ""
        click.echo(f"{one.id:>8}  {when:24} {nurse:12} {talks:>5}  {one.room_too}{off}")


@presence.command()
@click.argument("daycare")
@click.option("--nurse", required=True, help="Her reference of the settings file.")
@click.option("--on", "on", required=True, callback=parsed(day), help="The day, as in 2026-09-01.")
@click.option("--from", "opens", required=True, help="From this hour, as in 15:00.")
@click.option("--to", "closes", required=True, help="Until this hour.")
@click.option("--room", default="", help="Where a talk is held; parents read it.")
@click.option("--legestue", is_flag=True, help="The childminders' play group: its room is the place.")
@click.option("--talk-minutes", default=15, show_default=True, help="15 to 20, or 0 for no booked talks.")
@click.option("--no-drop-in", is_flag=True, help="Booked talks alone.")
@municipality_option
@settings_option
def add(
    daycare: str,
    nurse: str,
    on: date,
    opens: str,
    closes: str,
    room: str,
    legestue: bool,
    talk_minutes: int,
    no_drop_in: bool,
    key: str | None,
    folder: Path | None,
) -> None:
    """One more window at DAYCARE, on one day."""
    from bot.presence_planning import add_window
    from domain.presence import Every, PlaceKind, PresencePlan
    from domain.presence_records import Window

    kind = PlaceKind.LEGESTUE if legestue else PlaceKind.DAYCARE
    one = PresencePlan(
        daycare,
        nurse,
        on,
        _hour(opens),
        _hour(closes),
        Every.ONCE,
        room,
        kind,
        drop_in=not no_drop_in,
        talk_minutes=talk_minutes,
    )

    def work(unit: "UnitOfWork", house: "House", place: "Municipality", now: datetime) -> Any:
        return add_window(unit, house, place, one, on, now, "command")

    _, made = _work(work, key, folder)
    if not isinstance(made, Window):
        raise Refusal(f"It cannot be planned: {'; '.join(said(why) for why in made)}.")
    click.echo(f"Window {made.id} is planned; its parents are told.")


@presence.command()
@click.argument("number", type=int)
@municipality_option
@settings_option
def cancel(number: int, key: str | None, folder: Path | None) -> None:
    """Cancel window NUMBER: its booked talks are offered anew, its parents are told."""
    from bot.presence_desk import PresenceDesk, PresenceRefused
    from domain.ids import WindowId

    def work(unit: "UnitOfWork", house: "House", place: "Municipality", now: datetime) -> Any:
        return PresenceDesk(unit, house, now, "command").cancel(place, WindowId(number))

    _, done = _work(work, key, folder)
    if isinstance(done, PresenceRefused):
        raise Refusal(_REFUSED[done])
    click.echo(f"Cancelled; {done} booked talks are offered anew.")


@presence.command()
@click.argument("number", type=int)
@municipality_option
@settings_option
def talks(number: int, key: str | None, folder: Path | None) -> None:
    """The list for the pædagog: each talk's hour, and the child's first name where the pædagog is wished."""
    from domain.ids import WindowId
    from storage.read_models.presence import pedagog_list

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    zone = settings.municipalities[place].zone
    with open_database(settings) as database:
        found = database.read_now(lambda connection: pedagog_list(connection, place, WindowId(number)))
    if found is None:
        raise Refusal(_REFUSED["gone"])
    local = found.start.astimezone(zone)
    click.echo(f"{found.place}, {local:%Y-%m-%d %H:%M}-{found.end.astimezone(zone):%H:%M}")
    for talk in found.talks:
        begins, ends = talk.start.astimezone(zone), talk.end.astimezone(zone)
        state = "ledig" if not talk.booked else f"aftalt, pædagog ønsket: {talk.child or 'ja'}"
        if talk.booked and not talk.pedagog:
            state = "aftalt, uden pædagog"
        click.echo(f"  {begins:%H:%M}-{ends:%H:%M}  {state}")


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no hour; write it as 15:00") from error


def _work(
    what: "Callable[[UnitOfWork, House, Municipality, datetime], T]", key: str | None, folder: Path | None
) -> "tuple[MunicipalitySettings, T]":
    """Do it in one transaction, for the municipality that is meant."""
    from app.wiring import put_together
    from storage.ids import Ids
    from storage.importing.places import ensure_places

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    with open_database(settings) as database:
        # A nurse who has just come into the settings can be planned at once.
        ids, about = Ids(), settings.municipalities[place]
        ids.reserve(database.engine, len(about.nurses))
        database.write_now(lambda connection: ensure_places(connection, ids, about))
        house = put_together(settings, database=database, channels={}).service.house
        now = datetime.now(UTC)
        done = asyncio.run(database.work(lambda unit: what(unit, house, place, now)))
    return settings.municipalities[place], done


_REFUSED = {
    "gone": "There is no window with this number here; 'presence list' shows them.",
    "off": "This window is cancelled already.",
    "over": "This window has begun: what was held is counted, not cancelled.",
}
_SAID = {
    "InThePast": "it lies in the past",
    "OnHoliday": "it is a weekend or a holiday",
    "InRestriction": "a restriction period covers the day",
    "ClosesFirst": "it closes before it opens",
    "NurseTwice": "the nurse is somewhere else at",
    "UnknownDaycare": "the settings have no daycare",
    "UnknownNurse": "the settings have no nurse",
    "TalksDoNotFit": "talks are 15 to 20 minutes and fit in the window, not",
    "NothingOffered": "neither drop-in nor talks are offered",
    "NoSuchHour": "the clock change leaves the hour out or has it twice on",
    "WasCancelled": "the same window was cancelled and its parents were told; choose another hour",
}
_NAMED = {
    "NurseTwice": "start",
    "UnknownDaycare": "daycare",
    "UnknownNurse": "nurse",
    "TalksDoNotFit": "minutes",
}


def said(why: "WindowRefusal") -> str:
    """A refusal in words, with what it is about."""
    name = type(why).__name__
    about = getattr(why, _NAMED[name]) if name in _NAMED else None
    if isinstance(about, datetime):
        about = f"{about:%H:%M}"
    return _SAID[name] if about is None else f"{_SAID[name]} {about}"
