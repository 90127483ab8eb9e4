"""The names of every message a family can be sent; the sentences stand in ``catalogue``."""

from domain.ids import OfferKey
from domain.texts import TextKey

VISIT_18M_FIRST = TextKey("visit-18m.first")
VISIT_18M_FIRST_NURSE = TextKey("visit-18m.first_nurse")
VISIT_3Y_FIRST = TextKey("visit-3y.first")
VISIT_3Y_FIRST_NURSE = TextKey("visit-3y.first_nurse")
VISIT_FIRST = TextKey("visit.first")
VISIT_FIRST_NURSE = TextKey("visit.first_nurse")
VISIT_FIRST_PHONE = TextKey("visit.first_phone")
VISIT_SECOND = TextKey("visit.second")
VISIT_THIRD = TextKey("visit.third")
VISIT_ASKED_AGAIN = TextKey("visit.asked_again")

OFFER_FIRST = TextKey("offer.first")
"""The first message of an offer that says in the settings what it is."""
OFFER_ANNOUNCED = TextKey("offer.announced")
MEETING_FIRST = TextKey("meeting.first")
"""The ``meeting`` texts are those of what is held elsewhere than at home."""
MEETING_SECOND = TextKey("meeting.second")
MEETING_THIRD = TextKey("meeting.third")
MEETING_ASKED_AGAIN = TextKey("meeting.asked_again")
MEETING_BOOKED = TextKey("meeting.booked")
MEETING_BOOKED_BY_OTHER = TextKey("meeting.booked_by_other")
MEETING_MOVED = TextKey("meeting.moved")
MEETING_REMINDER = TextKey("meeting.reminder")
MEETING_EVE = TextKey("meeting.eve")
PLACE_DAYCARE = TextKey("meeting.at_daycare")
PLACE_SCHOOL = TextKey("meeting.at_school")
PLACE_OFFICE = TextKey("meeting.at_office")
WITH_COLLEAGUE = TextKey("offer.with_colleague")
ANSWERED_BY_OTHER = TextKey("declined.by_other")

TIMES_TWO = TextKey("times.two")
TIMES_ONE = TextKey("times.one")
TIMES_NEAREST_TWO = TextKey("times.nearest_two")
TIMES_NEAREST_ONE = TextKey("times.nearest_one")
TIMES_GONE_TWO = TextKey("times.gone_two")
TIMES_GONE_ONE = TextKey("times.gone_one")
TIMES_PAST_TWO = TextKey("times.past_two")
TIMES_PAST_ONE = TextKey("times.past_one")
TIMES_NONE = TextKey("times.none")
TIMES_ASK_WHEN = TextKey("times.ask_when")
TIMES_WHICH_OF_TWO = TextKey("times.which_of_two")
TIMES_CONFIRM = TextKey("times.confirm")
TIMES_MENU_UNCLEAR_TWO = TextKey("times.unclear_two")
TIMES_MENU_UNCLEAR_ONE = TextKey("times.unclear_one")
DOOR_OPEN_UNCLEAR = TextKey("visit.door_open_unclear")

BOOKED_HOME = TextKey("booked.home")
BOOKED_PHONE = TextKey("booked.phone")
BOOKED_ALREADY = TextKey("booked.already")
BOOKED_BY_OTHER = TextKey("booked.by_other")
MOVED_HOME = TextKey("moved.home")
MOVED_PHONE = TextKey("moved.phone")

REMINDER_HOME = TextKey("reminder.home")
REMINDER_PHONE = TextKey("reminder.phone")
EVE_HOME = TextKey("reminder.eve_home")
EVE_PHONE = TextKey("reminder.eve_phone")
REMINDER_KEPT = TextKey("reminder.kept")
REMINDER_UNCLEAR = TextKey("reminder.unclear")

FREED_TWO = TextKey("freed.two")
FREED_ONE = TextKey("freed.one")
FREED_NONE = TextKey("freed.none")
NEW_TIME_TWO = TextKey("new_time.two")
NEW_TIME_ONE = TextKey("new_time.one")
NEW_TIME_NONE = TextKey("new_time.none")
CANCELLED = TextKey("cancelled.by_family")

