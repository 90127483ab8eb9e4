"""A public table hides small counts so that nobody can work them out; somebody tries."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from domain.ids import Municipality
from domain.outcomes import BookingState, InvitationState
from reports.declines import LAYOUT as DECLINES
from reports.exports import build
from reports.query import ExportQuery
from reports.suppression import SMALL, Layout, Row, Suppression, suppress
from reports.tables import HIDDEN
from reports.uptake import LAYOUT, OUTCOMES, VISITS
from storage.read_models.counts import By
from tests.reporting.attacker import equations, worked_out
from tests.reporting.made import Made, store
from tests.reporting.test_uptake import ALL_DAYS, dicts

numbers = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 30))


@st.composite
def uptake_rows(draw: st.DrawFn) -> list[Row]:
    """Up to three municipalities' groups: months, perhaps divided by district."""
    rows = []
    for municipality in draw(st.sampled_from(["h", "hv", "hva"])):
        for month in range(draw(st.integers(1, 4))):
            for _ in range(draw(st.integers(1, 2))):
                counts = Counter(
                    {outcome: draw(numbers) for outcome in draw(st.sets(st.sampled_from(OUTCOMES)))}
                )
                counts["offered"] = counts.total()
                counts["completed"] = draw(st.integers(0, counts["accepted"]))
                counts["no_show"] = draw(st.integers(0, counts["accepted"] - counts["completed"]))
                if counts["offered"]:
                    rows.append(Row(municipality, month, counts))
    return rows


@st.composite
def decline_rows(draw: st.DrawFn) -> list[Row]:
    rows = []
    for month in range(draw(st.integers(1, 5))):
        counts = Counter({reason: draw(numbers) for reason in DECLINES.parts[:5]})
        counts["of"] = counts.total()
        rows.append(Row("h", month, counts))
    return rows


def small(rows: list[Row], layout: Layout) -> set[tuple[int, str]]:
    return {(at, c) for at, row in enumerate(rows) for c in layout.columns if row.counts[c] in SMALL}


@settings(max_examples=300, deadline=None)
@given(rows=uptake_rows())
def test_no_small_count_of_uptake_can_be_worked_out(rows: list[Row]) -> None:
    hidden = suppress(rows, LAYOUT)
    primary = small(rows, LAYOUT)
    assert primary <= hidden.counts
    assert not primary & worked_out(equations(rows, LAYOUT, hidden)).keys()
    for shared in {row.shared for row in rows}:
        for column in LAYOUT.across:
            total = sum(row.counts[column] for row in rows if row.shared == shared)
            assert total not in SMALL or (shared, column) in hidden.across


@settings(max_examples=150, deadline=None)
@given(rows=decline_rows())
def test_no_small_count_of_reasons_can_be_worked_out(rows: list[Row]) -> None:
    hidden = suppress(rows, DECLINES)
    assert not small(rows, DECLINES) & worked_out(equations(rows, DECLINES, hidden)).keys()


@settings(max_examples=150, deadline=None)
@given(rows=uptake_rows())
def test_what_is_left_of_a_total_is_not_a_small_count_either(rows: list[Row]) -> None:
    hidden = suppress(rows, LAYOUT)
    for terms, value in equations(rows, LAYOUT, hidden):
        if -1 not in terms.values():
            assert value not in SMALL


@settings(max_examples=100, deadline=None)
@given(rows=uptake_rows())
def test_visits_are_hidden_with_the_acceptances_they_are_a_share_of(rows: list[Row]) -> None:
    hidden = suppress(rows, LAYOUT)
    for at, column in hidden.counts:
        if column == "accepted":
            assert {(at, visit) for visit in VISITS} <= hidden.counts
        if column == "offered":
            assert {(at, other) for other in LAYOUT.columns} <= hidden.counts


def test_the_one_who_tries_is_no_fool() -> None:
    """With the small counts alone hidden, she works every one of them out."""
    rows = [
        Row("h", 1, Counter(offered=30, accepted=20, declined=8, no_contact=2)),
        Row("h", 2, Counter(offered=40, accepted=20, declined=18, no_contact=2)),
    ]
    naive = Suppression(small(rows, LAYOUT))
    found = worked_out(equations(rows, LAYOUT, naive))
    assert found == {(0, "no_contact"): 2, (1, "no_contact"): 2}


