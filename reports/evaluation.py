"""The evaluation tables that the project leader hands in: one row per published indicator."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from domain.ids import OfferKey
from reports.indicators import COURSE, OLD, YOUNG, Indicator, accepted, held, indicators, rounds
from reports.query import ExportQuery
from reports.rates import percent
from reports.tables import Cell, Table, number_columns, text_columns
from storage.read_models.courses import answers_between
from storage.read_models.evaluation import Fact, evaluation_facts, visits_per_family
from storage.read_models.presence import meetings

GOALS = ((YOUNG, "1½ år"), (OLD, "3 år"), (COURSE, "COS-P"))
NEED = OfferKey("need")
AFTER_COURSES = {1: "forventninger indfriet", 2: "ny viden om behov og signaler", 3: "relevante temaer"}
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def evaluation(connection: Connection, query: ExportQuery) -> Table:
    """The indicators of the published tables for the municipalities asked for, taken together.

    A percentage has its numerator and denominator; a count is its own numerator. An indicator about an offer
    that was offered to nobody is absent.
    """
    facts = evaluation_facts(connection, query.first, query.last)
    own = [fact for fact in facts if query.wants(fact.municipality)]
    names = sorted({fact.municipality.replace("-", " ").title() for fact in own})
    rows = [
        *(row for one in indicators(" + ".join(names)) for row in _row(one, own, facts)),
        *_goals(own, query),
        *(row for name in _rounds(facts) for one in rounds(name) for row in _row(one, own, facts)),
        *_by_month("COS-P ja", facts, lambda fact: fact.answered if accepted(fact) else None),
        *_by_month("COS-P gennemført", facts, lambda fact: fact.held if held(fact) else None),
        *(row for number in (1, 3) for row in _places(number, own)),
        *_need_visits(connection, query),
        *_at_daycares(connection, query),
        *_after_courses(connection, query),
    ]
    columns = (
        *text_columns("source", "indicator", "group"),
        *number_columns("numerator", "denominator", "value"),
        *text_columns("unit"),
    )
    return Table("evaluation", columns, tuple(rows))


def _row(one: Indicator, own: Sequence[Fact], everyone: Sequence[Fact]) -> Iterable[tuple[Cell, ...]]:
    about = [
        fact
        for fact in (everyone if one.everyone else own)
        if fact.offer in one.offers and one.round in (None, fact.round)
    ]
    if not about:
        return
    count = sum(fact.count for fact in about if one.count(fact))
    if one.of is None:
        yield one.source, one.name, one.group, count, None, count, one.unit
    else:
        whole = sum(fact.count for fact in about if one.of(fact))
        yield one.source, one.name, one.group, count, whole, percent(count, whole), one.unit


def _goals(own: Sequence[Fact], query: ExportQuery) -> Iterable[tuple[Cell, ...]]:
    """The municipality's own goals; where several are asked for and disagree, none is printed."""
    for offer, group in GOALS:
        goals = {query.targets.get((fact.municipality, offer)) for fact in own if fact.offer == offer}
        if len(goals) == 1 and (goal := goals.pop()) is not None:
            yield "000", "mål", group, None, None, goal, "pct"


def _rounds(facts: Iterable[Fact]) -> list[str]:
    return sorted({fact.round for fact in facts if fact.offer == COURSE and fact.round})


def _by_month(
    name: str, facts: Iterable[Fact], month_of: Callable[[Fact], tuple[int, int] | None]
) -> Iterable[tuple[Cell, ...]]:
    """Seed 001's chart: the course month by month; the year is added where a month comes twice."""
    counts: Counter[tuple[int, int]] = Counter()
    for fact in facts:
        when = month_of(fact)
        if fact.offer == COURSE and when is not None:
            counts[when] += fact.count
    twice = len({month for _, month in counts}) < len(counts)
    for (year, month), count in sorted(counts.items()):
        group = f"{MONTHS[month - 1]} {year}" if twice else MONTHS[month - 1]
        yield "001", name, group, count, None, count, "familier"


def _places(number: int, own: Iterable[Fact]) -> Iterable[tuple[Cell, ...]]:
    """Where a transition visit was held, in the municipality's own words, of all that were held."""
    places: Counter[str] = Counter()
    for fact in own:
        if fact.offer == f"transition-{number}" and held(fact):
            places[fact.place] += fact.count
    whole = places.total()
    for place, count in places.most_common():
        if place:
            yield "003", f"overgang {number} sted", place, count, whole, percent(count, whole), "pct"


def _at_daycares(connection: Connection, query: ExportQuery) -> Iterable[tuple[Cell, ...]]:
    """General advice to staff and meetings about named children, counted apart (seed 000); by the day of the meeting."""
    begin = datetime.combine(query.first, time(), tzinfo=query.zone)
    end = datetime.combine(query.last + timedelta(days=1), time(), tzinfo=query.zone)
    found = meetings(
        connection, query.municipalities, (query.first, query.last), (begin, end), (YOUNG, OLD, COURSE)
    )
    if not found.general and not found.about_children:
        return
    general, about = found.general, found.about_children
    yield "000", "generel rådgivning i dagtilbud", "møder", general, None, general, "stk"
    yield "000", "møder om konkrete børn", "møder", about, None, about, "stk"
    if about:
        share = percent(found.also, about)
        yield "000", "heraf familier også i besøg/COS-P", "møder", found.also, about, share, "pct"


def _after_courses(connection: Connection, query: ExportQuery) -> Iterable[tuple[Cell, ...]]:
    """The parents' answers after the last session (seed 000), by the day of the answer; of those who answered."""
    begin = datetime.combine(query.first, time(), tzinfo=query.zone)
    end = datetime.combine(query.last + timedelta(days=1), time(), tzinfo=query.zone)
    for one in answers_between(connection, query.municipalities, begin, end):
        share = percent(one.high, one.of)
        yield "000", "COS-P i høj grad", AFTER_COURSES[one.question], one.high, one.of, share, "pct"


def _need_visits(connection: Connection, query: ExportQuery) -> Iterable[tuple[Cell, ...]]:
    """How many need visits a family had, of the families that had any."""
    families = visits_per_family(connection, query.first, query.last, NEED, query.municipalities)
    whole = sum(families.values())
    if not whole:
        return
    yield "003", "familier med behovsbesøg", "total n", whole, None, whole, "stk"
    many = sum(count for visits, count in families.items() if visits > 5)
    told = [*((str(visits), families.get(visits, 0)) for visits in range(1, 6)), (">5", many)]
    for group, count in told:
        yield "003", "antal behovsbesøg pr familie", group, count, whole, percent(count, whole), "pct"
