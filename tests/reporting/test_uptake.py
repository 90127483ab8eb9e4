"""Uptake: every number is counted again by a slow and plain loop over the same invitations."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from domain.ids import Municipality, OfferKey
from domain.outcomes import BookingState, InvitationState
from reports.exports import build
from reports.query import ExportQuery
from reports.rates import percent
from reports.tables import Table
from reports.uptake import OUTCOMES, VISITS
from storage.read_models.counts import By
from tests.reporting.made import NURSES, Made, plain_percent, plain_uptake, store

FIRST, LAST = date(2025, 12, 20), date(2026, 4, 5)
ALL_DAYS = ExportQuery(date(2020, 1, 1), date(2029, 12, 31))

STATES = [state for state in InvitationState if state != InvitationState.PLANNED]
days = st.dates(FIRST - timedelta(days=2), LAST + timedelta(days=2))
sent = st.builds(
    Made,
    sent_on=days,
    state=st.sampled_from(STATES),
    visits=st.lists(st.sampled_from(BookingState), max_size=3).map(tuple),
    municipality=st.sampled_from(["hedensted", "vejle", "aarhus"]),
    offer=st.sampled_from(["visit-18m", "visit-3y"]),
    district=st.sampled_from(["Juelsminde", "Tørring"]),
    daycare=st.sampled_from([None, "Bøgen", "Ællingen"]),
    language=st.sampled_from(["da", "ar"]),
    nurse=st.sampled_from([None, *NURSES]),
    round=st.sampled_from(["", "1"]),
    level=st.sampled_from([None, 1, 4]),
    restricted=st.booleans(),
)
not_offered = st.builds(
    Made, sent_on=st.none(), state=st.sampled_from([InvitationState.PLANNED, InvitationState.ACCEPTED])
)
invitations = st.lists(sent | not_offered, max_size=40)
divisions = st.lists(st.sampled_from(By), max_size=3, unique=True).map(tuple)
SHARED = {"month", "quarter", "language", "round", "level", "restriction"}


def dicts(table: object) -> list[dict[str, Any]]:
    """The table's rows by column name."""
    assert isinstance(table, Table)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def uptake_of(connection: Connection, *made: Made, query: ExportQuery = ALL_DAYS) -> list[dict[str, Any]]:
    store(connection, made)
    return dicts(build("uptake", connection, query))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=invitations, by=divisions)
def test_every_number_is_what_a_plain_count_says(
    engine: Engine, made: list[Made], by: tuple[By, ...]
) -> None:
    with engine.begin() as connection:
        rows = uptake_of(connection, *made, query=ExportQuery(FIRST, LAST, by=by))
    expected = plain_uptake(made, FIRST, LAST, by)
    everywhere = [replace(one, municipality="") for one in made]
    across = plain_uptake(everywhere, FIRST, LAST, [one for one in by if one in SHARED])
    found = {(row["municipality"], row["offer"], *(row[one] for one in by)): row for row in rows}
    assert list(found) == sorted(expected)
    assert len(found) == len(rows)
    for group, row in found.items():
        plain = expected[group]
        peers = across["", group[1], *(row[one] for one in by if one in SHARED)]
        for column in ("offered", *OUTCOMES, *VISITS):
            assert row[column] == plain[column], column
        assert row["accepted_pct"] == plain_percent(plain["accepted"], plain["offered"])
        assert row["completed_pct"] == plain_percent(plain["completed"], plain["offered"])
        for column in ("offered", "accepted", "completed"):
            assert row[f"across_{column}"] == peers[column]
        assert row["across_accepted_pct"] == plain_percent(peers["accepted"], peers["offered"])
        assert row["across_completed_pct"] == plain_percent(peers["completed"], peers["offered"])
        assert row["offered"] == sum(row[outcome] for outcome in OUTCOMES) > 0


