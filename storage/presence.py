"""Presence in one unit of work: windows, their talks, who was told, and what was held there.

A talk is a time like a visit's (``slot``) that knows its window: claimed, moved and given back by the same code. What
is written here is written at once, so that the next family of the same unit sees it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from domain.course_records import CourseState
from domain.ids import ChildId, FamilyId, GuardianId, InvitationId, Municipality, NurseId, SlotId, WindowId
from domain.outcomes import BookingState
from domain.ports import SlotChangedMeanwhile
from domain.presence import ADVICE, Round
from domain.presence_records import BookedTalk, Meeting, TalkInvitation, Window, WindowState
from storage import tables as t
from storage.ids import Ids
from storage.presence_audience import to_tell
from storage.presence_rows import window_of_row, window_values

_W, _S, _B = t.presence_window.c, t.slot.c, t.booking.c
LONGEST_DAY = timedelta(hours=12)
"""No window or time is longer, so that an overlap is found by looking at one day."""


class Presence:
    """The ``PresenceStore`` on one connection."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids

    # Windows
    def window(self, number: WindowId, *, lock: bool = False) -> Window | None:
        """Index: primary key."""
        return self._one(select(t.presence_window).where(_W.id == number), lock)

    def window_of(self, slot: SlotId) -> Window | None:
        """Index: primary keys."""
        inside = select(_S.window_id).where(_S.id == slot).scalar_subquery()
        return self._one(select(t.presence_window).where(_W.id == inside))

    def _one(self, statement: Select[Any], lock: bool = False) -> Window | None:
        if lock and self._connection.dialect.name == "postgresql":
            statement = statement.with_for_update()
        row = self._connection.execute(statement).first()
        return None if row is None else window_of_row(row)

    def windows(
        self,
        municipality: Municipality,
        first: datetime,
        last: datetime,
        states: Collection[WindowState] = (WindowState.OPEN,),
    ) -> Sequence[Window]:
        """Index: ``ix_presence_window_start``."""
        statement = (
            select(t.presence_window)
            .where(_W.municipality == municipality, _W.start >= first, _W.start < last)
            .where(_W.state.in_([*map(str, states)]))
            .order_by(_W.start, _W.id)
        )
        return [window_of_row(row) for row in self._connection.execute(statement)]

    def clash(
        self, municipality: Municipality, nurse: NurseId, start: datetime, end: datetime
    ) -> datetime | None:
        """Indexes: ``uq_slot_municipality_nurse_id_start``, ``ix_presence_window_start``, ``ix_course_state``."""
        first = start - LONGEST_DAY
        mine = select(_S.start).where(
            _S.municipality == municipality,
            _S.nurse_id == nurse,
            _S.start >= first,
            _S.start < end,
            _S.end > start,
            _S.closed.is_(False),
        )
        there = select(_W.start).where(
            _W.municipality == municipality,
            _W.nurse_id == nurse,
            _W.start >= first,
            _W.start < end,
            _W.end > start,
            _W.state == str(WindowState.OPEN),
        )
        for statement in (mine, there):
            found: datetime | None = self._connection.scalar(statement.limit(1))
            if found is not None:
                return found
        sessions = (
            select(t.course_session.c.start, t.course.c.minutes)
            .join(t.course, t.course.c.id == t.course_session.c.course_id)
            .join(t.course_leader, t.course_leader.c.course_id == t.course.c.id)
            .where(t.course.c.municipality == municipality, t.course_leader.c.nurse_id == nurse)
            .where(t.course.c.state.not_in([str(CourseState.CANCELLED), str(CourseState.ENDED)]))
            .where(t.course_session.c.start >= first, t.course_session.c.start < end)
        )
        for begins, minutes in self._connection.execute(sessions):
            if begins + timedelta(minutes=minutes) > start:
                meets: datetime = begins
                return meets
        return None

    def nurse_refs(self, municipality: Municipality) -> Mapping[str, NurseId]:
        """Index: ``uq_nurse_municipality_ref``."""
        statement = select(t.nurse.c.ref, t.nurse.c.id).where(
            t.nurse.c.municipality == municipality, t.nurse.c.active.is_(True)
        )
        return {ref: NurseId(number) for ref, number in self._connection.execute(statement)}

    def add_window(self, new: Window, talks: Sequence[tuple[datetime, datetime]], now: datetime) -> None:
        """A closed time of the nurse's at the very start of a talk becomes that talk."""
        self._connection.execute(
            insert(t.presence_window), window_values(new) | {"id": new.id, "created_at": now}
        )
        own = {
            "municipality": new.municipality,
            "nurse_id": new.nurse,
            "offer": ADVICE,
            "place": new.room_too,
            "capacity": 1,
            "window_id": new.id,
        }
        for start, end in talks:
            again = (
                update(t.slot)
                .where(_S.municipality == new.municipality, _S.nurse_id == new.nurse, _S.start == start)
                .values(**own, end=end, closed=False, taken=0, revision=_S.revision + 1)
                .values(held_by=None, held_until=None)
            )
            if self._connection.execute(again).rowcount == 0:
                talk = own | {"id": self._ids.new(), "start": start, "end": end}
                self._connection.execute(insert(t.slot), talk)

    def save_window(self, changed: Window) -> None:
        """Index: primary key."""
        seen = (_W.id == changed.id) & (_W.revision == changed.revision)
        values = window_values(changed) | {"revision": changed.revision + 1}
        if self._connection.execute(update(t.presence_window).where(seen).values(**values)).rowcount != 1:
            raise SlotChangedMeanwhile

    def slots_in(self, number: WindowId) -> Sequence[SlotId]:
        """Index: ``ix_slot_window``."""
        return [*self._connection.scalars(select(_S.id).where(_S.window_id == number).order_by(_S.start))]

    # Telling
    def due_window(self, now: datetime) -> Window | None:
        """Index: ``ix_presence_window_telling``; another host's window is passed over."""
        statement = select(t.presence_window).where(_W.tell_at.is_not(None), _W.tell_at <= now)
        statement = statement.order_by(_W.tell_at, _W.id).limit(1)
        if self._connection.dialect.name == "postgresql":
            statement = statement.with_for_update(skip_locked=True)
        return self._one(statement)

    def families_to_tell(
        self, about: Window, round_: Round, spared_since: datetime, limit: int
    ) -> list[FamilyId]:
        """Indexes: see ``presence_audience``."""
        return [*self._connection.scalars(to_tell(about, round_, spared_since, limit))]

    def note_told(self, about: Window, round_: Round, told: Mapping[FamilyId, int], now: datetime) -> None:
        """Primary key: the same message twice is refused by the database."""
        own = {"municipality": about.municipality, "window_id": about.id, "round": str(round_), "at": now}
        rows = [own | {"family_id": family, "guardians": count} for family, count in told.items()]
        if rows:
            self._connection.execute(insert(t.presence_told), rows)

    # Talks
    def free_talks(
        self, municipality: Municipality, family: FamilyId, first: datetime, last: datetime, now: datetime
    ) -> Sequence[tuple[SlotId, Window]]:
        """Indexes: ``ix_presence_window_start``, ``ix_slot_window``."""
        daycares = self._daycares(family)
        if not daycares:
            return []
        statement = (
            select(t.slot.c.id.label("slot_id"), *t.presence_window.c)
            .join(t.presence_window, _W.id == _S.window_id)
            .where(_W.municipality == municipality, _W.daycare.in_(sorted(daycares)))
            .where(_W.state == str(WindowState.OPEN), _W.end >= first, _W.start <= last)
            .where(_S.start >= first, _S.closed.is_(False), _S.taken < _S.capacity)
            .where(or_(_S.held_until.is_(None), _S.held_until <= now, _S.held_by == family))
            .order_by(_S.start, _S.id)
        )
        return [(row.slot_id, window_of_row(row)) for row in self._connection.execute(statement)]

    def _daycares(self, family: FamilyId) -> set[str]:
        mine = select(t.family.c.daycare).where(t.family.c.id == family)
        children = select(t.child.c.daycare).where(t.child.c.family_id == family)
        return {name for name in self._connection.scalars(mine.union(children)) if name}

    def free_talks_in(self, number: WindowId, after: datetime, now: datetime) -> Sequence[SlotId]:
        """Index: ``ix_slot_window``."""
        statement = (
            select(_S.id)
            .where(_S.window_id == number, _S.start > after, _S.closed.is_(False), _S.taken < _S.capacity)
            .where(or_(_S.held_until.is_(None), _S.held_until <= now))
            .order_by(_S.start)
        )
        return [*self._connection.scalars(statement)]

    def talks(self, number: WindowId) -> Sequence[BookedTalk]:
        """Indexes: ``ix_slot_window``, ``uq_booking_seat``."""
        return booked_talks(self._connection, number)

    def children_at(self, family: FamilyId, daycare: str) -> tuple[ChildId, ...]:
        """Index: ``ix_child_family_id``."""
        statement = (
            select(t.child.c.id, t.child.c.daycare)
            .where(t.child.c.family_id == family)
            .order_by(t.child.c.birthdate.desc(), t.child.c.id)
        )
        children = self._connection.execute(statement).all()
        there = [row.id for row in children if row.daycare == daycare]
        return tuple(there or [row.id for row in children])

    def add_invitation(self, talk: TalkInvitation) -> None:
        """Index: ``uq_invitation_municipality_offer_child_id_round``."""
        one = talk.invitation
        own = {"municipality": one.municipality, "invitation_id": one.id}
        values = {
            "id": one.id,
            "municipality": one.municipality,
            "family_id": one.family,
            "child_id": one.child,
            "offer": one.offer,
            "round": talk.round,
            "criterion": "universal",
            "state": str(one.state),
            "revision": one.revision,
            "planned_at": one.planned_at,
            "outcome_at": one.outcome_at,
            "outcome_on": one.outcome_on,
            "restricted": one.restricted,
            "district": talk.district,
            "daycare": talk.daycare,
            "language": talk.language,
            "nurse_id": one.nurse,
        }
        self._connection.execute(insert(t.invitation), values)
        self._connection.execute(
            insert(t.invitation_child), [own | {"child_id": child} for child in talk.children]
        )

    def note_pedagog(self, municipality: Municipality, invitation: InvitationId, family: FamilyId) -> None:
        """Index: primary key."""
        self.drop_pedagog(invitation)
        values = {"municipality": municipality, "invitation_id": invitation, "family_id": family}
        self._connection.execute(insert(t.talk_wish), values)

    def drop_pedagog(self, invitation: InvitationId) -> None:
        """Index: primary key."""
        self._connection.execute(delete(t.talk_wish).where(t.talk_wish.c.invitation_id == invitation))

    # Who wants to hear of it
    def opted_out(self, guardians: Collection[GuardianId]) -> frozenset[GuardianId]:
        """Index: primary key."""
        stopped = t.presence_stop.c.guardian_id
        return frozenset(self._connection.scalars(select(stopped).where(stopped.in_(guardians))))

    def opt_out(
        self, municipality: Municipality, guardian: GuardianId, family: FamilyId, now: datetime
    ) -> None:
        """Index: primary key."""
        self.opt_in(guardian)
        values = {"municipality": municipality, "guardian_id": guardian, "family_id": family, "at": now}
        self._connection.execute(insert(t.presence_stop), values)

    def opt_in(self, guardian: GuardianId) -> None:
        """Index: primary key."""
        self._connection.execute(delete(t.presence_stop).where(t.presence_stop.c.guardian_id == guardian))

    # What was held
    def add_meeting(self, meeting: Meeting) -> None:
        """One row."""
        values = {
            "id": meeting.id,
            "municipality": meeting.municipality,
            "nurse_id": meeting.nurse,
            "daycare": meeting.daycare,
            "on": meeting.on,
            "kind": str(meeting.kind),
            "family_id": meeting.family,
            "child_id": meeting.child,
            "noted_at": meeting.noted_at,
            "noted_by": meeting.noted_by,
        }
        self._connection.execute(insert(t.presence_meeting), values)


def booked_talks(connection: Connection, number: WindowId) -> Sequence[BookedTalk]:
    """The talks of a window that families hold or held."""
    wished = exists().where(t.talk_wish.c.invitation_id == _B.invitation_id)
    statement = (
        select(_B.id, _B.family_id, _B.guardian_id, _B.start, _B.end, wished.label("pedagog"))
        .join(t.slot, _S.id == _B.slot_id)
        .where(_S.window_id == number, _B.freed_at.is_(None))
        .where(_B.state.in_([BookingState.BOOKED, BookingState.COMPLETED, BookingState.NO_SHOW]))
        .order_by(_B.start, _B.id)
    )
    return [
        BookedTalk(row.id, row.family_id, row.guardian_id, row.start, row.end, bool(row.pedagog))
        for row in connection.execute(statement)
    ]
