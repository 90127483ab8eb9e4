"""One family's conversation as it was: every message in and out, in order."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from domain.decisions import TaskKind
from domain.ids import AccountId, FamilyId, GuardianId, InvitationId, Language, OfferKey, TaskId
from domain.outcomes import InvitationState, MessageState
from domain.records import STAFF
from storage.post import count_staff_messages
from storage.tables import account, audit, inbox, invitation, outbox, task


@dataclass(frozen=True, slots=True)
class Line:
    """One message. ``text`` is None for a picture or a voice message. For ours ``state`` says what became of it and
    ``by_staff`` whether a colleague wrote it; for the family's ``because`` holds the words that decided its reading.
    """

    at: datetime
    from_family: bool
    guardian: GuardianId | None
    text: str | None = field(repr=False)
    language: Language | None = None
    state: MessageState | None = None
    by_staff: bool = False
    intent: str = ""
    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What waits for a human about this family."""

    id: TaskId
    kind: TaskKind
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """An invitation of the family and what came of it."""

    id: InvitationId
    offer: OfferKey
    state: InvitationState
    sent_at: datetime | None


def conversation(connection: Connection, number: FamilyId, most: int = 200) -> list[Line]:
    """The last ``most`` messages each way, oldest first. Index: ``ix_inbox_family``, ``ix_outbox_family``."""
    said = (
        select(inbox)
        .where(inbox.c.family_id == number)
        .order_by(inbox.c.received_at.desc(), inbox.c.id.desc())
        .limit(most)
    )
    written = (
        select(outbox)
        .where(outbox.c.family_id == number, outbox.c.state != MessageState.DROPPED)
        .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
        .limit(most)
    )
    lines = [
        (
            row.received_at,
            0,
            row.id,
            Line(
                at=row.received_at,
                from_family=True,
                guardian=row.guardian_id,
                text=row.text,
                intent=row.intent or "",
                because=row.because or "",
            ),
        )
        for row in connection.execute(said)
    ]
    lines += [
        (
            row.sent_at or row.created_at,
            1,
            row.id,
            Line(
                at=row.sent_at or row.created_at,
                from_family=False,
                guardian=row.guardian_id,
                text=row.text,
                language=row.language,
                state=MessageState(row.state),
                by_staff=row.occasion == STAFF,
            ),
        )
        for row in connection.execute(written)
    ]
    return [line for *_, line in sorted(lines, key=lambda one: one[:3])]


def open_tasks(connection: Connection, number: FamilyId) -> list[OpenTask]:
    """What waits for a human about one family, oldest first. Index: ``ix_task_family``."""
    statement = (
        select(task.c.id, task.c.kind, task.c.created_at)
        .where(task.c.family_id == number, task.c.done_at.is_(None))
        .order_by(task.c.created_at, task.c.id)
    )
    return [OpenTask(row.id, TaskKind(row.kind), row.created_at) for row in connection.execute(statement)]


def offered(connection: Connection, number: FamilyId) -> list[Offered]:
    """The family's invitations, newest first. Index: ``ix_invitation_family_id``."""
    statement = (
        select(invitation.c.id, invitation.c.offer, invitation.c.state, invitation.c.sent_at)
        .where(invitation.c.family_id == number)
        .order_by(invitation.c.planned_at.desc(), invitation.c.id.desc())
    )
    return [
        Offered(row.id, row.offer, InvitationState(row.state), row.sent_at)
        for row in connection.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class StaffAnswers:
    """How many messages colleagues have written to a family, and who wrote the last one."""

    count: int
    account: AccountId | None = None
    name: str = ""


def staff_answers(connection: Connection, number: FamilyId) -> StaffAnswers:
    """What a page must know so that two colleagues do not answer at once. Index: ``ix_audit_family_id``."""
    count = count_staff_messages(connection, number)
    last = (
        select(audit.c.actor)
        .where(audit.c.family_id == number, audit.c.event == "family.answered")
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(1)
    )
    who = (connection.execute(last).scalar() or "").removeprefix("account:")
    if not who.isdigit():
        return StaffAnswers(count)
    name = connection.execute(select(account.c.name).where(account.c.id == int(who))).scalar()
    return StaffAnswers(count, AccountId(int(who)), name or "")
