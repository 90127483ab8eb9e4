"""The nurses' weekly times: each Monday every nurse puts up the week that comes into sight, holidays left out."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from domain.contact_hours import Holidays, local_moment
from domain.ids import NurseId
from domain.imports import ImportedSlot
from domain.settings import MunicipalitySettings
from storage.database import Database
from storage.ids import Ids
from storage.importing.places import nurse_ids
from storage.importing.slots import write_slots

AHEAD = 10
"""Weeks for which a nurse has put up times; a family is shown those of the next sixty days."""

PUT_UP_AT = time(6)
VISIT = timedelta(hours=1)

_MON, _TUE, _WED, _THU, _FRI = range(5)
_WEEKS: tuple[tuple[tuple[int, time], ...], ...] = (
    (
        (_WED, time(9)),
        (_WED, time(10, 30)),
        (_WED, time(13)),
        (_WED, time(14, 30)),
        (_THU, time(9)),
        (_THU, time(10, 30)),
        (_THU, time(13)),
        (_THU, time(16, 30)),
    ),
    (
        (_MON, time(9)),
        (_MON, time(13)),
        (_TUE, time(10)),
        (_THU, time(9)),
        (_THU, time(14)),
        (_THU, time(16)),
    ),
    ((_MON, time(10)), (_TUE, time(9)), (_TUE, time(13, 30)), (_WED, time(9)), (_WED, time(16))),
    ((_TUE, time(9)), (_TUE, time(12, 30)), (_WED, time(10)), (_FRI, time(9)), (_FRI, time(11))),
)
"""The ordinary weeks, one for each nurse of the settings in turn; the other days are clinics and meetings."""


class Rota:
    """Keeps the nurses' free times ten weeks ahead of the clock."""

    what = ""

    def __init__(
        self, database: Database, ids: Ids, settings: MunicipalitySettings, holidays: Holidays
    ) -> None:
        self._database = database
        self._ids = ids
        self._settings = settings
        self._holidays = holidays

    def following(self, after: datetime) -> datetime | None:
        """The next Monday morning, before anything is planned."""
        zone = self._settings.zone
        day = after.astimezone(zone).date()
        moment = local_moment(_monday(day), PUT_UP_AT, zone)
        return moment if moment > after else local_moment(_monday(day) + timedelta(7), PUT_UP_AT, zone)

    async def happen(self, now: datetime) -> None:
        """Put up one more week."""
        week = _monday(now.astimezone(self._settings.zone).date()) + timedelta(weeks=AHEAD)
        self._reserve(1)
        await self._database.write(lambda connection: self._put_up(connection, [week]))

    def put_up_first_weeks(self, now: datetime) -> None:
        """The weeks in sight on the first day."""
        monday = _monday(now.astimezone(self._settings.zone).date())
        weeks = [monday + timedelta(weeks=number) for number in range(AHEAD + 1)]
        self._reserve(len(weeks))
        self._database.write_now(lambda connection: self._put_up(connection, weeks))

    def _reserve(self, weeks: int) -> None:
        most = max(len(week) for week in _WEEKS) * len(self._settings.nurses) * weeks
        self._ids.reserve(self._database.engine, most)

    def _put_up(self, connection: Connection, weeks: list[date]) -> None:
        nurses: Mapping[str, NurseId] = nurse_ids(connection, self._settings.key)
        slots = [slot for week in weeks for slot in self.times_of_week(week)]
        write_slots(connection, self._ids, self._settings.key, slots, nurses)

    def times_of_week(self, monday: date) -> list[ImportedSlot]:
        """Every nurse's times of a week."""
        found = []
        for position, nurse in enumerate(self._settings.nurses):
            for weekday, at in _WEEKS[position % len(_WEEKS)]:
                day = monday + timedelta(days=weekday)
                if self._holidays(day):
                    continue
                start = local_moment(day, at, self._settings.zone)
                found.append(ImportedSlot(self._settings.key, nurse.ref, None, start, start + VISIT, None, 1))
        return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
