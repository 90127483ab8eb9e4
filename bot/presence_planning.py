"""Windows are planned from the settings some weeks ahead, each with its talks; what cannot be is a refusal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.conversing import House
from domain.contact_hours import local_moment
from domain.courses import InThePast
from domain.ids import Municipality, WindowId
from domain.ports import UnitOfWork
from domain.presence import (
    ClosesFirst,
    NoSuchHour,
    NurseTwice,
    PresencePlan,
    WasCancelled,
    WindowRefusal,
    days_of,
    first_telling,
    hours_of,
    refused,
    talk_times,
)
from domain.presence_records import Window, WindowState
from domain.records import AuditEntry
from domain.settings import MunicipalitySettings


@dataclass(frozen=True, slots=True)
class RefusedWindow:
    """One day of a plan that cannot be, and why."""

    plan: PresencePlan
    day: date
    why: tuple[WindowRefusal, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning came to; a window that stands already is in neither."""

    windows: tuple[Window, ...] = ()
    refused: tuple[RefusedWindow, ...] = ()


def plan_windows(
    unit: UnitOfWork, house: House, municipality: Municipality, now: datetime, actor: str
) -> Planned:
    """The windows of the settings from today until ``plan_days`` ahead that do not stand yet.

    The same again changes nothing; a window that was cancelled is not planned again.
    """
    settings = house.municipalities[municipality]
    if not settings.presence:
        return Planned()
    unit.lock_planning(municipality)
    today = now.astimezone(settings.zone).date()
    last = today + timedelta(days=settings.presence_rhythm.plan_days)
    there = _there(unit, settings, today, last)
    windows: list[Window] = []
    wrong: list[RefusedWindow] = []
    for plan in settings.presence:
        for day in days_of(plan, today, last, house.holidays, _paused(settings)):
            if (plan.daycare, local_moment(day, plan.opens, settings.zone)) in there:
                continue
            made = add_window(unit, house, municipality, plan, day, now, actor)
            if isinstance(made, Window):
                windows.append(made)
            elif not any(isinstance(why, InThePast) for why in made):
                wrong.append(RefusedWindow(plan, day, made))
    return Planned(tuple(windows), tuple(wrong))


def _paused(settings: MunicipalitySettings) -> Callable[[date], bool]:
    return lambda day: settings.restriction_on(day) is not None


def _there(
    unit: UnitOfWork, settings: MunicipalitySettings, first: date, last: date
) -> dict[tuple[str, datetime], WindowState]:
    """The windows that stand or were cancelled, by daycare and hour."""
    begin = local_moment(first, time(), settings.zone)
    end = local_moment(last + timedelta(days=1), time(), settings.zone)
    found = unit.presence.windows(settings.key, begin, end, tuple(WindowState))
    return {(one.daycare, one.start.astimezone(settings.zone)): one.state for one in found}


def add_window(
    unit: UnitOfWork,
    house: House,
    municipality: Municipality,
    plan: PresencePlan,
    day: date,
    now: datetime,
    actor: str,
) -> Window | tuple[WindowRefusal, ...]:
    """One window on one day with its talks, or why it cannot be."""
    settings = house.municipalities[municipality]
    hours = hours_of(plan, day, settings.zone)
    if isinstance(hours, NoSuchHour | ClosesFirst):
        return (hours,)
    start, end = hours
    nurses = unit.presence.nurse_refs(municipality)
    wrong = refused(
        plan,
        start,
        end,
        settings.zone,
        house.holidays,
        _paused(settings),
        [one.name for one in settings.daycares],
        nurses,
        now,
    )
    if wrong:
        return wrong
    same = _there(unit, settings, day, day).get((plan.daycare, start))
    if same is WindowState.CANCELLED:
        return (WasCancelled(start),)
    elsewhere = unit.presence.clash(municipality, nurses[plan.nurse], start, end)
    if elsewhere is not None:
        return (NurseTwice(elsewhere.astimezone(settings.zone)),)
    window = Window(
        WindowId(unit.new_id()),
        municipality,
        plan.daycare,
        plan.kind,
        plan.room,
        nurses[plan.nurse],
        start,
        end,
        plan.drop_in,
        plan.talk_minutes,
    )
    telling = first_telling(start, settings.presence_rhythm, settings.zone, house.holidays, now)
    if telling is not None:
        window = replace(window, telling=telling.round, tell_at=telling.at)
    unit.presence.add_window(window, talk_times(start, end, plan.talk_minutes), now)
    unit.add_audit(AuditEntry(municipality, now, actor, "presence.planned", detail=str(window.id)))
    return window
