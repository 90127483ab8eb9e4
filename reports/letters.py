"""The list for Digital Post or the mail room: one row for each letter, with everything that is printed on it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reports.tables import Table, text_columns
from storage.read_models.letters import OpenLetter


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter's words beside its address."""

    to: OpenLetter
    language: str
    text: str = field(repr=False)
    telegram_code: str = field(repr=False)
    office_phone: str


def letters_table(letters: Iterable[PrintedLetter]) -> Table:
    """The letters in the order given: by municipality and postcode, as ``open_letters`` has them."""
    columns = text_columns(
        "municipality",
        "guardian_ref",
        "name",
        "address",
        "postcode",
        "city",
        "language",
        "letter",
        "telegram_code",
        "office_phone",
    )
    return Table("letters", columns, tuple(map(_row, letters)))


def _row(one: PrintedLetter) -> tuple[str, ...]:
    to = one.to
    return (
        to.municipality,
        to.ref,
        to.name,
        to.address,
        to.postcode,
        to.city,
        one.language,
        one.text,
        one.telegram_code,
        one.office_phone,
    )
