"""Pages from templates: escaped by default, dates and hours as Danes write them, the menu of who is logged in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.accounts import Role
from web import words
from web.services import SESSION, services, settings

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; ``icon`` is one of the design system's."""

    path: str
    name: str
    icon: str


MENUS: Mapping[Role, tuple[Entry, ...]] = {
    Role.NURSE: (
        Entry("/today", "I dag", "calendar-month"),
        Entry("/waiting", "Venter på svar", "forum"),
        Entry("/calls", "Breve og opkald", "smartphone"),
        Entry("/times", "Mine tider", "time"),
    ),
    Role.COURSE_LEADER: (
        Entry("/today", "I dag", "calendar-month"),
        Entry("/courses", "Kurser", "groups"),
        Entry("/times", "Mine tider", "time"),
    ),
    Role.LEADER: (
        Entry("/uptake", "Tilslutning", "analytics"),
        Entry("/courses", "Kurser", "groups"),
        Entry("/exports", "Hent tal", "download"),
    ),
    Role.ADMINISTRATOR: (
        Entry("/uptake", "Tilslutning", "analytics"),
        Entry("/exports", "Hent tal", "download"),
    ),
}


def page(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """A whole page for who is logged in (or for nobody yet)."""
    who = request.get(SESSION)
    around: dict[str, Any] = {
        "path": request.path,
        "who": who.account if who is not None else None,
        "csrf": who.csrf if who is not None else "",
        "menu": MENUS[who.account.role] if who is not None and not who.account.must_change else (),
        "place": settings(request) if who is not None else None,
        "is_demo": services(request).is_demo,
        "did": words.DONE.get(request.query.get("did", "")),
        "refused": words.REFUSED.get(request.query.get("refused", "")),  # type: ignore[call-overload]
        "version": asset_version(services(request).assets),
    }
    if who is not None:
        zone = settings(request).zone
        around["today"] = services(request).clock.now().astimezone(zone).date()
        around |= {name: _in_zone(tell, zone) for name, tell in _MOMENTS.items()}
        around["waiting"] = 0
    body = environment().get_template(template).render(around | values)
    return web.Response(body=body.encode(), status=status, content_type="text/html", charset="utf-8")


def fragment(request: web.Request, template: str, **values: Any) -> web.Response:
    """A part of a page that renews itself."""
    return page(request, template, **values)


def error_page(request: web.Request, status: int) -> web.Response:
    """What went wrong, in words that tell nothing of a family."""
    title, advice = words.ERRORS.get(status, words.ERRORS[500 if status >= 500 else 400])
    return page(request, "error.html", status=status, title=title, advice=advice, did=None, refused=None)


@cache
def environment() -> Environment:
    """The templates, read once."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "phone": phone, "lines": lines, "months": months}
    made.globals |= {
        "words": words,
        "offer_name": words.offer_name,
        "held_name": words.held_name,
        "field_error": None,
    }
    return made


@cache
def asset_version(assets: Path) -> str:
    """What makes a browser fetch style sheets and scripts anew after an upgrade."""
    files = (assets / "css" / "dkfds.min.css", STATIC / "pages.css")
    return format(max(int(file.stat().st_mtime) for file in files if file.exists()), "x")


def day(moment: date, pattern: str = "EEEE d. MMMM") -> str:
    """A day in Danish: "onsdag 6. maj"."""
    return format_date(moment, pattern, locale="da")


def phone(number: str) -> str:
    """A Danish number in pairs, as it is read out; another as it is."""
    if number.startswith("+45") and len(number) == 11:
        digits = number[3:]
        return " ".join(digits[at : at + 2] for at in range(0, 8, 2))
    return number


def lines(text: str) -> Markup:
    """A message with its line breaks."""
    return Markup("<br>").join(text.splitlines())


def months(born: date | None, today: date) -> str:
    """A child's age as a nurse says it: months until two years, then years and months."""
    if born is None:
        return ""
    whole = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if whole < 24:
        return f"{whole} mdr."
    years, rest = divmod(whole, 12)
    return f"{years} år" + (f" {rest} mdr." if rest else "")


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%H.%M")


def _local_day(moment: datetime, zone: ZoneInfo) -> str:
    return day(moment.astimezone(zone).date())


def _date_of(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _short(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{day(local.date(), 'EEE d. MMM')} kl. {local:%H.%M}"


_MOMENTS = {"clock": _clock, "local_day": _local_day, "short": _short, "date_of": _date_of}


def _in_zone(tell: Any, zone: ZoneInfo) -> Any:
    return lambda moment: tell(moment, zone)