@given(share=st.integers(1, 300).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
@example((1, 8))  # 12.5 → 13
@example((1, 200))  # 0.5 → 1
@example((3, 200))  # 1.5 → 2
@example((199, 200))  # 99.5 → 100
@example((99, 20000))  # 0.495 → 0
def test_a_percentage_is_rounded_half_up(share: tuple[int, int]) -> None:
    assert percent(*share) == plain_percent(*share)


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        (29, 51, 57),
        (22, 36, 61),
        (6, 18, 33),
        (689, 1305, 53),
        (404, 808, 50),
        (177, 657, 27),
        (6849, 9367, 73),
        (4094, 28925, 14),
        (1, 8, 13),
        (1, 200, 1),
        (0, 7, 0),
        (7, 7, 100),
    ],
)
def test_the_published_percentages(numerator: int, denominator: int, printed: int) -> None:
    assert percent(numerator, denominator) == printed


def test_nought_of_nothing_is_empty_and_never_nought_per_cent() -> None:
    assert percent(0, 0) is None


def test_hedensteds_published_visits(connection: Connection) -> None:
    """Seed 000: 29 of 51 and 22 of 36 families had the visit, of a goal of 90 %."""
    held = Made(state=InvitationState.ACCEPTED, visits=(BookingState.COMPLETED,))
    declined = Made(state=InvitationState.DECLINED)
    made = [held] * 29 + [declined] * 22
    made += [replace(held, offer="visit-3y")] * 22 + [replace(declined, offer="visit-3y")] * 14
    hedensted = Municipality("hedensted")
    targets = {(hedensted, OfferKey("visit-18m")): 90}
    query = ExportQuery(date(2026, 1, 1), date(2026, 12, 31), (hedensted,), targets=targets)
    young, old = uptake_of(connection, *made, query=query)
    assert (young["offered"], young["completed"], young["completed_pct"], young["target_pct"]) == (
        51,
        29,
        57,
        90,
    )
    assert (old["offered"], old["completed"], old["completed_pct"], old["target_pct"]) == (36, 22, 61, None)


def test_the_first_and_the_last_day_are_in(connection: Connection) -> None:
    made = [Made(sent_on=date(2026, 3, day)) for day in (1, 2, 2, 9, 10, 10, 10, 11)]
    (row,) = uptake_of(connection, *made, query=ExportQuery(date(2026, 3, 2), date(2026, 3, 10)))
    assert row["offered"] == 6


def test_an_answer_before_any_message_was_not_offered(connection: Connection) -> None:
    rows = uptake_of(connection, Made(sent_on=None, state=InvitationState.ACCEPTED))
    assert rows == []


def test_a_moved_visit_counts_once(connection: Connection) -> None:
    chain = (BookingState.MOVED, BookingState.NO_SHOW, BookingState.COMPLETED, BookingState.COMPLETED)
    (row,) = uptake_of(connection, Made(state=InvitationState.ACCEPTED, visits=chain))
    assert [row[visit] for visit in VISITS] == [1, 0, 0]


def test_a_held_visit_stays_held_when_the_family_moves_away(connection: Connection) -> None:
    left = Made(state=InvitationState.MOVED_AWAY, visits=(BookingState.COMPLETED,))
    (row,) = uptake_of(connection, left)
    assert (row["accepted"], row["moved_away"], row["completed"]) == (0, 1, 1)


def test_twins_are_one_invitation(connection: Connection) -> None:
    (row,) = uptake_of(connection, Made(children=2))
    assert row["offered"] == 1
    (traced,) = dicts(build("outcomes", connection, ALL_DAYS))
    assert traced["children"] == 2


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=invitations)
def test_every_number_can_be_traced_to_rows(engine: Engine, made: list[Made]) -> None:
    """Story 20: the rows of ``outcomes``, counted by a spreadsheet's filter, are the columns of ``uptake``."""
    query = ExportQuery(FIRST, LAST)
    with engine.begin() as connection:
        groups = uptake_of(connection, *made, query=query)
        traced = dicts(build("outcomes", connection, query))
    for row in groups:
        own = [
            one
            for one in traced
            if (one["municipality"], one["offer"]) == (row["municipality"], row["offer"])
        ]
        assert row["offered"] == len(own)
        outcomes = Counter(one["outcome"] for one in own)
        visits = Counter(one["visit"] for one in own)
        assert {name: row[name] for name in OUTCOMES} == {name: outcomes[name] for name in OUTCOMES}
        assert {name: row[name] for name in VISITS} == {name: visits[name] for name in VISITS}
