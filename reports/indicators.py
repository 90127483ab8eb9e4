"""The published indicators as data: which table of which seed asks for which count of which offer.

Names, groups and units are those of the published tables, in Danish, so that a row can be laid beside the
published one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from domain.ids import OfferKey
from domain.outcomes import BookingState, InvitationState
from storage.read_models.evaluation import Fact

Which = Callable[[Fact], bool]


def offered(_: Fact) -> bool:
    """Every invitation that a message was sent about."""
    return True


def outcome(state: InvitationState) -> Which:
    """Invitations that stand at one outcome."""
    return lambda fact: fact.outcome == state


def held(fact: Fact) -> bool:
    """The visit was held, or the course completed."""
    return fact.visit == BookingState.COMPLETED


def broken_off(fact: Fact) -> bool:
    """The course was left midway."""
    return fact.visit == BookingState.ABORTED


def not_held(fact: Fact) -> bool:
    """Offered, and no visit came of it, for whatever reason."""
    return not held(fact)


def referred(fact: Fact) -> bool:
    """Further help, inside or outside the service, came of the held visit."""
    return fact.referred_inside or fact.referred_outside


def level(number: int | None) -> Which:
    """Invitations of one level of the service; None: the level was not recorded."""
    return lambda fact: fact.level == number


accepted = outcome(InvitationState.ACCEPTED)
declined = outcome(InvitationState.DECLINED)
no_contact = outcome(InvitationState.NO_CONTACT)

YOUNG, OLD, COURSE = OfferKey("visit-18m"), OfferKey("visit-3y"), OfferKey("cosp")
VISITS = (YOUNG, OLD)
LEVELS: tuple[tuple[str, Which], ...] = (
    ("total n", offered),
    *((f"niv{number}", level(number)) for number in (1, 2, 3, 4)),
    ("ikke", level(None)),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a published table. Without ``of`` it is a count, with it a percentage of that.

    ``everyone``: of all municipalities together. ``round``: of one round of the project only.
    """

    source: str
    name: str
    group: str
    offers: tuple[OfferKey, ...]
    count: Which
    of: Which | None = None
    unit: str = "familier"
    everyone: bool = False
    round: str | None = None


def _visit(offer: OfferKey, age: str, place: str) -> tuple[Indicator, ...]:
    """Seed 000's tables about a visit: offered, held, those with help already, those referred on."""
    one = (offer,)
    shares: tuple[tuple[str, Which, Which], ...] = (
        ("socialfaglige foranstaltninger ved tilbud", lambda fact: fact.social_measure, offered),
        ("henvist i sundhedsplejen", lambda fact: fact.referred_inside, held),
        ("henvist andre steder", lambda fact: fact.referred_outside, held),
    )
    return (
        Indicator("000", "tilbudt", age, one, offered),
        Indicator("000", "modtaget besøg", age, one, held),
        Indicator("000", "andel", age, one, held, offered, "pct"),
        Indicator("000", "ikke gennemført (nej+ingen kontakt, kan ikke skilles)", age, one, not_held),
        *(Indicator("000", name, f"{age} {place}", one, count, of, "pct") for name, count, of in shares),
        *(
            Indicator("000/002", name, f"{age} tværgående", one, count, of, "pct", everyone=True)
            for name, count, of in shares
        ),
        Indicator("002", "tilbudt", age, one, offered, everyone=True),
        Indicator("002", "fået besøg", age, one, held, everyone=True),
        Indicator("000", "andel (tværgående)", age, one, held, offered, "pct", everyone=True),
    )


def _by_level(name: str, offer: str, count: Which) -> tuple[Indicator, ...]:
    """Seed 003's tables by level of the service."""

    def both(one: Which) -> Which:
        return lambda fact: count(fact) and one(fact)

    offers = (OfferKey(offer),)
    return tuple(Indicator("003", name, group, offers, both(one), unit="stk") for group, one in LEVELS)


