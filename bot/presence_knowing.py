"""From windows at daycares to what a conversation may know: where, until when, and which talks are free."""

from datetime import datetime, timedelta

from bot.board import Board
from domain.facts import FreeTime
from domain.ids import SlotId, WindowId
from domain.presence_effects import WindowFacts
from domain.records import Family
from domain.replies import Wishes
from domain.settings import MunicipalitySettings
from domain.values import value


@value
class TalkTimes:
    """The talks a family could have at the daycares of its children (``domain.facts.FreeTimes``).

    Not the visits' lead time: a talk may be booked the same morning, until it begins.
    """

    board: Board
    family: Family
    settings: MunicipalitySettings
    now: datetime

    def soonest(self, most: int) -> tuple[FreeTime, ...]:
        """The soonest, at most ``most``."""
        return self.all()[:most]

    def near(self, wishes: Wishes) -> tuple[FreeTime, ...]:
        """These are few: all of them are near enough."""
        return self.all()

    def all(self) -> tuple[FreeTime, ...]:
        """Every one, the soonest first; in a restriction period nobody is at a daycare."""
        last = self.now + timedelta(days=self.settings.cadence.horizon_days)
        municipality = self.family.municipality
        found = self.board.presence.free_talks(municipality, self.family.id, self.now, last, self.now)
        self.board.load((), [slot for slot, _ in found])
        times = ((self.board.free_time(self.family, slot), window) for slot, window in found)
        return tuple(
            time._replace(place=window.room_too, own_nurse=True)
            for time, window in times
            if time is not None and time.start > self.now and not time.by_phone
        )

    def find(self, slot: SlotId) -> FreeTime | None:
        """This very talk, if the family could still have it."""
        self.board.load((), [slot])
        time = self.board.free_time(self.family, slot)
        return None if time is None else time._replace(place=place_of(self.board, slot))


def place_of(board: Board, slot: SlotId) -> str:
    """Where a talk is held, as parents know it."""
    window = board.presence.window_of(slot)
    return "" if window is None else window.room_too


def window_facts(board: Board, number: WindowId, settings: MunicipalitySettings) -> WindowFacts | None:
    """What a family may know of a window."""
    window = board.presence.window(number)
    if window is None:
        return None
    return WindowFacts(
        window.id,
        board.nurse_name(settings.key, window.nurse),
        window.place,
        window.start.astimezone(settings.zone),
        window.end.astimezone(settings.zone),
        window.drop_in,
        window.talk_minutes,
    )
