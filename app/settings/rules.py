"""Whether settings that can be read also make sense together."""

import re
from datetime import date
from urllib.parse import urlsplit

from app.settings.offers import check_offers
from app.settings.reading import Reader
from app.settings.values import InstallationSettings
from domain.contact_hours import SATURDAY
from domain.crisis import crisis_warning
from domain.presence import LONGEST_TALK, SHORTEST_TALK
from domain.settings import Cadence, MunicipalitySettings

MAX_HORIZON_DAYS = 366
_BOT_NAME = re.compile(r"@[A-Za-z][A-Za-z0-9_]{4,31}")


def check_installation(settings: InstallationSettings, reader: Reader) -> None:
    """Addresses are addresses, ports are ports, sessions end."""
    if not settings.database_url.startswith(("sqlite:///", "postgresql://")):
        reader.complain("database_url", "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE")
    if not 0 <= settings.port <= 65535:
        reader.complain("port", "write a number from 1 to 65535 (0: any free port)")
    for name in ("public_url", "gatewayapi_url", "twilio_url", "kannel_url", "telegram_url"):
        if not _is_address(getattr(settings, name)):
            reader.complain(
                name, "write an address that begins with https:// (or http:// on a private network)"
            )
    for name in ("session_idle_minutes", "session_hours"):
        if getattr(settings, name) < 1:
            reader.complain(name, "write 1 or more")
    if settings.session_secret is not None and len(settings.session_secret) < 32:
        reader.complain("session_secret", "write at least 32 random characters")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
    except ValueError:
        return False


def check_municipality(settings: MunicipalitySettings, reader: Reader) -> None:
    """Names point at what exists, hours and ages run forwards, the cadence keeps its own promises."""
    for name in ("name", "service_name", "office_phone"):
        if not getattr(settings, name):
            reader.complain(name, "must not be empty; families read it")
    if not settings.languages:
        reader.complain("languages", 'write at least ["da"]')
    check_offers(settings, reader)
    _check_places(settings, reader)
    _check_presence(settings, reader)
    _check_cadence(settings.cadence, reader)
    _check_hours(settings, reader)
    for n, period in enumerate(settings.restrictions, 1):
        if period.last < period.first:
            reader.complain(f"restrictions[{n}].last", "lies before first; exchange them")
    if settings.crisis.regional and settings.crisis.checked_on is None:
        reader.complain(
            "crisis.checked_on", "write the day on which somebody last called the regional number"
        )
    if settings.telegram_bot and not _BOT_NAME.fullmatch(settings.telegram_bot):
        reader.complain("telegram_bot", 'write the bot\'s name in Telegram, as in "@HedenstedBot"')
    for name in settings.retention.__dataclass_fields__:
        if getattr(settings.retention, name) < 1:
            reader.complain(f"retention.{name}", "write 1 day or more")
    try:
        fine = float(settings.price_per_part) >= 0
    except ValueError:
        fine = False
    if not fine:
        reader.complain("price_per_part", 'write a price in quotes, as in "0.35"')


def _check_places(settings: MunicipalitySettings, reader: Reader) -> None:
    for daycare in settings.daycares:
        if daycare.district not in settings.districts:
            reader.complain(
                "daycares", f'"{daycare.name}" lies in "{daycare.district}", which is not in districts'
            )
    for nurse in settings.nurses:
        for district in nurse.districts:
            if district not in settings.districts:
                reader.complain("nurses", f'"{nurse.ref}" serves "{district}", which is not in districts')
        if not nurse.first_name:
            reader.complain("nurses", f'"{nurse.ref}" has no first_name; families read it')
    lists = {
        "daycares": [daycare.name for daycare in settings.daycares],
        "nurses": [nurse.ref for nurse in settings.nurses],
        "partners": [partner.ref for partner in settings.partners],
        "restrictions": [period.name for period in settings.restrictions],
    }
    for key, names in lists.items():
        for name in sorted({name for name in names if names.count(name) > 1}):
            reader.complain(key, f'"{name}" stands there twice; keep one')
    _check_lengths(settings, reader)


