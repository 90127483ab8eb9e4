"""Stories of a leader: numbers with numerator and denominator, and the files behind them."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Connection

from storage import tables as t
from tests.web.office import Office


def lived(office: Office, count: int, state: str, on: str, **changes: Any) -> None:
    """So many invitations of families that were first written to on a day."""

    def write(connection: Connection) -> None:
        for _ in range(count):
            number = office.town.database.new_id()
            row = {
                "id": number,
                "municipality": "hedensted",
                "family_id": number,
                "child_id": number,
                "offer": "visit-18m",
                "state": state,
                "planned_at": office.town.clock.now(),
                "sent_at": office.town.clock.now(),
                "sent_on": date.fromisoformat(on),
                "district": "Tørring",
                "language": "da",
                "history": False,
                **changes,
            }
            connection.execute(t.invitation.insert(), row)

    office.town.database.write_now(write)


async def test_every_percentage_stands_beside_what_it_is_a_share_of(office: Office) -> None:
    lived(office, 5, "accepted", "2026-03-02")
    lived(office, 3, "declined", "2026-03-03", reason="busy_now")
    lived(office, 1, "no_contact", "2026-04-01")
    page = await (await office.logged_in("lone")).opens("/uptake")
    assert "1½-årsbesøg" in page.words
    assert "Ja tak 56 % 5 af 9" in page.words
    assert "Nej tak 33 % 3 af 9" in page.words
    assert "Andet 11 % 1 af 9" in page.words
    assert "Mål 90 %" in page.words
    assert "Har travlt lige nu 100 % 3 af 3" in page.words


async def test_the_chart_is_told_in_words_and_has_its_numbers_in_a_table(office: Office) -> None:
    lived(office, 2, "accepted", "2026-03-02")
    lived(office, 1, "accepted", "2026-04-02")
    page = await (await office.logged_in("lone")).opens("/uptake")
    assert page.html.count('<svg class="chart"') == 1
    assert "marts 2026: 0 af 2, april 2026: 0 af 1" in page.words
    assert "2026-03 2 100 % 2 af 2" in page.words


async def test_the_period_is_hers_to_choose(office: Office) -> None:
    lived(office, 4, "accepted", "2026-03-02")
    lived(office, 1, "accepted", "2025-01-02")
    lone = await office.logged_in("lone")
    assert "1 af 1" in (await lone.opens("/uptake?from=2025-01-01&to=2025-01-31")).words
    assert "4 af 4" in (await lone.opens("/uptake?from=2026-03-31&to=2026-03-01")).words, (
        "swapped days are mended"
    )
    assert "4 af 4" in (await lone.opens("/uptake?from=yesterday&to=&by=nonsense")).words
    assert "Ingen familier fik tilbud" in (await lone.opens("/uptake?from=2024-01-01&to=2024-12-31")).words


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("district", "Tørring 2 50 % 1 af 2"),
        ("language", "Arabisk 1 100 % 1 af 1"),
        ("month", "marts 2026 3 67 % 2 af 3"),
        ("quarter", "1. kvartal 2026 3 67 % 2 af 3"),
        ("restriction", "Uden restriktioner 3 67 % 2 af 3"),
        ("level", "Niveau 2 1 100 % 1 af 1"),
        ("daycare", "Ikke oplyst 3 67 % 2 af 3"),
    ],
)
async def test_the_numbers_can_be_divided(office: Office, by: str, told: str) -> None:
    lived(office, 1, "accepted", "2026-03-02")
    lived(office, 1, "declined", "2026-03-02")
    lived(office, 1, "accepted", "2026-03-09", district="Rask Mølle", language="ar", level=2)
    page = await (await office.logged_in("lone")).opens(f"/uptake?by={by}")
    assert told in page.words


async def test_imported_history_is_named(office: Office) -> None:
    lived(office, 2, "accepted", "2026-03-02")
    lone = await office.logged_in("lone")
    assert "importeret" not in (await lone.opens("/uptake")).words
    lived(office, 3, "accepted", "2026-03-02", history=True)
    assert "Heraf 3 fra importeret historik" in (await lone.opens("/uptake")).words


async def test_another_municipalitys_numbers_are_not_hers(office: Office) -> None:
    lived(office, 4, "accepted", "2026-03-02", municipality="elsewhere")
    lone = await office.logged_in("lone")
    assert "Ingen familier fik tilbud" in (await lone.opens("/uptake")).words
    assert "elsewhere" not in (await lone.opens("/exports/outcomes.csv?from=2026-01-01&to=2026-12-31")).html


@pytest.mark.parametrize("name", ["uptake", "declines", "outcomes", "bookings", "messages"])
async def test_every_export_is_a_file_in_three_forms(office: Office, name: str) -> None:
    lived(office, 2, "declined", "2026-03-02", reason="busy_now")
    lone = await office.logged_in("lone")
    period = "from=2026-03-01&to=2026-03-31"
    tables = {}
    for form in ("csv", "json", "xlsx"):
        async with lone.client.get(f"/exports/{name}.{form}?{period}") as answer:
            assert answer.status == 200
            file = f"{name}-hedensted-2026-03-01-2026-03-31.{form}"
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
            tables[form] = await answer.read()
    rows = list(csv.reader(StringIO(tables["csv"].decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(BytesIO(tables["xlsx"])).active
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows())] == rows[0]
    assert len(json.loads(tables["json"])) == len(rows) - 1


async def test_the_uptake_file_says_what_the_page_says(office: Office) -> None:
    lived(office, 5, "accepted", "2026-03-02")
    lived(office, 3, "declined", "2026-03-02", reason="busy_now")
    lone = await office.logged_in("lone")
    page = await lone.opens("/exports/uptake.json?from=2026-03-01&to=2026-03-31&by=district")
    (row,) = json.loads(page.html)
    assert (row["district"], row["offered"], row["accepted"], row["accepted_pct"], row["target_pct"]) == (
        "Tørring",
        8,
        5,
        63,
        90,
    )


async def test_small_numbers_are_hidden_in_what_is_for_the_public(office: Office) -> None:
    lived(office, 2, "accepted", "2026-03-02")
    lone = await office.logged_in("lone")
    period = "from=2026-03-01&to=2026-03-31"
    (open_row,) = json.loads((await lone.opens(f"/exports/uptake.json?{period}")).html)
    (hidden,) = json.loads((await lone.opens(f"/exports/uptake.json?{period}&public")).html)
    assert (open_row["accepted"], hidden["accepted"]) == (2, "*")


async def test_there_is_no_other_export(office: Office) -> None:
    lone = await office.logged_in("lone")
    for path in ("/exports/families.csv", "/exports/uptake.exe", "/exports/uptake"):
        assert (await lone.opens(path)).status == 404
