"""``history.csv``: invitations from before this program, with the exclusive outcomes every report uses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.imports import cells as cell
from app.imports.cells import CellReader, by_name, known, past_day, text, whole, yes_no
from app.imports.csvfile import Row
from app.imports.known import Known, municipality_of
from app.imports.reasons import Rejection, lines, reject
from domain.ids import Municipality, OfferKey
from domain.imports import ImportedInvitation, StoredHistory
from domain.outcomes import InvitationState
from domain.reasons import DeclineReason

COLUMNS = (
    "municipality",
    "round",
    "offer",
    "family_ref",
    "child_ref",
    "offered_on",
    "outcome",
    "outcome_on",
    "reason",
    "completed_on",
    "aborted_on",
    "level",
    "social_measure",
    "referred_inside",
    "referred_outside",
    "both_parents",
    "place",
    "language",
    "district",
)

OUTCOMES = by_name([state.value for state in InvitationState if state is not InvitationState.PLANNED])
REASONS = by_name([reason.value for reason in DeclineReason])


@dataclass(frozen=True, slots=True)
class CheckedHistory:
    """The invitations to write, and the rows that were not taken."""

    invitations: tuple[ImportedInvitation, ...]
    rejected: tuple[Rejection, ...]
    taken: int


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row that is right in itself."""

    line: int
    invitation: ImportedInvitation


def check_history(
    rows: Iterable[Row],
    municipalities: Mapping[str, Known],
    stored: Mapping[Municipality, StoredHistory],
    today: date,
) -> CheckedHistory:
    """The invitations of a file; rows that contradict themselves, each other or what is stored are rejected."""
    rejected: list[Rejection] = []
    read: list[HistoryRow] = []
    for row in rows:
        cells = CellReader(row)
        invitation = _read_row(cells, municipalities, today)
        rejected += cells.rejections
        if invitation and not cells.rejections:
            read.append(HistoryRow(row.line, invitation))
    against = _disagreements(read) | _stored_conflicts(read, stored)
    taken = [row for row in read if row.line not in against]
    rejected += against.values()
    unique = {_key(row.invitation): row.invitation for row in taken}
    return CheckedHistory(tuple(unique.values()), tuple(rejected), len(taken))


def _read_row(
    cells: CellReader, municipalities: Mapping[str, Known], today: date
) -> ImportedInvitation | None:
    place = municipality_of(cells, municipalities)
    if place is None:
        return None
    offer = cells.needed("offer", known("offer", place.offers))
    family, child = cells.needed("family_ref", text(80)), cells.needed("child_ref", text(80))
    offered_on = cells.needed("offered_on", past_day(today))
    outcome = cells.needed("outcome", known("outcome", OUTCOMES))
    reason = cells.optional("reason", known("reason", REASONS))
    if not (offer and family and child and offered_on and outcome):
        return None
    found = ImportedInvitation(
        municipality=place.key,
        round=cells.optional("round", text(40)) or "",
        offer=OfferKey(offer),
        family_ref=family,
        child_ref=child,
        offered_on=offered_on,
        outcome=InvitationState(outcome),
        outcome_on=cells.optional("outcome_on", past_day(today)),
        reason=DeclineReason(reason) if reason else None,
        completed_on=cells.optional("completed_on", past_day(today)),
        aborted_on=cells.optional("aborted_on", past_day(today)),
        level=cells.optional("level", whole(1, 4)),
        social_measure=cells.optional("social_measure", yes_no),
        referred_inside=cells.optional("referred_inside", yes_no),
        referred_outside=cells.optional("referred_outside", yes_no),
        both_parents=cells.optional("both_parents", yes_no),
        place=cells.optional("place", text(120)),
        language=cells.optional("language", cell.language),
        # As it was then: an old district need not be in today's settings.
        district=cells.optional("district", text(80)) or "",
    )
    _check_story(cells, found)
    return found


def _check_story(cells: CellReader, found: ImportedInvitation) -> None:
    """The dates follow each other, and nothing happened that the outcome excludes."""
    for column in ("outcome_on", "completed_on", "aborted_on"):
        day = getattr(found, column)
        if day is not None and day < found.offered_on:
            cells.against("before_offered", column=column)
    visited = found.completed_on is not None or found.aborted_on is not None
    if visited and found.outcome is not InvitationState.ACCEPTED:
        cells.against("visit_without_yes")
    if found.completed_on is not None and found.aborted_on is not None:
        cells.against("completed_and_aborted")
    if found.reason is not None and found.outcome is not InvitationState.DECLINED:
        cells.against("reason_without_no")
    if found.outcome_on is not None and found.outcome is InvitationState.SENT:
        cells.against("sent_with_date")


def _key(invitation: ImportedInvitation) -> tuple[str, str, str, str]:
    return (invitation.municipality, invitation.offer, invitation.child_ref, invitation.round)


def _disagreements(rows: Iterable[HistoryRow]) -> dict[int, Rejection]:
    """Lines that tell the same invitation differently, or put one child into two families."""
    same: dict[tuple[str, ...], list[HistoryRow]] = defaultdict(list)
    families: dict[tuple[str, ...], list[HistoryRow]] = defaultdict(list)
    for row in rows:
        same[_key(row.invitation)].append(row)
        families[row.invitation.municipality, row.invitation.child_ref].append(row)
    against: dict[int, Rejection] = {}
    for group in same.values():
        if len({row.invitation for row in group}) > 1:
            everything = {row.line for row in group}
            against |= {line: reject(line, "twice", lines=lines(everything, line)) for line in everything}
    for group in families.values():
        if len({row.invitation.family_ref for row in group}) > 1:
            everything = {row.line for row in group}
            words = {"column": "family_ref", "who": "child", "who_da": "det samme barn"}
            against |= {
                line: reject(line, "two_values", lines=lines(everything, line), **words)
                for line in everything
            }
    return against


def _stored_conflicts(
    rows: Iterable[HistoryRow], stored: Mapping[Municipality, StoredHistory]
) -> dict[int, Rejection]:
    against = {}
    for row in rows:
        one, known_here = row.invitation, stored[row.invitation.municipality]
        if known_here.children.get(one.child_ref, one.family_ref) != one.family_ref:
            against[row.line] = reject(row.line, "child_known", value=one.child_ref)
        elif (one.offer, one.child_ref, one.round) in known_here.own:
            against[row.line] = reject(row.line, "invited_here")
    return against
