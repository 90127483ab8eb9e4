"""What one municipality decides for itself, as one frozen value; read from its settings file at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from domain.channels import ChannelName
from domain.contact_hours import ContactHours
from domain.ids import DANISH, ENGLISH, Language, Municipality, Number, OfferKey
from domain.offers import Offer
from domain.presence import PresencePlan, PresenceRhythm


@dataclass(frozen=True, slots=True)
class Cadence:
    """The rhythm of an invitation; days count from D0, the planning day (``product.md``, contact cadence)."""

    first_message_day: int = 2
    first_message_at: time = time(10)
    first_message_spread_minutes: int = 110
    second_message_day: int = 9
    second_message_at: time = time(16, 30)
    second_message_spread_minutes: int = 110
    call_list_day: int = 14
    call_list_until_day: int = 18
    max_calls: int = 2
    third_message_day: int = 30
    third_message_at: time = time(10)
    silent_days: int = 14
    hold_hours: int = 72
    min_days_between: int = 5
    max_messages: int = 3
    reminder_days_before: int = 3
    reminder_at: time = time(10)
    eve_reminder_at: time = time(16)
    eve_reminder_spread_minutes: int = 110
    feedback_days_after: int = 2
    feedback_at: time = time(16, 30)
    freed_days: int = 7
    later_days: int = 60
    lead_hours: int = 48
    """A time is shown only when it is at least this far ahead."""
    horizon_days: int = 60
    """A time is shown only when it is at most this far ahead."""


@dataclass(frozen=True, slots=True)
class RestrictionPeriod:
    """Dates (inclusive) in which visits are paused or held by phone; never counted as declines."""

    name: str
    first: date
    last: date
    by_phone: bool = True

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class CrisisNumbers:
    """The numbers of the fixed crisis reply, and the day on which somebody last checked them."""

    emergency: str = "112"
    regional: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When a human reads hand-overs, local time, Monday to Friday: the bot never promises more than this."""

    opens: time = time(8)
    closes: time = time(15)


@dataclass(frozen=True, slots=True)
class Daycare:
    """A daycare and the district it belongs to."""

    name: str
    district: str


@dataclass(frozen=True, slots=True)
class Nurse:
    """A health visitor: ``ref`` is the name the municipality's files use for her, families read the first name."""

    ref: str
    first_name: str
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """A colleague of another profession who takes part in some visits; families read the first name.

    Takes part where the family's daycare is one of ``daycares`` or its district one of ``districts``.
    """

    ref: str
    first_name: str
    profession: str
    daycares: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """How long personal data is kept, in days; afterwards it is erased by ``purge`` (our defaults)."""

    messages_days: int = 365
    """Texts and addresses of messages in and out; that a message was sent is kept for the count."""
    unknown_senders_days: int = 30
    """Messages from numbers we do not know."""
    families_days_after_seventh_birthday: int = 365
    """A family is erased so long after its youngest child turned seven (the offers end at six, seed 000)."""
    tasks_days: int = 365
    """Finished hand-overs, calls and letters."""
    access_log_days: int = 730
    audit_days: int = 1825
    staff_days: int = 365
    """Names and log-ins of staff who have left."""


@dataclass(frozen=True, slots=True)
class MunicipalitySettings:
    """Everything a municipality decides; secrets are not here but with the channels."""

    key: Municipality
    name: str
    service_name: str
    """How the service signs: "Sundhedsplejen i Hedensted"."""
    office_phone: str
    """The number a family can call; printed in texts."""
    zone: ZoneInfo = ZoneInfo("Europe/Copenhagen")
    languages: tuple[Language, ...] = (DANISH, ENGLISH)
    send_drafts: bool = False
    """Whether translations that no reviewer has approved may be sent."""
    sms_channel: ChannelName | None = None
    telegram_bot: str = ""
    """The bot's name in Telegram, "@HedenstedBot"; with it, letters carry a one-time code."""
    price_per_part: str = "0.35"
    currency: str = "DKK"
    offers: Mapping[OfferKey, Offer] = field(default_factory=dict)
    cadence: Cadence = Cadence()
    hours: ContactHours = ContactHours()
    office: OfficeHours = OfficeHours()
    crisis: CrisisNumbers = CrisisNumbers()
    restrictions: tuple[RestrictionPeriod, ...] = ()
    districts: tuple[str, ...] = ()
    daycares: tuple[Daycare, ...] = ()
    nurses: tuple[Nurse, ...] = ()
    partners: tuple[Partner, ...] = ()
    presence: tuple[PresencePlan, ...] = ()
    """When a nurse is at a daycare, again and again."""
    presence_rhythm: PresenceRhythm = PresenceRhythm()
    retention: Retention = Retention()
    first_of_may_is_holiday: bool = True
    alarm_numbers: tuple[Number, ...] = ()
    """Staff phones that are told, without any personal data, that a conversation needs a human now."""

    def restriction_on(self, day: date) -> RestrictionPeriod | None:
        """The restriction period that covers a day, if any."""
        return next((period for period in self.restrictions if day in period), None)