DECLINED_WHY = TextKey("declined.why_visit")
DECLINED_THANKS = TextKey("declined.thanks")
DECLINED_CLOSED = TextKey("declined.closed")
ALTERNATIVE_EVENING = TextKey("alternative.evening")
ALTERNATIVE_SIBLINGS = TextKey("alternative.siblings")
ALTERNATIVE_LATER = TextKey("alternative.later")
ALTERNATIVE_INTERPRETER = TextKey("alternative.interpreter")
ALTERNATIVE_OWN_NURSE = TextKey("alternative.own_nurse")
ALTERNATIVE_CALL = TextKey("alternative.call")
ALTERNATIVE_PHONE = TextKey("alternative.phone")
ALTERNATIVE_CALL_COMING = TextKey("alternative.call_coming")
ALTERNATIVE_UNCLEAR = TextKey("alternative.unclear")
DEFERRED_NOTED = TextKey("deferred.noted")

COURSE_INTEREST = TextKey("course.interest")
COURSE_ASK_WHEN = TextKey("course.ask_when")
COURSE_ASK_WHO = TextKey("course.ask_who")
COURSE_ASK_HOW = TextKey("course.ask_how")
COURSE_LISTED = TextKey("course.listed")
COURSE_AT_HOME = TextKey("course.at_home")
COURSE_RHYTHM = TextKey("course.rhythm")
COURSE_CLOSED = TextKey("course.closed")
COURSE_SEAT = TextKey("course.seat")
COURSE_SEATED = TextKey("course.seated")
COURSE_SEAT_GONE = TextKey("course.seat_gone")
COURSE_STILL_LISTED = TextKey("course.still_listed")
COURSE_REMINDER = TextKey("course.reminder")
COURSE_SEE_YOU = TextKey("course.see_you")
COURSE_ABSENCE = TextKey("course.absence")
COURSE_CANCELLED = TextKey("course.cancelled")
COURSE_WHY = TextKey("course.why")
COURSE_OR_AT_HOME = TextKey("course.or_at_home")
COURSE_UNCLEAR = TextKey("course.unclear")

STOPPED = TextKey("stop.done")
STOPPED_BOOKING = TextKey("stop.done_booking")
STARTED = TextKey("start.done")
WRONG_NUMBER_SORRY = TextKey("wrong_number.sorry")
MOVED_AWAY_NOTED = TextKey("moved_away.noted")

PERSON_OPEN = TextKey("person.open")
PERSON_CLOSED = TextKey("person.closed")
CRISIS_OPEN = TextKey("crisis.open")
CRISIS_CLOSED = TextKey("crisis.closed")
CRISIS_OPEN_EMERGENCY = TextKey("crisis.open_emergency")
CRISIS_CLOSED_EMERGENCY = TextKey("crisis.closed_emergency")
"""The crisis reply where the settings name no regional telephone."""
WAITING_FOR_HUMAN = TextKey("person.waiting")

INFO_NOTHING = TextKey("info.nothing")
INFO_OFFER = TextKey("info.offer")
INFO_BOOKED = TextKey("info.booked")
NOT_TEXT = TextKey("unclear.not_text")
UNCLEAR = TextKey("unclear.idle")
ACK = TextKey("unclear.ack")

LANGUAGE_CHANGED = TextKey("language.changed")
LANGUAGE_WHICH = TextKey("language.which")
LANGUAGE_NOT_YET = TextKey("language.not_yet")
LANGUAGE_LINE = TextKey("language.line")
"""The one line in a family's own language under a Danish text; each translation names its own language."""

RATING_ASK = TextKey("rating.ask")
RATING_THANKS = TextKey("rating.thanks")

UNKNOWN_SENDER = TextKey("sender.unknown")
LINK_ASK = TextKey("link.ask")
"""To a chat that is nobody's yet."""
LINKED = TextKey("link.done")
LINK_FAILED = TextKey("link.failed")
LETTER_VISIT = TextKey("letter.visit")
LETTER_VISIT_CALL = TextKey("letter.visit_call")
LETTER_TELEGRAM = TextKey("letter.telegram")
"""On paper, so they have room; the last stands under the others where the family may choose Telegram."""
STAFF_ALARM = TextKey("staff.alarm")

FIRST_MESSAGES: dict[OfferKey, tuple[TextKey, TextKey]] = {
    OfferKey("visit-18m"): (VISIT_18M_FIRST, VISIT_18M_FIRST_NURSE),
    OfferKey("visit-3y"): (VISIT_3Y_FIRST, VISIT_3Y_FIRST_NURSE),
}
"""The first message of an offer, without and with the nurse the family knows; other offers use the general pair."""
