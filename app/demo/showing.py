"""What the demo's page shows of a town at a moment: the phones, the clock, what just happened."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from app.demo.cast import CAST, STRANGER
from app.demo.course_cast import SHOWN
from app.demo.happenings import coming, happenings, newest
from app.demo.phones import Bubble, is_demo_number
from app.demo.situations import Owner, owners
from app.demo.staff import PASSWORD, demo_accounts
from app.demo.town import Town
from domain.ids import DANISH, Number
from storage import tables as t
from web.rendering import asset_version
from web.rendering import phone as in_pairs

FOLDER = Path(__file__).parent
ASSETS = FOLDER / "static"
QUICK = ("1", "2", "3", "0", "STOP")
MORE_PHONES = 60
"""How many other phones can be picked up from the list."""

NAMES = {role.ref: " and ".join(name for name, _ in role.phones) for role in CAST} | {
    role.ref: role.name for role in SHOWN
}
NOBODY = Owner("Unknown", "", DANISH, "A number nobody knows", ("Hej, hvem er I?", "1"))


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of the page. ``days`` are its bubbles day by day; ``fresh`` those that the browser has not seen."""

    number: Number
    owner: Owner
    days: tuple[tuple[str, tuple[Bubble, ...]], ...]
    fresh: frozenset[int]

    @property
    def key(self) -> str:
        """The number as an element's id."""
        return self.number.removeprefix("+")


class Showing:
    """Renders the page, or the parts of it that changed since a mark."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._zone = town.settings.zone

    def mark(self) -> str:
        """What tells whether anything has changed: the newest row and the clock."""
        now = self._town.clock.now()
        seen = self._town.database.read_now(lambda connection: newest(connection, now))
        return f"{seen}-{now.timestamp():.0f}"

    def page(self, assets: Path, another: str, said: str = "") -> str:
        """The whole page."""
        about = {"version": asset_version(assets), "own_version": own_version(), "others": self._others()}
        return self._render("demo.html", another, self.mark(), said, **about)

    def parts(self, another: str, seen: str, said: str = "") -> str:
        """The parts that may have changed since a mark."""
        return self._render("parts.html", another, seen, said)

    def _render(self, template: str, another: str, seen: str, said: str, **more: Any) -> str:
        # The mark first: what is written while the page is made is then shown again, and never missed.
        mark = self.mark()
        now = self._town.clock.now()
        following = self._town.moving.next_event()
        read = self._town.database.read_now
        values: dict[str, Any] = {
            "place": self._town.settings,
            "now": now,
            "today": now.astimezone(self._zone).date(),
            "following": following,
            "coming": self._coming(following) if following is not None else "",
            "phones": self._phones(another, seen),
            "another": another if is_demo_number(another) else "",
            "happenings": read(happenings),
            "names": NAMES,
            "accounts": demo_accounts(self._town),
            "password": PASSWORD,
            "quick": QUICK,
            "said": said,
            "mark": mark,
            "local": lambda moment: moment.astimezone(self._zone),
        }
        return environment().get_template(template).render(values | more)

    def _coming(self, moment: datetime) -> str:
        """What will happen at a moment: of what the visitor knows first."""
        due = self._town.database.read_now(lambda connection: coming(connection, moment, NAMES))
        return ", ".join([*due, *self._town.moving.told_at(moment)][:2])

    def _phones(self, another: str, seen: str) -> list[Phone]:
        """One that was picked up from the list, the cast's, and a stranger's."""
        cast = [number for role in CAST for _, number in role.phones] + [role.number for role in SHOWN]
        picked = [Number(another)] if is_demo_number(another) and another not in cast else []
        known = self._town.database.read_now(lambda one: owners(one, [*picked, *cast], self._zone))
        numbers = [*picked, *(number for number in cast if number in known)]
        if STRANGER not in numbers:
            numbers.append(STRANGER)
        screens = self._town.screens(numbers)
        return [self._phone(number, known.get(number, NOBODY), screens[number], seen) for number in numbers]

    def _phone(self, number: Number, owner: Owner, bubbles: list[Bubble], seen: str) -> Phone:
        days: dict[date, list[Bubble]] = {}
        for bubble in bubbles:
            days.setdefault(bubble.at.astimezone(self._zone).date(), []).append(bubble)
        grouped = tuple(
            (format_date(day, "EEEE d MMMM", locale="en_GB"), tuple(said)) for day, said in days.items()
        )
        row, clock = _read_mark(seen)
        fresh = frozenset(one.id for one in bubbles if one.id > row or one.at.timestamp() > clock)
        return Phone(number, owner, grouped, fresh)

    def _others(self) -> list[tuple[str, str]]:
        """Other families' phones, those invited last first: number and label."""
        statement = (
            select(t.contact.c.address, t.guardian.c.name, t.family.c.ref, t.invitation.c.state)
            .join(t.guardian, t.guardian.c.id == t.contact.c.guardian_id)
            .join(t.family, t.family.c.id == t.contact.c.family_id)
            .join(t.invitation, t.invitation.c.family_id == t.family.c.id)
            .where(t.family.c.ref.not_in(list(NAMES)), t.invitation.c.sent_at.is_not(None))
            .order_by(t.invitation.c.sent_at.desc(), t.contact.c.id)
            .limit(MORE_PHONES)
        )
        return [
            (row.address, f"{row.name or 'A parent'} · {row.ref} · {row.state.replace('_', ' ')}")
            for row in self._town.rows(statement)
        ]


def _read_mark(mark: str) -> tuple[int, float]:
    """The row and the clock of a mark; of something that is none, so late that nothing is fresh."""
    row, _, clock = mark.partition("-")
    if row.isdecimal() and clock.isdecimal():
        return int(row), float(clock)
    return 2**62, float(2**62)


@cache
def own_version() -> str:
    """What makes a browser fetch the demo's own files anew after a change."""
    return format(max(int(file.stat().st_mtime) for file in ASSETS.iterdir()), "x")


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
    made.filters |= {"day": _day, "clock": _clock, "short": _short, "pairs": in_pairs}
    return made


def _day(moment: datetime) -> str:
    return format_date(moment, "EEEE d MMMM y", locale="en_GB")


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _short(moment: datetime) -> str:
    return format_datetime(moment, "EEE d MMM HH:mm", locale="en_GB")
