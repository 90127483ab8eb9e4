"""When a human reads what families write; the bot never promises more."""

from datetime import datetime, timedelta

from domain.contact_hours import Holidays, contact_day_on_or_after, is_contact_day, local_moment
from domain.settings import MunicipalitySettings


def is_open(now: datetime, settings: MunicipalitySettings, holidays: Holidays) -> bool:
    """Whether somebody reads hand-overs now."""
    local = now.astimezone(settings.zone)
    inside = settings.office.opens <= local.time() < settings.office.closes
    return inside and is_contact_day(local.date(), holidays)


def next_opening(now: datetime, settings: MunicipalitySettings, holidays: Holidays) -> datetime:
    """When somebody reads next: now if the office is open, else its next opening."""
    if is_open(now, settings, holidays):
        return now
    day = contact_day_on_or_after(now.astimezone(settings.zone).date(), holidays)
    opening = local_moment(day, settings.office.opens, settings.zone)
    if opening > now:
        return opening
    return local_moment(
        contact_day_on_or_after(day + timedelta(days=1), holidays), settings.office.opens, settings.zone
    )
