"""What just happened, in one line each: from the audit and the message log, without a name, a number or a text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, text

from bot.messages import keys
from domain.due import DueKind
from storage import tables as t

SHOWN = 14
"""How many lines stand on the page."""

AT_ONCE = 100
"""How many rows are looked at: many families may read the same at once, which is one line."""

EVENTS: Mapping[str, str] = {
    "invitation.accepted": "The invitation is accepted",
    "invitation.declined": "Said no, and that stands",
    "invitation.deferred": "Not now: asked to hear from us later",
    "invitation.no_contact": "Never answered: closed as no contact",
    "invitation.reason_given": "Told why not",
    "invitation.undeliverable": "The invitation could not be delivered",
    "invitation.wrong_number": "Wrong number: the invitation is closed",
    "invitation.moved_away": "Moved away: the invitation is closed",
    "invitation.withdrawn": "The service withdrew the invitation",
    "visit.booked": "A visit is booked",
    "visit.moved": "The visit has a new time",
    "visit.freed": "Cannot come: the time is free for others at once",
    "visit.cancelled": "The visit is cancelled",
    "visit.held": "The nurse recorded: held",
    "visit.not_at_home": "The nurse recorded: nobody at home",
    "talk.booked": "A talk at the daycare is booked",
    "talk.cancelled_by_service": "The nurse cancelled the talk; two new times are offered",
    "presence.declined": "Wants no more messages about presence; everything else goes on",
    "contact.stopped": "STOP: nothing more is sent to this phone",
    "contact.resumed": "START: messages are welcome again",
    "contact.quarantined": "The number is quarantined",
    "language.changed": "Another language from now on",
    "family.answered": "A nurse answered in her own words",
    "conversation.handed_back": "The nurse handed the conversation back",
    "course.waiting": "On the waiting list for a course",
    "course.individual": "The course at home, without a group",
    "course.off": "Off the waiting list",
    "course.seat_taken": "Took a place on the course",
    "course.seat_refused": "Left the place to the next on the list",
    "course.seat_lapsed": "The place was not answered in time: the next is asked",
    "course.planned": "A leader planned a course",
    "course.held": "The course has filled and is held",
    "course.undecided": "Too few on the course: its leader chooses",
    "course.cancelled_by_service": "The course is cancelled by the service",
    "human.hand_over": "A nurse is asked to answer",
    "human.distress": "Words of distress: everything stops, a human is alarmed",
    "human.wrong_number": "A nurse is asked to mend the number",
    "human.call": "On the nurse’s call list",
    "human.letter": "A letter waits for the mail room",
    "human.no_times": "No free times: a nurse is asked to find one",
    "human.moved_away": "A nurse is told of the move",
    "human.stopped_with_booking": "A nurse is told that the visit stands without reminders",
    "human.undelivered": "A nurse is told that a message did not arrive",
}
"""Events of the audit that a visitor wants to see; the others only repeat them."""

MESSAGES: Mapping[str, str] = {
    keys.REMINDER_HOME: "Reminder, three days before",
    keys.REMINDER_PHONE: "Reminder, three days before",
    keys.EVE_HOME: "Reminder, the day before",
    keys.EVE_PHONE: "Reminder, the day before",
    keys.RATING_ASK: "Asked how the visit was",
    keys.PRESENCE_TOLD: "Told that a nurse is at the daycare",
    keys.PRESENCE_TOLD_TALK: "Told that a nurse is at the daycare",
    keys.PRESENCE_TOLD_OPEN: "Told that a nurse is at the daycare",
    keys.TALK_REMINDER: "Reminder of the talk",
    keys.VISIT_SECOND: "Second invitation, other times",
    keys.VISIT_THIRD: "Last invitation: the door is open",
    keys.VISIT_ASKED_AGAIN: "Asked again, as the family wished",
    **{key: "First invitation, two times" for pair in keys.FIRST_MESSAGES.values() for key in pair},
    keys.COURSE_INTEREST: "Asked whether the course sounds good",
    keys.COURSE_RHYTHM: "Told that it is not forgotten on the list",
    keys.COURSE_SEAT: "A place on a course is offered and held",
    keys.COURSE_REMINDER: "Reminder of the course, the day before",
    keys.COURSE_SEE_YOU: "See you next time on the course",
    keys.COURSE_MOVED: "Told of a new date",
    keys.COURSE_NEW_ROOM: "Told of a new room",
    keys.COURSE_CANCELLED: "Told that the course is cancelled",
    keys.COURSE_RATE_EXPECTED: "Asked how the course was",
    keys.VISIT_FIRST: "First invitation, two times",
    keys.VISIT_FIRST_NURSE: "First invitation, two times",
}

COMING: Mapping[DueKind, str] = {
    DueKind.FIRST_MESSAGE: "a first invitation",
    DueKind.SECOND_MESSAGE: "a second invitation",
    DueKind.CALL_LIST: "a family for the call list",
    DueKind.THIRD_MESSAGE: "a last invitation",
    DueKind.NO_CONTACT: "an invitation without an answer ends",
    DueKind.ASK_AGAIN: "a family that said “not now”",
    DueKind.REMINDER: "a reminder",
    DueKind.EVE_REMINDER: "a reminder for tomorrow",
    DueKind.FEEDBACK: "a question after a visit",
    DueKind.FREED_EXPIRES: "a freed visit without a new time",
    DueKind.COURSE_RHYTHM: "a word to a family on the waiting list",
    DueKind.COURSE_SEAT: "a place on a course",
    DueKind.COURSE_LAPSE: "a place that is held no longer",
    DueKind.COURSE_REMINDER: "a reminder of the course",
    DueKind.COURSE_MISSED: "a word after an absence",
    DueKind.COURSE_CANCELLED: "word of a cancelled course",
    DueKind.COURSE_RATING: "three questions after a course",
    DueKind.MOVED_EXPIRES: "a moved visit without a new time",
}
"""What the next event will be, as far as a row says it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: when, at which family (its reference), what."""

    at: datetime
    id: int
    family: str
    what: str


def happenings(connection: Connection, limit: int = SHOWN) -> list[Happening]:
    """The newest lines, newest first."""
    audit = (
        select(t.audit.c.at, t.audit.c.id, t.family.c.ref, t.audit.c.event)
        .outerjoin(t.family, t.family.c.id == t.audit.c.family_id)
        .where(t.audit.c.event.in_(EVENTS))
        .order_by(t.audit.c.id.desc())
        .limit(AT_ONCE)
    )
    sent = (
        select(t.outbox.c.sent_at, t.outbox.c.id, t.family.c.ref, t.outbox.c.key)
        .join(t.family, t.family.c.id == t.outbox.c.family_id)
        .where(t.outbox.c.key.in_(MESSAGES), t.outbox.c.sent_at.is_not(None))
        .order_by(t.outbox.c.id.desc())
        .limit(AT_ONCE)
    )
    found = [_happening(row, EVENTS) for row in connection.execute(audit)]
    found += [_happening(row, MESSAGES) for row in connection.execute(sent)]
    newest_first = sorted(found, key=lambda one: (one.at, one.id), reverse=True)
    # Two parents who read the same are one line.
    lines = list({(one.at, one.family, one.what): one for one in newest_first}.values())
    return _told_together(lines)[:limit]


def _told_together(lines: list[Happening]) -> list[Happening]:
    """Many families to which the same happens at once are one line that counts them."""
    runs = [list(run) for _, run in groupby(lines, key=lambda one: (one.at, one.what))]
    return [run[0] if len(run) == 1 else _counted(run) for run in runs]


def _counted(run: list[Happening]) -> Happening:
    return replace(run[0], family="", what=f"{run[0].what} · {len(run)} families")


def _happening(row: Any, words: Mapping[str, str]) -> Happening:
    at, number, ref, what = row
    return Happening(at, number, ref or "", words[what])


def coming(connection: Connection, at: datetime, names: Mapping[str, str]) -> list[str]:
    """What the bot's rows say will happen at a moment, in a few words.

    ``names``: what to call the families that a visitor knows, by their reference.
    """
    rows = (
        select(t.due.c.kind, t.family.c.ref)
        .join(t.family, t.family.c.id == t.due.c.family_id)
        .where(t.due.c.done_at.is_(None), t.due.c.at == at)
        .order_by(t.due.c.id)
    )
    said = [
        COMING[DueKind(kind)] + (f" for {names[ref]}" if ref in names else "")
        for kind, ref in connection.execute(rows)
    ]
    told = select(t.presence_window.c.id).where(t.presence_window.c.tell_at == at).limit(1)
    if connection.execute(told).first() is not None:
        said.append("parents hear that a nurse is at their daycare")
    # Those whose phones are on the page first.
    return sorted(dict.fromkeys(said), key=lambda one: " for " not in one)


def newest(connection: Connection, now: datetime) -> int:
    """A number that rises whenever something is written that the page shows.

    A message that is about to leave holds it back, so that its arrival is news even if a later row was seen first.
    """
    asked = (
        select(t.audit.c.id).order_by(t.audit.c.id.desc()).limit(1),
        select(t.outbox.c.id).where(t.outbox.c.sent_at.is_not(None)).order_by(t.outbox.c.id.desc()).limit(1),
        select(t.inbox.c.id).order_by(t.inbox.c.id.desc()).limit(1),
    )
    seen = max((connection.scalar(one) or 0 for one in asked), default=0)
    leaving = select(t.outbox.c.id).where(
        text("outbox.state IN ('queued', 'sending')"), t.outbox.c.due_at <= now, t.outbox.c.sent_at.is_(None)
    )
    held_back = connection.scalar(leaving.order_by(t.outbox.c.id).limit(1))
    return seen if held_back is None else min(seen, held_back - 1)
