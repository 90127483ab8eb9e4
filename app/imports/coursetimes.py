"""A leader's list of possible courses as a CSV file: when, where, led by whom, for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.imports.csvfile import Row, read_table
from domain.contact_hours import Holidays
from domain.courses import LARGEST_GROUP, SMALLEST_GROUP, Course, GroupKind, Refusal, refused, weekly_sessions
from domain.ids import CourseId, Language, NurseId

COLUMNS = (
    "first_session",
    "sessions",
    "minutes",
    "leaders",
    "room",
    "smallest",
    "largest",
    "language",
    "kind",
    "childcare",
    "meal",
)
"""``leaders`` are references of the settings file with ``|`` between; ``kind`` is open, mothers or couples."""


@dataclass(frozen=True, slots=True)
class WrongTime:
    """A line that is no possible course, and why."""

    line: int
    why: str


def possible_courses(
    content: bytes, leaders: Mapping[str, NurseId], zone: ZoneInfo, holidays: Holidays, now: datetime
) -> tuple[list[Course], list[WrongTime]]:
    """The courses of a file, numbered by their lines; each wrong line is named and the rest goes in.

    Raises ``FileRefused`` when the file as a whole cannot be read.
    """
    table = read_table(content, COLUMNS)
    courses: list[Course] = []
    wrong = [WrongTime(rejection.line, rejection.english) for rejection in table.rejected]
    for row in table.rows:
        try:
            course = _course(row, leaders, zone, holidays)
        except (ValueError, KeyError) as error:
            wrong.append(WrongTime(row.line, f"cannot be read: {error}"))
            continue
        why = refused(course, (), zone, holidays, now)
        if why:
            wrong.append(WrongTime(row.line, said(why[0])))
        else:
            courses.append(course)
    return courses, wrong


def said(refusal: Refusal) -> str:
    """A refusal in words: what is wrong, with its day or size."""
    fields = (f"{name} {getattr(refusal, name)}" for name in refusal.__slots__)
    return f"{_SAID[type(refusal).__name__]} ({', '.join(fields)})"


_SAID = {
    "OverCapacity": "more parents than places",
    "InThePast": "a session is in the past",
    "OnHoliday": "a session is on a holiday",
    "LeaderTwice": "a leader would be in two places",
    "RoomTwice": "the room is taken",
    "WrongShape": "a course has 6, 7 or 8 sessions and a size that can be",
}


def _course(row: Row, leaders: Mapping[str, NurseId], zone: ZoneInfo, holidays: Holidays) -> Course:
    cells = row.cells
    first = datetime.fromisoformat(cells["first_session"])
    local = first.replace(tzinfo=zone) if first.tzinfo is None else first.astimezone(zone)
    if holidays(local.date()):
        raise ValueError(f"the first session {local:%Y-%m-%d} is on a holiday")
    names = [name.strip() for name in cells["leaders"].split("|") if name.strip()]
    unknown = [name for name in names if name not in leaders]
    if unknown or not names:
        raise ValueError(
            f"leaders must be nurses of the settings file; unknown: {', '.join(unknown) or 'none named'}"
        )
    return Course(
        id=CourseId(row.line),
        leaders=frozenset(leaders[name] for name in names),
        room=cells["room"],
        sessions=weekly_sessions(local, int(cells["sessions"]), zone, holidays),
        minutes=int(cells["minutes"]),
        smallest=int(cells["smallest"] or SMALLEST_GROUP),
        largest=int(cells["largest"] or LARGEST_GROUP),
        language=Language(cells["language"] or "da"),
        kind=GroupKind(cells["kind"] or "open"),
        childcare=cells["childcare"].lower() in ("ja", "yes", "1"),
        meal=cells["meal"].lower() in ("ja", "yes", "1"),
    )
