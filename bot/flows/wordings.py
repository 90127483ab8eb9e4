"""Which sentences an offer is written about with: its own from the settings, the home visit's, or the meeting's.

An offer of the settings needs no sentence of its own here: it says where it is held, whether a colleague takes part,
and in one sentence what it is (``docs/decisions/offers.md``).
"""

from collections.abc import Mapping

from bot.messages import keys
from domain.facts import BookingFacts, Facts, FreeTime
from domain.ids import OfferKey
from domain.offers import Offer, Place
from domain.texts import Phrase, TextKey, TextValue, Wording

Values = Mapping[str, TextValue]

_PLACES: Mapping[Place, TextKey] = {
    Place.DAYCARE: keys.PLACE_DAYCARE,
    Place.SCHOOL: keys.PLACE_SCHOOL,
    Place.OFFICE: keys.PLACE_OFFICE,
}


def first(offer: OfferKey, times: tuple[FreeTime, ...], facts: Facts, values: Values) -> Wording:
    """The first message: by phone in a restriction period, else what the offer says of itself, else the general one.

    The nurse the family knows is named where a sentence has room for her.
    """
    if all(time.by_phone for time in times):
        return Wording(keys.VISIT_FIRST_PHONE, values)
    about = _of(offer, facts)
    # A sentence of the municipality's own says itself who takes part.
    also = _colleague(about)
    if not _at_home(about):
        general = Wording(keys.MEETING_FIRST, values, also)
    else:
        plain, with_nurse = keys.FIRST_MESSAGES.get(offer, (keys.VISIT_FIRST, keys.VISIT_FIRST_NURSE))
        known = facts.own_nurse is not None and all(time.own_nurse for time in times)
        general = Wording(with_nurse if known else plain, values, also)
    if about is None or not about.about:
        return general
    own = dict(values) | {"about": Phrase({str(language): said for language, said in about.about.items()})}
    return Wording(keys.OFFER_FIRST, own, otherwise=general)


def second(offer: OfferKey, facts: Facts, values: Values) -> Wording:
    """The second message: two other times."""
    return Wording(_choose(offer, facts, keys.VISIT_SECOND, keys.MEETING_SECOND), values)


def third(offer: OfferKey, facts: Facts, values: Values) -> Wording:
    """The last message: the door is open."""
    return Wording(_choose(offer, facts, keys.VISIT_THIRD, keys.MEETING_THIRD), values)


def asked_again(offer: OfferKey, facts: Facts, values: Values) -> Wording:
    """The message a family asked for itself."""
    return Wording(_choose(offer, facts, keys.VISIT_ASKED_AGAIN, keys.MEETING_ASKED_AGAIN), values)


def booked(offer: OfferKey | None, time: FreeTime, facts: Facts) -> Wording:
    """To the parent who chose the time."""
    return _about(
        offer, time.by_phone, (keys.BOOKED_PHONE, keys.BOOKED_HOME, keys.MEETING_BOOKED), time, facts
    )


def booked_by_other(offer: OfferKey | None, time: FreeTime, facts: Facts) -> Wording:
    """To the other parent, neutrally."""
    texts = (keys.BOOKED_BY_OTHER, keys.BOOKED_BY_OTHER, keys.MEETING_BOOKED_BY_OTHER)
    return _about(offer, time.by_phone, texts, time, facts)


def moved(offer: OfferKey | None, time: FreeTime, facts: Facts) -> Wording:
    """To both parents."""
    texts = (keys.MOVED_PHONE, keys.MOVED_HOME, keys.MEETING_MOVED)
    return _talk(keys.TALK_MOVED, time, facts) or _about(offer, time.by_phone, texts, time, facts)


def reminder(booking: BookingFacts, facts: Facts) -> Wording:
    """Three days before: keep, move or cancel."""
    texts = (keys.REMINDER_PHONE, keys.REMINDER_HOME, keys.MEETING_REMINDER)
    talk = _talk(keys.TALK_REMINDER, booking, facts)
    return talk or _about(booking.offer, booking.by_phone, texts, booking, facts)


def eve(booking: BookingFacts, facts: Facts) -> Wording:
    """The day before."""
    texts = (keys.EVE_PHONE, keys.EVE_HOME, keys.MEETING_EVE)
    talk = _talk(keys.TALK_REMINDER, booking, facts)
    return talk or _about(booking.offer, booking.by_phone, texts, booking, facts)


def course_interest(offer: OfferKey, facts: Facts) -> TextKey:
    """Whether a course would be something: by its name, unless the municipality marked it discreet."""
    return keys.COURSE_INTEREST_DISCREET if _discreet(offer, facts) else keys.COURSE_INTEREST


def course_info(offer: OfferKey, facts: Facts) -> TextKey:
    """What the course is, to a family that asks."""
    return keys.COURSE_INFO_DISCREET if _discreet(offer, facts) else keys.COURSE_INFO


def _discreet(offer: OfferKey, facts: Facts) -> bool:
    about = _of(offer, facts)
    return about is not None and about.discreet


def _about(
    offer: OfferKey | None,
    by_phone: bool,
    texts: tuple[TextKey, TextKey, TextKey],
    agreed: FreeTime | BookingFacts,
    facts: Facts,
) -> Wording:
    """One of three texts (by phone, at home, elsewhere) with where it is and that a colleague takes part."""
    phone, home, elsewhere = texts
    values = _values(agreed, facts)
    about = _of(offer, facts)
    if by_phone:
        return Wording(phone, values)
    if _at_home(about):
        return Wording(home, values, _colleague(about))
    assert about is not None
    return Wording(elsewhere, values, (Wording(_PLACES[about.place]), *_colleague(about)))


def _talk(key: TextKey, agreed: FreeTime | BookingFacts, facts: Facts) -> Wording | None:
    """The text of a talk at the daycare, with its place; None for what is held elsewhere."""
    return Wording(key, {**_values(agreed, facts), "place": agreed.place}) if agreed.place else None


def _values(agreed: FreeTime | BookingFacts, facts: Facts) -> Values:
    return {"service": facts.settings.service_name, "nurse": agreed.nurse_name, "start": agreed.start}


def _choose(offer: OfferKey, facts: Facts, home: TextKey, elsewhere: TextKey) -> TextKey:
    return home if _at_home(_of(offer, facts)) else elsewhere


def _of(offer: OfferKey | None, facts: Facts) -> Offer | None:
    return None if offer is None else facts.settings.offers.get(offer)


def _at_home(offer: Offer | None) -> bool:
    return offer is None or offer.place is Place.HOME


def _colleague(offer: Offer | None) -> tuple[Wording, ...]:
    return (Wording(keys.WITH_COLLEAGUE),) if offer is not None and offer.partner else ()