def test_a_bridge_between_two_safe_squares_is_no_secret() -> None:
    """Every line hides two counts, yet one of them is known: the attacker finds it, so she would find ours."""
    layout = Layout("all", ("a", "b", "c", "d"))
    rows = [Row("h", n, Counter(all=40, a=10, b=10, c=10, d=10)) for n in range(4)]
    squares = {(0, "a"), (0, "b"), (1, "a"), (1, "b"), (2, "c"), (2, "d"), (3, "c"), (3, "d")}
    assert worked_out(equations(rows, layout, Suppression({*squares, (1, "c")}))) == {(1, "c"): 10}


def test_large_counts_are_all_shown() -> None:
    rows = [
        Row("h", month, Counter(offered=60, accepted=35, declined=25, completed=30)) for month in range(6)
    ]
    assert suppress(rows, LAYOUT) == Suppression()


def test_the_headline_survives_a_few_small_outcomes() -> None:
    """A year of months with one or two wrong numbers each still shows who was offered, said yes and no."""
    rows = [
        Row(
            "h",
            month,
            Counter(offered=51, accepted=30, declined=14, no_contact=6, wrong_number=1, completed=25),
        )
        for month in range(12)
    ]
    hidden = suppress(rows, LAYOUT)
    shown = {"offered", "accepted", "declined", "completed"}
    assert not shown & {column for _, column in hidden.counts}


def test_the_public_table_prints_no_small_count(connection: Connection) -> None:
    yes = Made(state=InvitationState.ACCEPTED, visits=(BookingState.COMPLETED,))
    no = Made(state=InvitationState.DECLINED, reason="busy_now")
    elsewhere = Made(municipality="vejle", state=InvitationState.ACCEPTED)
    far = Made(district="Tørring", state=InvitationState.DECLINED, reason="privacy")
    store(connection, [yes] * 20 + [no] * 12 + [Made()] * 3 + [elsewhere] * 2 + [far] * 7)
    query = ExportQuery(ALL_DAYS.first, ALL_DAYS.last, by=(By.DISTRICT,), public=True)
    near, *_ = rows = dicts(build("uptake", connection, query))
    assert [row["offered"] for row in rows] == [35, 7, HIDDEN]
    assert (near["pending"], near["accepted"]) == (HIDDEN, 20)
    for row in rows:
        printed = [row[column] for column in ("offered", *OUTCOMES, *VISITS)]
        assert not [number for number in printed if number in SMALL]
        assert (row["accepted_pct"] == HIDDEN) == (HIDDEN in (row["accepted"], row["offered"]))
        assert (row["completed_pct"] == HIDDEN) == (HIDDEN in (row["completed"], row["offered"]))


def test_a_municipality_that_publishes_alone_hides_what_the_others_hide(connection: Connection) -> None:
    """Vejle's two families are not what is left of everybody's less Hedensted's."""
    here, there = (
        Made(state=InvitationState.ACCEPTED),
        Made(municipality="vejle", state=InvitationState.ACCEPTED),
    )
    store(connection, [here] * 20 + [there] * 2)
    query = ExportQuery(
        ALL_DAYS.first, ALL_DAYS.last, municipalities=(Municipality("hedensted"),), public=True
    )
    (row,) = dicts(build("uptake", connection, query))
    assert row["offered"] == 20
    assert row["across_offered"] == row["across_accepted_pct"] == HIDDEN


def test_public_reasons_are_hidden_without_telling_their_order(connection: Connection) -> None:
    def says(reason: str) -> Made:
        return Made(state=InvitationState.DECLINED, reason=reason)

    store(connection, [says("busy_now")] * 9 + [says("privacy")] * 2 + [says("fine_now")] * 6)
    query = ExportQuery(ALL_DAYS.first, ALL_DAYS.last, public=True)
    rows = [
        (row["reason"], row["count"], row["of"], row["pct"])
        for row in dicts(build("declines", connection, query))
    ]
    assert rows == [
        ("busy_now", 9, 17, 53),
        ("fine_now", HIDDEN, 17, HIDDEN),
        ("privacy", HIDDEN, 17, HIDDEN),
    ]
