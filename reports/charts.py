"""Charts as SVG drawn on the server: no script, readable in print, told in words to who cannot see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reports.summary import Share

BAR, GAP, LEFT, TOP, HEIGHT, FOOT = 36, 16, 44, 40, 200, 44
ABOVE, DIGIT, CLEAR = 5, 9, 3
"""How far a number stands above its bar, how tall a digit of 12 units is, and the air between number and line."""
NAME_AT = 12
"""Where the goal's name stands: above every number, also one over a full bar."""
A_YEAR = 12
"""Columns that a chart has room for at the least, so that two months are drawn as large as twelve."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of the chart: a month's name and how many of the offered it stands for."""

    label: str
    share: Share


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The chart's words in the reader's language; ``description`` says in a sentence what is to be seen."""

    title: str
    description: str
    target: str = ""
    """What the line at the goal is called: "Mål 90 %"."""


def uptake_chart(bars: Sequence[Bar], target_pct: int | None, words: ChartWords, name: str = "uptake") -> str:
    """Bars from 0 to 100 % with the counts beneath, and a dashed line at the goal; ``name`` is unique on a page.

    Colours come from the page (classes ``chart-bar``, ``chart-target``, ``chart-axis``), with fallbacks that
    reach a contrast of 4.5:1 on white. A bar over 100 % (more visits held than answered yes) is cut at the top
    and keeps its number. The table beside the chart is the page's.
    """
    width = LEFT + GAP + max(len(bars), A_YEAR) * (BAR + GAP)
    parts = [
        f'<svg class="chart" role="img" viewBox="0 0 {width} {TOP + HEIGHT + FOOT}"'
        f' aria-labelledby="{escape(name)}-title {escape(name)}-desc" xmlns="http://www.w3.org/2000/svg"'
        ' font-size="12" font-family="inherit" fill="currentColor">',
        f'<title id="{escape(name)}-title">{escape(words.title)}</title>',
        f'<desc id="{escape(name)}-desc">{escape(words.description)}</desc>',
        *(_gridline(pct, width) for pct in (0, 25, 50, 75, 100)),
        *(_bar(at, bar) for at, bar in enumerate(bars)),
    ]
    if target_pct is not None:
        parts.append(_target(target_pct, width, words.target))
    # The numbers last: nothing is drawn over them.
    parts += [_told(at, bar, target_pct) for at, bar in enumerate(bars)]
    return "".join([*parts, "</svg>"])


def _y(pct: int) -> int:
    return TOP + HEIGHT - round(HEIGHT * min(max(pct, 0), 100) / 100)


def _gridline(pct: int, width: int) -> str:
    y = _y(pct)
    return (
        f'<line class="chart-axis" x1="{LEFT}" y1="{y}" x2="{width}" y2="{y}" stroke="#bbb" stroke-width="1"/>'
        f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{pct} %</text>'
    )


def _bar(at: int, bar: Bar) -> str:
    x = LEFT + GAP + at * (BAR + GAP)
    middle, foot = x + BAR // 2, TOP + HEIGHT
    pct = bar.share.pct
    y = foot if pct is None else _y(pct)
    return (
        f'<rect class="chart-bar" x="{x}" y="{y}" width="{BAR}" height="{foot - y}" fill="#1f6f78"/>'
        f'<text x="{middle}" y="{foot + 16}" text-anchor="middle">{escape(bar.label)}</text>'
        f'<text x="{middle}" y="{foot + 32}" text-anchor="middle">{bar.share.count}/{bar.share.of}</text>'
    )


def _told(at: int, bar: Bar, target_pct: int | None) -> str:
    """The number above a bar; where the line at the goal would cross it, the number steps above the line."""
    if bar.share.pct is None:
        return ""
    base = _y(bar.share.pct) - ABOVE
    line = None if target_pct is None else _y(target_pct)
    if line is not None and base - DIGIT - CLEAR < line < base + CLEAR:
        base = line - ABOVE
    middle = LEFT + GAP + at * (BAR + GAP) + BAR // 2
    return f'<text class="chart-value" x="{middle}" y="{base}" text-anchor="middle">{bar.share.pct} %</text>'


def _target(pct: int, width: int, told: str) -> str:
    y = _y(pct)
    return (
        f'<line class="chart-target" x1="{LEFT}" y1="{y}" x2="{width}" y2="{y}" stroke="#a3290f"'
        ' stroke-width="2" stroke-dasharray="6 4"/>'
        f'<text class="chart-target-label" x="{width - 4}" y="{NAME_AT}" text-anchor="end" fill="#a3290f">'
        f"{escape(told)}</text>"
    )
