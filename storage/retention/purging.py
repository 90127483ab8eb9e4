"""What is older than the municipality keeps it is erased: run every night, in the order of its rules."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, func, literal, select

from domain.ids import FamilyId
from domain.outcomes import BookingState, MessageState
from domain.retention import OFFERS_END_AT_YEARS, Purged, years_before
from domain.settings import MunicipalitySettings
from storage.retention.erasers import emptied_values, rows_go, still_personal
from storage.retention.finding import traces_of
from storage.retention.forgetting import erase, ref_of
from storage.tables import (
    access_log,
    account,
    audit,
    booking,
    child,
    due,
    family,
    inbox,
    invitation,
    link_code,
    nurse,
    outbox,
    session,
    slot,
    task,
    webhook_count,
)

Rule = tuple[str, Table, ColumnElement[bool]]
"""The name in the report, the table, and which of its rows are too old."""

NOT_LEFT_YET = [str(MessageState.QUEUED), str(MessageState.SENDING)]


def purge(
    connection: Connection,
    new_id: Callable[[], int],
    settings: MunicipalitySettings,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Purged:
    """Erase what one municipality no longer keeps; with ``dry_run`` only count it. The caller commits.

    Needs one number per family that is erased in ``new_id``.
    """
    counts = {
        name: _count(connection, table, old) if dry_run else _erase(connection, table, old)
        for name, table, old in _rules(settings, now)
    }
    counts["families"] = _families(connection, new_id, settings, now, dry_run)
    return Purged(settings.key, counts)


def _rules(settings: MunicipalitySettings, now: datetime) -> Sequence[Rule]:
    keep = settings.retention

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    unknown_from = now.astimezone(settings.zone).date() - timedelta(days=keep.unknown_senders_days)
    rules: list[Rule] = [
        (
            "replies",
            inbox,
            (inbox.c.received_at < before(keep.messages_days)) & inbox.c.state.not_in(["new", "quarantined"]),
        ),
        (
            "unknown_senders",
            inbox,
            (inbox.c.received_at < before(keep.unknown_senders_days)) & (inbox.c.state == "quarantined"),
        ),
        (
            "messages",
            outbox,
            (outbox.c.created_at < before(keep.messages_days)) & outbox.c.state.not_in(NOT_LEFT_YET),
        ),
        ("tasks", task, task.c.done_at < before(keep.tasks_days)),
        ("due", due, due.c.done_at < before(keep.tasks_days)),
        ("link_codes", link_code, link_code.c.expires_at < before(1)),
        ("unknown_counts", webhook_count, webhook_count.c.day < unknown_from),
        ("sessions", session, session.c.expires_at < now),
        ("access_log", access_log, access_log.c.at < before(keep.access_log_days)),
        ("audit", audit, audit.c.at < before(keep.audit_days)),
        ("staff", account, _left(before(keep.staff_days))),
        ("nurses", nurse, _gone_nurse(before(keep.staff_days))),
    ]
    return [(name, table, and_(table.c.municipality == settings.key, old)) for name, table, old in rules]


WHOLE_ROWS = frozenset({access_log.name, audit.name})
"""Logs whose rows go as a whole when they are old, though forgetting a family leaves them."""


def _deletes(table: Table) -> bool:
    return table.name in WHOLE_ROWS or rows_go(table.name)


def _erase(connection: Connection, table: Table, old: ColumnElement[bool]) -> int:
    if _deletes(table):
        return connection.execute(table.delete().where(old)).rowcount
    still = old & still_personal(table)
    return connection.execute(table.update().where(still).values(**emptied_values(table))).rowcount


def _count(connection: Connection, table: Table, old: ColumnElement[bool]) -> int:
    still = old if _deletes(table) else old & still_personal(table)
    return connection.scalar(select(func.count()).select_from(table).where(still)) or 0


def _left(before: datetime) -> ColumnElement[bool]:
    """Accounts that are disabled and have not been used since."""
    used = select(literal(1)).where(access_log.c.account_id == account.c.id, access_log.c.at >= before)
    return account.c.disabled & (account.c.created_at < before) & ~used.exists()


def _gone_nurse(before: datetime) -> ColumnElement[bool]:
    """Nurses who are no longer in the settings and have had neither visits nor free times since."""
    visits = select(literal(1)).where(booking.c.nurse_id == nurse.c.id, booking.c.start >= before)
    times = select(literal(1)).where(slot.c.nurse_id == nurse.c.id, slot.c.start >= before)
    return nurse.c.active.is_(False) & ~visits.exists() & ~times.exists()


def _families(
    connection: Connection,
    new_id: Callable[[], int],
    settings: MunicipalitySettings,
    now: datetime,
    dry_run: bool,
) -> int:
    """Families whose youngest child has outgrown every offer for long enough; one with a visit booked stays."""
    today = now.astimezone(settings.zone).date()
    found = _outgrown(connection, settings, today, now)
    if not dry_run:
        for number in found:
            traces = traces_of(connection, settings.key, number)
            erase(connection, new_id, traces, ref_of(connection, traces), now, today, "retention")
    return len(found)


def _outgrown(
    connection: Connection, settings: MunicipalitySettings, today: date, now: datetime
) -> list[FamilyId]:
    """Who is not known by a birth date (history alone) was born at the latest when the last offer was made."""
    last = years_before(today, OFFERS_END_AT_YEARS) - timedelta(
        days=settings.retention.families_days_after_seventh_birthday
    )
    young = select(literal(1)).where(
        child.c.family_id == family.c.id, func.coalesce(child.c.birthdate, child.c.due_on) >= last
    )
    offered = select(literal(1)).where(
        invitation.c.family_id == family.c.id, invitation.c.sent_on >= last, _without_birthdate()
    )
    anybody = select(literal(1)).where(child.c.family_id == family.c.id)
    booked = select(literal(1)).where(
        booking.c.family_id == family.c.id, booking.c.state == BookingState.BOOKED, booking.c.end > now
    )
    childless_but_new = ~anybody.exists() & (family.c.created_at >= now - timedelta(days=365))
    query = (
        select(family.c.id)
        .where(family.c.municipality == settings.key)
        .where(~young.exists(), ~offered.exists(), ~booked.exists(), ~childless_but_new)
        .order_by(family.c.id)
    )
    return [FamilyId(number) for number in connection.scalars(query)]


def _without_birthdate() -> ColumnElement[bool]:
    nameless = select(literal(1)).where(child.c.id == invitation.c.child_id, child.c.birthdate.is_(None))
    return nameless.exists()
