"""The exports by name: what ``thousand-days export NAME`` and the leader's download button hand out."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from reports.declines import declines
from reports.evaluation import evaluation
from reports.lists import bookings, messages, outcomes
from reports.presence import presence
from reports.query import ExportQuery, ExportRefused
from reports.tables import Table
from reports.uptake import uptake


@dataclass(frozen=True, slots=True)
class Export:
    """How an export is made, whether it can be divided (``--by``), and why it is not for the public, if so."""

    make: Callable[[Connection, ExportQuery], Table]
    divides: bool = False
    not_public: str = ""


A_ROW_EACH = "has a row for each family"
A_ROW_A_WINDOW = "has a row for each window, where a small count stands alone"
TOO_LINKED = "has counts that follow from each other in too many ways to hide the small ones"


EXPORTS: dict[str, Export] = {
    "uptake": Export(uptake, divides=True),
    "declines": Export(declines, divides=True),
    "outcomes": Export(outcomes, not_public=A_ROW_EACH),
    "bookings": Export(bookings, not_public=A_ROW_EACH),
    "messages": Export(messages),
    "evaluation": Export(evaluation, not_public=TOO_LINKED),
    "presence": Export(presence, not_public=A_ROW_A_WINDOW),
}


def build(name: str, connection: Connection, query: ExportQuery) -> Table | ExportRefused:
    """The export's table, or the sentence that says why there is none and what there is instead."""
    export = EXPORTS.get(name)
    if export is None:
        return ExportRefused(f"There is no export {name}: choose among {', '.join(EXPORTS)}.")
    if query.first > query.last:
        return ExportRefused(f"The first day, {query.first}, is after the last, {query.last}: swap them.")
    if query.by and not export.divides:
        divided = ", ".join(one for one, made in EXPORTS.items() if made.divides)
        return ExportRefused(f"{name} is not divided into groups: leave out --by, or choose {divided}.")
    if query.public and export.not_public:
        published = ", ".join(one for one, made in EXPORTS.items() if not made.not_public)
        return ExportRefused(
            f"{name} {export.not_public} and cannot be made public: choose among {published}."
        )
    return export.make(connection, query)