def _check_presence(settings: MunicipalitySettings, reader: Reader) -> None:
    """Windows name a daycare and a nurse that exist, close after they open, and hold talks that fit."""
    daycares = [one.name for one in settings.daycares]
    nurses = [one.ref for one in settings.nurses]
    for n, plan in enumerate(settings.presence, 1):
        at = f"presence[{n}]"
        if plan.daycare not in daycares:
            reader.complain(f"{at}.daycare", f'"{plan.daycare}" is not in daycares')
        if plan.nurse not in nurses:
            reader.complain(f"{at}.nurse", f'"{plan.nurse}" is not in nurses')
        if plan.opens >= plan.closes:
            reader.complain(f"{at}.closes", "closes before it opens; write a later time")
        if plan.first.weekday() >= SATURDAY:
            reader.complain(f"{at}.first", "is a Saturday or Sunday; write a weekday")
        if plan.last is not None and plan.last < plan.first:
            reader.complain(f"{at}.last", "lies before first; exchange them")
        if plan.talk_minutes and not SHORTEST_TALK <= plan.talk_minutes <= LONGEST_TALK:
            reader.complain(f"{at}.talk_minutes", "write 15 to 20 minutes, or 0 for no booked talks")
        if not plan.talk_minutes and not plan.drop_in:
            reader.complain(f"{at}.drop_in", "offers nothing; write drop_in = true or talk_minutes = 15")
        if len(plan.room) > 80:
            reader.complain(f"{at}.room", "shorten it to 80 characters")
    for name in ("week_before_days", "early_minutes", "min_days_between"):
        if getattr(settings.presence_rhythm, name) < 0:
            reader.complain(f"presence_rhythm.{name}", "write 0 or more")
    if not 1 <= settings.presence_rhythm.plan_days <= MAX_HORIZON_DAYS:
        reader.complain("presence_rhythm.plan_days", f"write 1 to {MAX_HORIZON_DAYS} days")


def _check_lengths(settings: MunicipalitySettings, reader: Reader) -> None:
    """What is stored must fit: 80 characters, 120 for a daycare's name; ``|`` separates districts in an account."""
    names = [("districts", district, 80) for district in settings.districts]
    names += [("daycares", daycare.name, 120) for daycare in settings.daycares]
    names += [("nurses", name, 80) for nurse in settings.nurses for name in (nurse.ref, nurse.first_name)]
    names += [("partners", name, 80) for one in settings.partners for name in (one.ref, one.first_name)]
    for key, name, longest in names:
        if len(name) > longest or "|" in name:
            reader.complain(key, f'shorten "{name[:30]}…" to {longest} characters, without "|"')
    for district in settings.districts:
        if not district:
            reader.complain("districts", "a district has a name; remove the empty one")


def _check_cadence(cadence: Cadence, reader: Reader) -> None:
    days = (
        "first_message_day",
        "second_message_day",
        "call_list_day",
        "call_list_until_day",
        "third_message_day",
    )
    order = [getattr(cadence, name) for name in days]
    if order != sorted(order) or order[0] < 0:
        reader.complain("cadence", f"these days must follow each other: {', '.join(days)}")
    gaps = (order[1] - order[0], order[4] - order[1])
    if min(gaps) < cadence.min_days_between:
        reader.complain("cadence.min_days_between", "is longer than the days between two messages; lower it")
    for name in cadence.__dataclass_fields__:
        value = getattr(cadence, name)
        if isinstance(value, int) and value < 0:
            reader.complain(f"cadence.{name}", "write 0 or more")
    if not cadence.lead_hours / 24 < cadence.horizon_days <= MAX_HORIZON_DAYS:
        reader.complain(
            "cadence.horizon_days", f"write more days than lead_hours, {MAX_HORIZON_DAYS} at most"
        )


def _check_hours(settings: MunicipalitySettings, reader: Reader) -> None:
    windows = {f"hours.{name}": getattr(settings.hours, name) for name in settings.hours.__dataclass_fields__}
    windows["office"] = (settings.office.opens, settings.office.closes)
    for key, (opens, closes) in windows.items():
        if opens >= closes:
            reader.complain(key, "closes before it opens; write the earlier time first")


def crisis_notices(settings: MunicipalitySettings, today: date) -> tuple[str, ...]:
    """Sentences about crisis numbers that nobody has set or checked for a year."""
    warning = crisis_warning(settings.crisis, today)
    return () if warning is None else (f"{settings.key}: {warning}",)
