"""Exports by name: reasons, bookings, messages, and the sentence for what cannot be had."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from domain.ids import Municipality
from domain.outcomes import BookingState, InvitationState, MessageState
from domain.reasons import DeclineReason
from reports.exports import EXPORTS, build
from reports.query import ExportQuery, ExportRefused, parse_by
from reports.reasons import DANISH_REASON
from reports.tables import HIDDEN, Table
from storage.read_models.counts import By
from storage.tables import outbox
from tests.reporting.made import Made, in_period, plain_percent, store, value_of
from tests.reporting.test_uptake import ALL_DAYS, FIRST, LAST, dicts, divisions, sent

HEDENSTED = Municipality("hedensted")
reasons = st.sampled_from([None, *DeclineReason])


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(sent, reasons), max_size=40), by=divisions)
def test_every_reason_is_what_a_plain_count_says(
    engine: Engine, pairs: list[tuple[Made, DeclineReason | None]], by: tuple[By, ...]
) -> None:
    made = [_with_reason(one, reason) for one, reason in pairs]
    with engine.begin() as connection:
        store(connection, made)
        rows = dicts(build("declines", connection, ExportQuery(FIRST, LAST, by=by)))
    expected: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in made:
        if in_period(one, FIRST, LAST) and one.state == "declined":
            group = (one.municipality, one.offer, *(value_of(one, name) for name in by))
            expected[group][one.reason or "not_stated"] += 1
    found: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        group = (row["municipality"], row["offer"], *(row[name] for name in by))
        found[group][row["reason"]] += row["count"]
        assert row["of"] == sum(expected[group].values())
        assert row["pct"] == plain_percent(row["count"], row["of"])
        assert row["reason_da"] == DANISH_REASON[row["reason"]]
    assert found == expected


def _with_reason(made: Made, reason: DeclineReason | None) -> Made:
    told = {name: getattr(made, name) for name in Made.__slots__}
    return Made(**{**told, "reason": reason})


def test_every_reason_has_its_danish_name() -> None:
    assert set(DANISH_REASON) == set(DeclineReason)


def test_bookings_are_those_that_begin_on_the_days_by_the_local_clock(connection: Connection) -> None:
    made = Made(
        sent_on=date(2026, 3, 20),
        state=InvitationState.ACCEPTED,
        visits=(BookingState.MOVED, BookingState.BOOKED),
    )
    store(connection, [made])
    day = date(2026, 3, 28)
    (row,) = dicts(build("bookings", connection, ExportQuery(day, day)))
    assert (row["booking"], row["invitation"], row["moved_from"], row["state"]) == (1001, 1, 1000, "booked")
    assert (row["family_ref"], row["nurse"], row["start"].isoformat()) == (
        "F1",
        "anna",
        "2026-03-28T13:00:00+01:00",
    )


def test_no_export_carries_a_name(connection: Connection) -> None:
    store(connection, [Made(state=InvitationState.ACCEPTED, visits=(BookingState.BOOKED,))])
    for name in EXPORTS:
        table = build(name, connection, ALL_DAYS)
        assert isinstance(table, Table)
        assert "Opdigtet" not in str(table.rows)


def send(connection: Connection, at: datetime, **more: Any) -> None:
    """One message in the outbox; ``id`` is given out by counting."""
    number = len(connection.execute(outbox.select()).all()) + 1
    row = {
        "id": number,
        "municipality": "hedensted",
        "medium": "sms",
        "address": "+4500000012",
        "key": "visit.invitation",
        "language": "da",
        "text": "Kære forælder Opdigtet",
        "parts": 2,
        "occasion": "invitation",
        "state": MessageState.DELIVERED,
        "created_at": at,
        "due_at": at,
        "sent_at": at,
    }
    connection.execute(outbox.insert(), [{**row, **more}])


def test_messages_are_counted_by_local_month_without_a_word_of_them(connection: Connection) -> None:
    store(connection, [])
    send(connection, datetime(2026, 3, 31, 21, 59, tzinfo=UTC))  # 23:59 in Denmark
    send(connection, datetime(2026, 3, 31, 22, 0, tzinfo=UTC))  # 00:00 on 1 April
    send(connection, datetime(2026, 4, 2, 8, 0, tzinfo=UTC), parts=1)
    send(connection, datetime(2026, 4, 2, 8, 0, tzinfo=UTC), state=MessageState.DROPPED, sent_at=None)
    send(connection, datetime(2026, 4, 30, 22, 0, tzinfo=UTC))  # 1 May
    table = build("messages", connection, ExportQuery(date(2026, 3, 1), date(2026, 4, 30), (HEDENSTED,)))
    rows = [(row["month"], row["state"], row["count"], row["parts"]) for row in dicts(table)]
    assert rows == [
        ("2026-03", "delivered", 1, 2),
        ("2026-04", "delivered", 2, 3),
        ("2026-04", "dropped", 1, 2),
    ]
    assert "Opdigtet" not in str(table)
    assert "+45" not in str(table)


def test_public_messages_hide_few(connection: Connection) -> None:
    store(connection, [])
    for day in range(1, 8):
        send(connection, datetime(2026, 4, day, 8, tzinfo=UTC))
    send(connection, datetime(2026, 4, 9, 8, tzinfo=UTC), state=MessageState.FAILED)
    rows = dicts(build("messages", connection, ExportQuery(ALL_DAYS.first, ALL_DAYS.last, public=True)))
    assert [(row["count"], row["parts"]) for row in rows] == [(HIDDEN, HIDDEN)] * 2


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("uptakes", ALL_DAYS, "There is no export uptakes: choose among uptake, declines"),
        ("uptake", ExportQuery(date(2026, 2, 2), date(2026, 2, 1)), "after the last"),
        ("bookings", ExportQuery(FIRST, LAST, by=(By.MONTH,)), "leave out --by, or choose uptake, declines"),
        ("outcomes", ExportQuery(FIRST, LAST, public=True), "cannot be made public"),
    ],
)
def test_what_cannot_be_had_is_said_in_a_sentence(
    connection: Connection, name: str, query: ExportQuery, says: str
) -> None:
    refused = build(name, connection, query)
    assert isinstance(refused, ExportRefused)
    assert says in refused.sentence


def test_by_is_read_in_the_order_it_was_written() -> None:
    assert parse_by("") == ()
    assert parse_by("district, month,district") == (By.DISTRICT, By.MONTH)
    refused = parse_by("month,topi,postcode")
    assert isinstance(refused, ExportRefused)
    assert refused.sentence.startswith(
        "Numbers cannot be divided by topi, postcode: choose among month, quarter"
    )
