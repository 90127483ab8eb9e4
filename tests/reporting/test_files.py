"""Tables as files: what a Danish Excel, a program and somebody with a clever daycare name get."""

import csv
import json
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import Connection

from domain.ids import Municipality, OfferKey
from domain.outcomes import BookingState, InvitationState
from reports.exports import build
from reports.query import ExportQuery
from reports.tables import HIDDEN, Column, Kind, Table, text_columns
from reports.writers import Format, write
from storage.read_models.counts import By
from tests.reporting.made import Made, store

GOLDEN = Path(__file__).parent / "golden"
HEDENSTED = Municipality("hedensted")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")

MADE = [
    *[Made(state=InvitationState.ACCEPTED, visits=(BookingState.MOVED, BookingState.COMPLETED))] * 5,
    Made(state=InvitationState.ACCEPTED, visits=(BookingState.NO_SHOW,), nurse="anna", children=2),
    *[Made(state=InvitationState.DECLINED, reason="other_parent", sent_on=date(2026, 4, 1))] * 2,
    Made(state=InvitationState.DECLINED, sent_on=date(2026, 4, 30), restricted=True, level=2),
    Made(state=InvitationState.DEFERRED, daycare="=Ællingen;Øst", language="ar"),
    Made(district="Tørring", round="1", sent_on=date(2026, 4, 2)),
    Made(municipality="vejle", state=InvitationState.NO_CONTACT),
]
QUERY = ExportQuery(
    date(2026, 3, 1),
    date(2026, 4, 30),
    (HEDENSTED,),
    targets={(HEDENSTED, OfferKey("visit-18m")): 90},
)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("uptake", (By.MONTH, By.DISTRICT)),
        ("declines", (By.QUARTER, By.RESTRICTION)),
        ("outcomes", ()),
        ("bookings", ()),
    ],
)
def test_the_csv_is_the_golden_one(connection: Connection, name: str, by: tuple[By, ...]) -> None:
    store(connection, MADE)
    table = build(
        name, connection, ExportQuery(QUERY.first, QUERY.last, (HEDENSTED,), by, targets=QUERY.targets)
    )
    assert isinstance(table, Table)
    assert write(table, Format.CSV_DK) == (GOLDEN / f"{name}.csv").read_bytes()


def sample(*rows: tuple[str | None, ...]) -> Table:
    return Table("sample", text_columns("one", "two"), rows)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_danish_excel_sees_columns_and_letters_at_once() -> None:
    content = write(sample(("Ærø", "å;ø")), Format.CSV_DK)
    assert content == b'\xef\xbb\xbfone;two\r\n\xc3\x86r\xc3\xb8;"\xc3\xa5;\xc3\xb8"\r\n'


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＠x"],
)
def test_no_text_becomes_a_formula(text: str) -> None:
    ((cell, empty),) = read_csv(write(sample((text, None)), Format.CSV_DK))[1:]
    assert (cell, empty) == (f"'{text}", "")
    sheet = load_workbook(BytesIO(write(sample((text, None)), Format.XLSX)))["sample"]
    assert sheet["A2"].data_type == "s"


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    ((cell, other),) = read_csv(write(sample((text, "ø")), Format.CSV_DK))[1:]
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert other == "ø"
    assert json.loads(write(sample((text, "ø")), Format.JSON)) == [{"one": text, "two": "ø"}]


MIXED = Table(
    "mixed",
    (
        Column("name", Kind.TEXT),
        Column("count"),
        Column("day", Kind.DATE),
        Column("at", Kind.MOMENT),
        Column("pct"),
    ),
    (
        ("Ællingen", 51, date(2026, 5, 12), datetime(2026, 5, 12, 10, tzinfo=COPENHAGEN), 57),
        ("0045", 0, None, None, None),
        ("", HIDDEN, None, None, HIDDEN),
    ),
)


def test_an_xlsx_holds_numbers_as_numbers_and_text_as_text() -> None:
    sheet = load_workbook(BytesIO(write(MIXED, Format.XLSX)))["mixed"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        ["name", "count", "day", "at", "pct"],
        ["Ællingen", 51, datetime(2026, 5, 12), datetime(2026, 5, 12, 10), 57],  # noqa: DTZ001
        ["0045", 0, None, None, None],
        ["", "*", None, None, "*"],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d", "d", "n"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width >= len("Ællingen")


def test_an_xlsx_holds_no_formula() -> None:
    with ZipFile(BytesIO(write(sample(("=1+1", "=A1")), Format.XLSX))) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


def test_json_keeps_numbers_and_says_null_for_what_there_is_not() -> None:
    first, second, third = json.loads(write(MIXED, Format.JSON))
    assert first == {
        "name": "Ællingen",
        "count": 51,
        "day": "2026-05-12",
        "at": "2026-05-12T10:00:00+02:00",
        "pct": 57,
    }
    assert (second["count"], second["pct"]) == (0, None)
    assert (third["count"], third["pct"]) == ("*", "*")


def test_a_row_that_lacks_a_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        sample(("one",))


def test_the_csv_for_programs_is_plain() -> None:
    content = write(sample(("Ærø", "å,ø")), Format.CSV)
    assert content.decode() == 'one,two\r\nÆrø,"å,ø"\r\n'
