"""How the offers go: uptake against the goal, month by month, and why families say no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aiohttp import web
from markupsafe import Markup
from sqlalchemy import Connection

from domain.ids import OfferKey
from domain.settings import MunicipalitySettings
from reports.charts import Bar, ChartWords, uptake_chart
from reports.exports import build
from reports.query import ExportQuery
from reports.summary import (
    DeclineShare,
    OfferUptake,
    decline_summary,
    uptake_by_month,
    uptake_summary,
)
from reports.tables import Table
from storage.read_models.counts import By
from storage.read_models.provenance import imported
from web.rendering import day, page
from web.routes import LEADERS, Route
from web.services import services, settings
from web.words import LANGUAGES, held_name, offer_name

MOST_BARS = 18

GROUPS: dict[str, str] = {
    "": "Ingen opdeling",
    By.DISTRICT: "Distrikt",
    By.DAYCARE: "Dagtilbud",
    By.LANGUAGE: "Sprog",
    By.NURSE: "Sundhedsplejerske",
    By.QUARTER: "Kvartal",
    By.MONTH: "Måned",
    By.ROUND: "Runde",
    By.LEVEL: "Indsatsniveau",
    By.RESTRICTION: "Restriktionsperiode",
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days asked about, both inclusive, and how the numbers are divided."""

    first: date
    last: date
    by: str = ""

    @property
    def query(self) -> str:
        """The period as it stands in a link."""
        return f"from={self.first}&to={self.last}" + (f"&by={self.by}" if self.by else "")


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One offer: the period, its months as a chart and as rows, its reasons."""

    whole: OfferUptake
    months: Sequence[OfferUptake]
    chart: Markup
    reasons: Sequence[DeclineShare]


def asked(request: web.Request) -> Period:
    """The period of the address; the last twelve months where it says nothing sensible."""
    today = services(request).clock.now().astimezone(settings(request).zone).date()
    last = _date(request.query.get("to")) or today
    first = _date(request.query.get("from")) or last.replace(day=1) - timedelta(days=335)
    by = request.query.get("by", "")
    return Period(min(first, last), max(first, last), by if by in GROUPS else "")


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def targets(request: web.Request) -> dict[OfferKey, int]:
    """The municipality's goals, in per cent."""
    offers = settings(request).offers.values()
    return {offer.key: offer.target_pct for offer in offers if offer.target_pct is not None}


def group_name(by: str, value: str) -> str:
    """A group as a leader reads it: "Arabisk", "maj 2026", "I restriktionsperiode"."""
    match by:
        case _ if not value:
            return "Ikke oplyst"
        case By.LANGUAGE:
            return LANGUAGES.get(value, value)
        case By.MONTH:
            return _month(value)
        case By.QUARTER:
            year, quarter = value.split("-Q")
            return f"{quarter}. kvartal {year}"
        case By.RESTRICTION:
            return "I restriktionsperiode" if value == "yes" else "Uden restriktioner"
        case By.LEVEL:
            return f"Niveau {value}"
        case _:
            return value


async def show(request: web.Request) -> web.Response:
    """Each offer with numerator and denominator beside every percentage."""
    place, period, goals = settings(request), asked(request), targets(request)

    def read(connection: Connection) -> tuple[list[OfferPage], Table | None, int]:
        offers = _offers(connection, place, period, goals)
        divided = _divided(connection, request, period) if period.by else None
        return offers, divided, imported(connection, place.key, period.first, period.last)

    offers, divided, brought = await services(request).database.read(read)
    return page(
        request,
        "uptake.html",
        period=period,
        offers=offers,
        divided=divided,
        groups=GROUPS,
        group_name=group_name,
        imported=brought,
    )


def _offers(
    connection: Connection, place: MunicipalitySettings, period: Period, goals: dict[OfferKey, int]
) -> list[OfferPage]:
    months = uptake_by_month(connection, place.key, period.first, period.last, goals)
    reasons = decline_summary(connection, place.key, period.first, period.last)
    return [
        OfferPage(
            whole,
            mine := [month for month in months if month.offer == whole.offer],
            _chart(whole, mine, place),
            [reason for reason in reasons if reason.offer == whole.offer],
        )
        for whole in uptake_summary(connection, place.key, period.first, period.last, goals)
    ]


def _chart(whole: OfferUptake, months: Sequence[OfferUptake], place: MunicipalitySettings) -> Markup:
    """The goal is for visits held (``Offer.target_pct``), so those are what the bars show."""
    shown = months[-MOST_BARS:]
    bars = [Bar(_short_month(month.month), month.completed) for month in shown]
    name = offer_name(whole.offer, place)
    told = ", ".join(
        f"{_month(month.month)}: {month.completed.count} af {month.completed.of}" for month in shown
    )
    words = ChartWords(
        title=f"{name}: {held_name(whole.offer, place).lower()} af tilbudte, efter den måned tilbuddet blev sendt",
        description=told,
        target=f"Mål {whole.target_pct} %" if whole.target_pct is not None else "",
    )
    return Markup(uptake_chart(bars, whole.target_pct, words, name=f"chart-{whole.offer}"))


def _month(text: str) -> str:
    return day(date.fromisoformat(f"{text}-01"), "MMMM yyyy")


def _short_month(text: str) -> str:
    return day(date.fromisoformat(f"{text}-01"), "MMM").rstrip(".")


def _divided(connection: Connection, request: web.Request, period: Period) -> Table | None:
    place = settings(request)
    query = ExportQuery(
        first=period.first,
        last=period.last,
        municipalities=(place.key,),
        by=(By(period.by),),
        targets={(place.key, key): goal for key, goal in targets(request).items()},
        zone=place.zone,
    )
    made = build("uptake", connection, query)
    return made if isinstance(made, Table) else None


ROUTES = (Route("GET", "/uptake", show, LEADERS),)
