"""What a flow may know about a family when it decides: what was agreed and what is free, nothing else.

No criterion, no level, no child's name, no address: the conversation code cannot say what it cannot see.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from domain.contact_hours import Holidays
from domain.course_effects import CourseFacts
from domain.ids import BookingId, GuardianId, InvitationId, Language, NurseId, OfferKey, SlotId
from domain.outcomes import InvitationState
from domain.presence_effects import WindowFacts
from domain.reasons import DeclineReason
from domain.replies import Wishes
from domain.settings import MunicipalitySettings


class FreeTime(NamedTuple):
    """A time this family could have: unheld, or held for it. ``own_nurse``: with the nurse it knows."""

    slot: SlotId
    start: datetime
    end: datetime
    nurse: NurseId
    nurse_name: str
    own_nurse: bool = True
    by_phone: bool = False
    partner_slot: SlotId | None = None
    """The time of the colleague who takes part, where the offer asks for one."""
    place: str = ""
    """The daycare at which a talk is held; empty for a visit."""


class FreeTimes(Protocol):
    """The times a family could have: held for it, or for nobody; far enough ahead, near enough to be remembered."""

    def soonest(self, most: int) -> tuple[FreeTime, ...]:
        """The soonest, at most ``most``, its own nurse's first."""
        ...

    def near(self, wishes: Wishes) -> tuple[FreeTime, ...]:
        """Those around a wish, near enough and at least two if there are any: the ones that fit and the nearest."""
        ...

    def all(self) -> tuple[FreeTime, ...]:
        """Every one."""
        ...

    def find(self, slot: SlotId) -> FreeTime | None:
        """This very time, if the family could still have it."""
        ...


@dataclass(frozen=True, slots=True)
class KnownTimes:
    """Free times that are known already, in order."""

    times: tuple[FreeTime, ...] = ()

    def soonest(self, most: int) -> tuple[FreeTime, ...]:
        """The first ``most``."""
        return self.times[:most]

    def near(self, wishes: Wishes) -> tuple[FreeTime, ...]:
        """These are few: all of them are near enough."""
        return self.times

    def all(self) -> tuple[FreeTime, ...]:
        """Every one."""
        return self.times

    def find(self, slot: SlotId) -> FreeTime | None:
        """The one with this number."""
        return next((time for time in self.times if time.slot == slot), None)


class InvitationFacts(NamedTuple):
    """The invitation the conversation is about."""

    id: InvitationId
    offer: OfferKey
    state: InvitationState
    messages: int
    reason: DeclineReason | None = None
    alternative: str | None = None
    reasons: tuple[DeclineReason, ...] = ()


class BookingFacts(NamedTuple):
    """A visit that is agreed, or whose time the family gave back and may replace (``freed``)."""

    id: BookingId
    invitation: InvitationId
    offer: OfferKey
    slot: SlotId
    start: datetime
    nurse_name: str
    by_phone: bool = False
    freed: bool = False
    place: str = ""
    """The daycare at which a talk is held; empty for a visit."""


class Facts(NamedTuple):
    """Everything a step may look at besides the state, the reply and the time."""

    guardian: GuardianId
    language: Language
    settings: MunicipalitySettings
    holidays: Holidays
    invitation: InvitationFacts | None = None
    booking: BookingFacts | None = None
    past_booking: BookingFacts | None = None
    """The visit a feedback question or a late reply is about."""
    free_times: FreeTimes = KnownTimes()
    talks: FreeTimes = KnownTimes()
    """The talks at the daycares of the family's children."""
    own_nurse: str | None = None
    stopped: bool = False
    frozen: bool = False
    handed_over: bool = False
    others: int = 0
    """How many other guardians of the family may be told what was agreed."""
    waits: bool = False
    """Whether the invitation has to wait: another invitation or a visit of another offer is under way."""
    course: CourseFacts | None = None
    """Where the family stands, when the conversation is about a course."""
    window: WindowFacts | None = None
    """The window at a daycare of which the parent was told last, when the conversation is about it."""
    own_language: Language | None = None
    """The guardian's own language, where we write Danish because no approved translation may be sent."""

    @property
    def zone(self) -> ZoneInfo:
        """The municipality's time zone."""
        return self.settings.zone

    def local_day(self, moment: datetime) -> date:
        """The municipality's calendar day of a moment."""
        return moment.astimezone(self.zone).date()
