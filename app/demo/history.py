"""Months of believable history, lived through by the real flows on the virtual clock, kept as files and copied.

Two files: the *past*, made once, ends some weeks before the demo's Monday; the *stage* is a copy of it in which
life has gone on to that Monday, with the cast in town. When a new week begins only the stage is made anew (a few
weeks of life instead of eighteen months), so that a holiday, a clock change and a weekday are always the real ones.
"""

import asyncio
import hashlib
import os
import shutil
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection

from app.demo.cast import CAST, WEEKS_BEFORE, cast_families, cast_minds
from app.demo.course_cast import COURSE_CAST, LATE_DAYS, course_families, course_minds
from app.demo.families import Families
from app.demo.minds import Mind, OrdinaryMind
from app.demo.nurses import NursesAtWork
from app.demo.people import invented_families
from app.demo.staff import let_staff_in, nurse_account
from app.demo.town import Town, demo_municipality, demo_settings
from domain.contact_hours import local_moment
from domain.eligibility import months_before
from domain.imports import ImportedFamily
from domain.settings import MunicipalitySettings
from storage.importing.families import numbers_needed, write_families
from storage.importing.places import nurse_ids

SEED = 1001
FOLDER = Path(__file__).resolve().parents[2] / "var" / "demo"

DAWN = time(5)
"""When one stretch of life ends and the next begins: before anybody is at work."""
OPENS = time(8)
"""When the demo begins on its Monday."""

ROOM_TO_GROW = timedelta(weeks=13)
"""How far a past may lie behind before it is made anew rather than lived on from."""
_AHEAD = (timedelta(weeks=8), timedelta(weeks=39))
"""Families whose children come of age after the past's end (half as long as it lasts, within these bounds), so
that moving the clock always finds somebody to invite."""

STAGES_KEPT = 4
MADE_OF = (
    *("cast", "course_cast", "families", "history", "minds", "moving"),
    *("nurses", "people", "rota", "staff", "town"),
)
"""The modules of the demo that a history depends on; its pages may change without it."""

Progress = Callable[[float], None]
"""Hears how much of the way is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which history is wanted: so many families in all, so many months before a Monday."""

    monday: date
    families: int = 400
    months: int = 18
    seed: int = SEED

    @property
    def cast(self) -> int:
        """How many of the families are the cast."""
        return min(self.families, len(CAST) + (len(COURSE_CAST) if self.with_courses else 0))

    @property
    def with_courses(self) -> bool:
        """Whether the families who wait for a course are in town, too: in all but the smallest towns."""
        return self.families >= len(CAST) + len(COURSE_CAST)

    @property
    def first_day(self) -> date:
        """The Monday on which the history begins."""
        return monday_of(months_before(self.monday, self.months))


def latest_monday(now: datetime, settings: MunicipalitySettings) -> datetime:
    """The default beginning of the demo: the latest Monday at eight."""
    local = now.astimezone(settings.zone)
    monday = local_moment(monday_of(local.date()), OPENS, settings.zone)
    return monday if monday <= now else monday - timedelta(weeks=1)


async def open_town(stage: Path, wanted: Wanted, at: datetime, copy_to: Path) -> Town:
    """A town on a fresh copy of the stage of that Monday, its clock moved on to ``at``."""
    start = local_moment(wanted.monday, OPENS, demo_municipality(wanted.monday).zone)
    await asyncio.to_thread(_copy_afresh, stage, copy_to)
    town = Town(copy_to, start, demo_settings(wanted.monday))
    await town.move_to(max(start, at))
    return town


