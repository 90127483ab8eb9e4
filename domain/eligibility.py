"""Who is invited: fixed criteria decide, never a hunch (seed 002). Nurse-side: no conversation code imports this."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from domain.ids import ChildId, FamilyId
from domain.offers import Criterion, Offer

PREGNANCY_DAYS = 280
"""Forty weeks: the length of a pregnancy that a due date is reckoned with."""

MANY_VISITS = 5
"""More than five visits of any type in the first year (seed 002)."""


class Candidate(NamedTuple):
    """A child whose age fits an offer, with what the criteria look at; ``birthdate`` of an unborn one is expected."""

    child: ChildId
    family: FamilyId
    birthdate: date
    topi: str | None
    visits_first_year: int | None
    need_visits_first_year: int | None
    flags: frozenset[str]


Rule = Callable[[Candidate], bool]

_RULES: dict[Criterion, Rule] = {
    Criterion.UNIVERSAL: lambda _: True,
    Criterion.TOPI: lambda child: child.topi in ("yellow", "red"),
    Criterion.MANY_VISITS: lambda child: (child.visits_first_year or 0) > MANY_VISITS,
    Criterion.NEED_VISIT: lambda child: (
        (child.need_visits_first_year or 0) >= 1 or "cross_professional" in child.flags
    ),
    **{
        criterion: (lambda child, flag=criterion.value: flag in child.flags)  # type: ignore[misc]
        for criterion in (
            Criterion.COSP_PARENT,
            Criterion.BIRTH_DEPRESSION_GROUP,
            Criterion.MOTHER_CHILD_GROUP,
            Criterion.NEED_VISIT_8_10,
            Criterion.PREMATURE,
            Criterion.DAYCARE_OBSERVATION,
            Criterion.SELF_REFERRAL,
        )
    },
}


def matching_criterion(child: Candidate, offer: Offer) -> Criterion | None:
    """The first of the offer's criteria that the child meets, or None. Social measures never exclude."""
    for criterion, meets in _rules(offer.criteria):
        if meets(child):
            return criterion
    return None


@cache
def _rules(criteria: frozenset[Criterion]) -> tuple[tuple[Criterion, Rule], ...]:
    """In the order in which they are looked at."""
    return tuple((criterion, _RULES[criterion]) for criterion in Criterion if criterion in criteria)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier; the last of the month where there is no such day."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def born_between(offer: Offer, today: date) -> tuple[date, date]:
    """The first and last birthday (inclusive) of children whose age in completed months fits the offer today."""
    oldest = months_before(today, offer.to_months + 1)
    return date.fromordinal(oldest.toordinal() + 1), months_before(today, offer.from_months)


def expected_between(offer: Offer, today: date) -> tuple[date, date]:
    """The first and last due date (inclusive) of pregnancies whose completed week fits the offer today."""
    last_day = offer.to_weeks * 7 + 6
    return (
        today + timedelta(days=PREGNANCY_DAYS - last_day),
        today + timedelta(days=PREGNANCY_DAYS - offer.from_weeks * 7),
    )
