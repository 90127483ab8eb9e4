"""The leader's page: the same numbers as the exports, and a chart that tells them."""

from datetime import date
from xml.etree import ElementTree

import pytest
from sqlalchemy import Connection

from domain.ids import Municipality, OfferKey
from domain.outcomes import BookingState, InvitationState
from reports.charts import HEIGHT, Bar, ChartWords, uptake_chart
from reports.summary import Share, decline_summary, uptake_by_month, uptake_summary
from tests.reporting.made import Made, store

HEDENSTED = Municipality("hedensted")
VISIT = OfferKey("visit-18m")
PERIOD = date(2026, 1, 1), date(2026, 12, 31)
SVG = "{http://www.w3.org/2000/svg}"

MADE = [
    *[Made(state=InvitationState.ACCEPTED, visits=(BookingState.COMPLETED,))] * 5,
    *[Made(state=InvitationState.ACCEPTED, sent_on=date(2026, 5, 4))] * 2,
    *[Made(state=InvitationState.DECLINED, reason="busy_now")] * 3,
    Made(state=InvitationState.DECLINED),
    Made(),
    Made(state=InvitationState.NO_CONTACT),
    Made(municipality="vejle", state=InvitationState.DECLINED, reason="privacy"),
    Made(sent_on=date(2025, 12, 31)),
]


def test_the_page_tells_one_municipalitys_uptake_against_its_goal(connection: Connection) -> None:
    store(connection, MADE)
    (row,) = uptake_summary(connection, HEDENSTED, *PERIOD, {VISIT: 90})
    assert (row.offer, row.month, row.offered, row.target_pct) == (VISIT, "", 13, 90)
    assert (row.accepted, row.accepted.pct) == (Share(7, 13), 54)
    assert (row.completed, row.completed.pct) == (Share(5, 13), 38)
    assert (row.declined.count, row.pending.count, row.other.count) == (4, 1, 1)


def test_month_by_month_it_is_the_same_families(connection: Connection) -> None:
    store(connection, MADE)
    rows = uptake_by_month(connection, HEDENSTED, *PERIOD, {})
    assert [(row.month, row.offered, row.accepted.count) for row in rows] == [
        ("2026-03", 11, 5),
        ("2026-05", 2, 2),
    ]


def test_reasons_are_shares_of_all_declines(connection: Connection) -> None:
    store(connection, MADE)
    rows = decline_summary(connection, HEDENSTED, *PERIOD)
    assert [(row.reason, row.share, row.share.pct) for row in rows] == [
        ("busy_now", Share(3, 4), 75),
        ("not_stated", Share(1, 4), 25),
    ]
    assert rows[0].reason_da == "Har travlt lige nu"


def chart(*shares: tuple[int, int], target: int | None = 90) -> ElementTree.Element:
    bars = [Bar(f"maj & {at}", Share(*share)) for at, share in enumerate(shares)]
    words = ChartWords("Besøg <1½ år>", "Andel holdt, måned for måned", "Mål 90 %")
    return ElementTree.fromstring(uptake_chart(bars, target, words))


def test_the_chart_has_a_title_and_a_description_for_who_cannot_see_it() -> None:
    svg = chart((29, 51))
    told = {element.get("id"): element.text for element in (svg.find(f"{SVG}title"), svg.find(f"{SVG}desc"))}  # type: ignore[union-attr]
    assert svg.get("role") == "img"
    assert [told[name] for name in (svg.get("aria-labelledby") or "").split()] == [
        "Besøg <1½ år>",
        "Andel holdt, måned for måned",
    ]


def test_each_bar_is_as_high_as_its_share_and_prints_its_counts() -> None:
    svg = chart((29, 51), (0, 7), (0, 0), (12, 10))
    heights = [int(bar.get("height") or -1) for bar in svg.iter(f"{SVG}rect")]
    assert heights == [HEIGHT * 57 // 100, 0, 0, HEIGHT]
    texts = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"57 %", "29/51", "0 %", "0/7", "0/0", "120 %", "maj & 0", "Mål 90 %"} <= set(texts)


@pytest.mark.parametrize("target", [50, 80, 90, 95, 100])
def test_no_number_stands_on_the_line_at_the_goal_nor_on_its_name(target: int) -> None:
    svg = chart(*((pct, 100) for pct in range(121)), target=target)
    [line] = [int(one.get("y1") or 0) for one in svg.iter(f"{SVG}line") if one.get("class") == "chart-target"]
    texts = list(svg.iter(f"{SVG}text"))
    numbers = [int(text.get("y") or 0) for text in texts if text.get("class") == "chart-value"]
    [name] = [int(text.get("y") or 0) for text in texts if text.get("class") == "chart-target-label"]
    assert len(numbers) == 121
    for baseline in numbers:
        assert not baseline - 9 <= line <= baseline, "a digit is nine units tall"
        assert baseline - 9 > name


def test_the_numbers_are_drawn_over_everything_else() -> None:
    kinds = [element.get("class") for element in chart((8, 10), (9, 10))]
    assert kinds[-2:] == ["chart-value", "chart-value"]


def test_without_a_goal_there_is_no_line() -> None:
    lines = [line.get("class") for line in chart((1, 2), target=None).iter(f"{SVG}line")]
    assert "chart-target" not in lines
    assert "chart-target" in [line.get("class") for line in chart((1, 2)).iter(f"{SVG}line")]


def test_two_months_are_drawn_as_large_as_a_whole_year() -> None:
    widths = {float((chart(*[(1, 2)] * count).get("viewBox") or "").split()[2]) for count in (1, 2, 12)}
    assert len(widths) == 1