def _transition(number: int) -> tuple[Indicator, ...]:
    name, offers = f"overgangsbesøg {number}", (OfferKey(f"transition-{number}"),)
    return (
        Indicator("003", f"{name} tilbudt", "", offers, offered),
        Indicator("003", f"{name} afviklet", "", offers, held),
        Indicator("003", f"{name} ja", "", offers, accepted, offered, "pct"),
        Indicator("003", f"{name} nej", "", offers, declined, offered, "pct"),
        Indicator("003", f"{name} ingen kontakt", "", offers, no_contact, offered, "pct"),
    )


def rounds(name: str) -> tuple[Indicator, ...]:
    """Seed 002's course figures for one round of the project."""
    group, one = f"COS-P runde {name.removeprefix('runde ')}", (COURSE,)
    return (
        Indicator("002", "tilbudt", group, one, offered, everyone=True, round=name),
        Indicator("002", "sagt ja", group, one, accepted, everyone=True, round=name),
        Indicator("002", "andel ja", group, one, accepted, offered, "pct", everyone=True, round=name),
        Indicator("002", "gennemført", group, one, held, everyone=True, round=name),
    )


def indicators(place: str) -> tuple[Indicator, ...]:
    """Every indicator that our tables can carry; ``place`` is the municipality's printed name."""
    restricted: Which = lambda fact: fact.restricted and declined(fact)  # noqa: E731
    pregnancy, months15 = (OfferKey("pregnancy"),), (OfferKey("visit-15m"),)
    marte_meo = (OfferKey("marte-meo"),)
    return (
        *_visit(YOUNG, "1½ år", place),
        *_visit(OLD, "3 år", place),
        Indicator("002", "tilbudt", "i alt", VISITS, offered, everyone=True),
        Indicator("002", "fået besøg", "i alt", VISITS, held, everyone=True),
        Indicator("000", "andel nej i restriktionsperiode", "1½+3 år", VISITS, restricted, declined, "pct"),
        Indicator("000", "nej i perioden", "1½+3 år", VISITS, restricted),
        Indicator("000", "tilbudt", "COS-P", (COURSE,), offered),
        Indicator("000", "sagt ja", "COS-P", (COURSE,), accepted),
        Indicator("000", "gennemført", "COS-P", (COURSE,), held),
        Indicator("000", "andel ja", "COS-P", (COURSE,), accepted, offered, "pct"),
        Indicator("003", "graviditetsbesøg tilbudt", "", pregnancy, offered, unit="stk"),
        *_by_level("graviditetsbesøg afholdt", "pregnancy", held),
        Indicator(
            "003",
            "begge til stede",
            "graviditetsbesøg",
            pregnancy,
            lambda fact: fact.both_parents is True,
            held,
            "pct",
        ),
        Indicator("003", "henvisninger", "graviditetsbesøg", pregnancy, referred, unit="stk"),
        *_by_level("15-18 mdr tilbudt", "visit-15m", offered),
        Indicator("003", "15-18 mdr svar", "ja", months15, accepted, offered, "pct"),
        Indicator("003", "15-18 mdr svar", "ønsker ikke", months15, declined, offered, "pct"),
        Indicator("003", "15-18 mdr svar", "ingen kontakt", months15, no_contact, offered, "pct"),
        Indicator("003", "15-18 mdr afholdt", "", months15, held, unit="stk"),
        Indicator("003", "15-18 mdr afholdt", "af tilbudte", months15, held, offered, "pct"),
        *_by_level("15-18 mdr henvisninger", "visit-15m", referred),
        *_by_level("behovsbesøg", "need", held),
        *_by_level("behovsbesøg med henvisning", "need", referred),
        *(row for number in (1, 2, 3) for row in _transition(number)),
        *_by_level("tværfagligt hjemmebesøg", "joint", held),
        *_by_level("tværfagligt hjemmebesøg henvist", "joint", referred),
        *_by_level("Marte Meo tilbudt", "marte-meo", offered),
        Indicator("003", "Marte Meo", "gennemført", marte_meo, held, offered, "pct"),
        Indicator("003", "Marte Meo", "afbrudt", marte_meo, broken_off, offered, "pct"),
        Indicator("003", "Marte Meo", "afslået", marte_meo, declined, offered, "pct"),
    )