def _copy_afresh(stage: Path, copy_to: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        copy_to.with_name(copy_to.name + ending).unlink(missing_ok=True)
    shutil.copyfile(stage, copy_to)


def prepare(wanted: Wanted, folder: Path = FOLDER, progress: Progress = lambda _: None) -> Path:
    """The stage of a Monday as a file; made if it is not there, from the newest past that fits.

    Not from within an event loop: it runs its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{version()}-{wanted.families}-{wanted.months}-{wanted.seed}"
    stage = folder / f"stage-{name}-{wanted.monday}.sqlite"
    if stage.exists():
        return stage
    _tidy(folder)
    end = wanted.monday - timedelta(weeks=WEEKS_BEFORE)
    past = _newest_past(folder, name, end)
    if past is None:
        past = folder / f"past-{name}-{end}.sqlite"
        _make(past, None, lambda draft: _live_the_past(draft, wanted, end, progress))
    _make(stage, past, lambda draft: _set_the_stage(draft, wanted, _last_day(past)))
    progress(1.0)
    return stage


def version() -> str:
    """Changes when what a history is made of changes: who lives in it and how, the tables, the municipality."""
    root = Path(__file__).resolve().parents[2]
    files = [
        *(root / "app" / "demo" / f"{name}.py" for name in MADE_OF),
        *root.glob("storage/tables/*.py"),
        *root.glob("storage/migrations/versions/*.py"),
        root / "app" / "sample" / "hedensted.toml",
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _tidy(folder: Path) -> None:
    """What another version made is of no use, and of the stages the newest few are enough."""
    made = [*folder.glob("past-*"), *folder.glob("stage-*")]
    stages = sorted(folder.glob(f"stage-{version()}-*.sqlite"), key=lambda file: file.stat().st_mtime)
    others = [file for file in made if file.name.split("-")[1] != version()]
    for file in (*others, *stages[:-STAGES_KEPT]):
        file.unlink(missing_ok=True)


def _newest_past(folder: Path, name: str, end: date) -> Path | None:
    pasts = {_last_day(file): file for file in folder.glob(f"past-{name}-*.sqlite")}
    near = [day for day in pasts if end - ROOM_TO_GROW <= day <= end]
    return pasts[max(near)] if near else None


def _last_day(past: Path) -> date:
    """The last day of a past, from its file's name."""
    return date.fromisoformat(past.stem[-10:])


def _make(path: Path, copy_of: Path | None, make: Callable[[Path], Coroutine[None, None, None]]) -> None:
    """Make a file whole under another name, so that one that was interrupted is never taken for a history."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.unlink(missing_ok=True)
    if copy_of is not None:
        shutil.copyfile(copy_of, draft)
    asyncio.run(make(draft))
    draft.replace(path)


async def _live_the_past(path: Path, wanted: Wanted, end: date, progress: Progress) -> None:
    """Found the town on the first day, let families and nurses live to the last."""
    first = min(wanted.first_day, end)
    shortest, longest = _AHEAD
    last = end + min(max((end - first) / 2, shortest), longest)
    with _living(path, wanted, first) as (town, families):
        town.found()
        let_staff_in(town)
        _begin(town, families, wanted)
        people = invented_families(town.settings, wanted.families - wanted.cast, first, last, wanted.seed)
        move_in(town, people)
        weeks = (end - first).days // 7
        for week in range(1, weeks + 1):
            await town.moving.to(_dawn(first + timedelta(weeks=week), town))
            progress(week / (weeks + WEEKS_BEFORE))


async def _set_the_stage(path: Path, wanted: Wanted, lived_to: date) -> None:
    """Life goes on from the end of the past, with the cast in town for the last weeks."""
    with _living(path, wanted, lived_to) as (town, families):
        _begin(town, families, wanted)
        families.remember()
        await town.moving.to(_dawn(wanted.monday - timedelta(weeks=WEEKS_BEFORE), town))
        move_in(town, cast_families(town.settings, wanted.monday)[: wanted.cast])
        if wanted.with_courses:
            move_in(town, course_families(town.settings, wanted.monday, late=False))
            await town.moving.to(_dawn(wanted.monday - timedelta(days=LATE_DAYS), town))
            move_in(town, course_families(town.settings, wanted.monday, late=True))
        await town.moving.to(local_moment(wanted.monday, OPENS, town.settings.zone))


@contextmanager
def _living(path: Path, wanted: Wanted, day: date) -> Iterator[tuple[Town, Families]]:
    """A town at the dawn of a day whose families and nurses act by themselves."""
    zone = demo_municipality(wanted.monday).zone
    town = Town(path, local_moment(day, DAWN, zone), demo_settings(wanted.monday))
    try:
        families = Families(town, _mind_of(wanted, town))
        yield town, families
    finally:
        town.close()


def _begin(town: Town, families: Families, wanted: Wanted) -> None:
    """From now on families answer and nurses work."""
    town.phones.on_sent = families.read
    town.moving.join(NursesAtWork(town, wanted.seed, nurse_account(town)))
    town.moving.join(families)


def _mind_of(wanted: Wanted, town: Town) -> Callable[[str, bool], Mind | None]:
    cast: dict[str, Mind] = {**cast_minds(wanted.monday, town.settings), **course_minds(town.settings)}

    def mind(ref: str, first_phone: bool) -> Mind:
        return cast.get(ref) or OrdinaryMind(wanted.seed, ref, first_phone, town.settings.zone)

    return mind


def move_in(town: Town, people: Sequence[ImportedFamily]) -> None:
    """The families of a file, as an import would bring them."""
    town.ids.reserve(town.database.engine, numbers_needed(people))
    now = town.clock.now()

    def write(connection: Connection) -> None:
        nurses = nurse_ids(connection, town.municipality)
        write_families(connection, town.ids, town.municipality, people, nurses, now)

    town.database.write_now(write)


def _dawn(day: date, town: Town) -> datetime:
    return local_moment(day, DAWN, town.settings.zone)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
