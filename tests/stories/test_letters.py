"""A letter goes out before the first message: neutral words, the parent's own language, a code, no criterion."""

import asyncio
import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from app.__main__ import main
from app.commands.letters import LetterFile, mark_letters_printed, write_letter_file
from reports.writers import Format, write
from storage import tables as t
from tests.story import Town, hedensted, sqlite_url, town_on

MOTHER, FATHER, OTHER = "+4500000011", "+4500000012", "+4500000013"
CHAT = "4500000081"
MAY = (date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture
def town(database_url: str):  # type: ignore[no-untyped-def]
    """Hedensted with a Telegram bot."""
    with town_on(database_url, settings=hedensted(telegram_bot="@HedenstedSundhedBot")) as one:
        yield one


async def planned(town: Town, *phones: str, languages: tuple[str, ...] = ("da",), **about: object) -> int:
    """A family that has been planned for a visit today, with a name and an address."""
    signe = town.nurse("Signe")
    town.times(signe, *(f"2026-05-{day}T10:00" for day in (12, 13, 19, 20, 21, 22)))
    family = town.family(*(phones or (MOTHER,)), nurse=signe, languages=languages, topi="red", **about)
    town.change(t.family, family, address="Prøvevej 1", postcode="8722", city="Hedensted")
    for number in town.rows(t.guardian, "id", family_id=family):
        town.change(t.guardian, number, name=f"Prøve {number}")
    await town.service.planner.plan(town.settings.key)
    return family


async def letters(town: Town) -> LetterFile:
    """What ``export letters`` prints for May; in a thread of its own, as the command runs outside the loop."""

    return await asyncio.to_thread(
        write_letter_file, town.database, town.house, *MAY, (town.settings.key,), town.clock.now()
    )


def rows(file: LetterFile) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(write(file.table, Format.CSV).decode())))


async def test_a_letter_has_address_neutral_words_office_phone_and_a_code(town: Town) -> None:
    family = await planned(town)
    [letter] = rows(await letters(town))
    [guardian] = town.rows(t.guardian, family_id=family)
    assert (letter["name"], letter["guardian_ref"]) == (guardian.name, guardian.ref)
    assert (letter["address"], letter["postcode"], letter["city"]) == ("Prøvevej 1", "8722", "Hedensted")
    assert letter["office_phone"] == "00 00 01 00"
    assert letter["letter"].startswith("Kære forælder\nVi tilbyder jer en snak med en sundhedsplejerske")
    assert "får I en besked med to tider" in letter["letter"]
    assert letter["telegram_code"] in letter["letter"]
    assert "@HedenstedSundhedBot" in letter["letter"]
    assert "mandag 18. maj" in letter["letter"], "the last day of the code"
    everything = " ".join(letter.values())
    for hidden in ("Alma", "red", "universal", "topi", "TOPI", "visit-18m"):
        assert hidden not in everything


async def test_the_code_on_the_letter_links_the_chat(town: Town) -> None:
    await planned(town)
    [letter] = rows(await letters(town))
    assert "Du får nu beskeder" in await town.says(CHAT, letter["telegram_code"])
    stored = town.rows(t.link_code, "code_hash")
    assert letter["telegram_code"].replace(" ", "") not in "".join(stored)


async def test_each_parent_has_a_letter_in_its_own_language_with_its_own_code(town: Town) -> None:
    await planned(town, MOTHER, FATHER, languages=("da", "en"))
    danish, english = sorted(rows(await letters(town)), key=lambda row: row["language"])
    assert english["letter"].startswith("Dear parent\nWe would like to offer you a chat")
    assert danish["telegram_code"] != english["telegram_code"]


async def test_without_a_bot_there_is_no_code_and_without_a_phone_no_promise_of_a_message(
    database_url: str,
) -> None:
    with town_on(database_url) as town:
        anna = town.nurse("Anna")
        town.times(anna, *(f"2026-05-{day}T10:00" for day in (12, 13, 19, 20)))
        family = town.family(MOTHER, nurse=anna)
        for contact in town.rows(t.contact, "id", family_id=family):
            town.change(t.contact, contact, state="dead")
        await town.service.planner.plan(town.settings.key)
        [letter] = rows(await letters(town))
        assert letter["telegram_code"] == ""
        assert "Telegram" not in letter["letter"]
        assert "Ring til os på 00 00 01 00" in letter["letter"]
        assert "besked med to tider" not in letter["letter"]


async def test_only_open_letters_of_live_invitations_and_nobody_who_stopped(town: Town) -> None:
    await planned(town, MOTHER, FATHER)
    await town.says(FATHER, "STOP")
    assert len(rows(await letters(town))) == 1
    await town.pass_days(2.2)
    await town.says(MOTHER, "nej tak")
    assert rows(await letters(town)) == []


async def test_of_parents_who_live_apart_one_is_written_to(town: Town) -> None:
    await planned(town, MOTHER, FATHER, lives_apart=True)
    assert len(rows(await letters(town))) == 1


async def test_a_family_that_waits_for_a_human_gets_no_letter(town: Town) -> None:
    await planned(town)
    await town.says(MOTHER, "jeg orker ikke livet mere")
    assert rows(await letters(town)) == []


async def test_marked_as_printed_they_are_off_the_list(town: Town) -> None:

    await planned(town)
    file = await letters(town)
    marked = await asyncio.to_thread(mark_letters_printed, town.database, file, town.clock.now())
    assert marked == 1
    assert [(row.kind, row.result) for row in town.rows(t.task)] == [("letter", "printed")]
    assert rows(await letters(town)) == []
    assert await asyncio.to_thread(mark_letters_printed, town.database, file, town.clock.now()) == 0


async def test_as_xlsx_the_text_is_text(town: Town) -> None:
    await planned(town)
    file = await letters(town)
    sheet = openpyxl.load_workbook(BytesIO(write(file.table, Format.XLSX))).active
    assert [cell.value for cell in sheet[1]][-3:] == ["letter", "telegram_code", "office_phone"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


def test_the_command_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    run = CliRunner()
    period = ["--from", "2026-05-01", "--to", "2026-05-31"]
    for arguments, why in (
        (["letters", *period, "--public"], "leave out --by and --public"),
        (["letters", *period, "--mark-done"], "Name a file with -o"),
        (["uptake", *period, "--mark-done"], "is for letters"),
    ):
        refused = run.invoke(main, ["export", *arguments])
        assert refused.exit_code == 1
        assert why in refused.output


def test_the_command_writes_the_file_and_marks_the_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("THOUSAND_DAYS_DATABASE_URL", url)
    run = CliRunner()
    assert run.invoke(main, ["db", "upgrade"]).exit_code == 0

    with town_on(url) as town:
        asyncio.run(planned(town))
    out = tmp_path / "letters.csv"
    arguments = ["export", "letters", "--from", "2026-05-01", "--to", "2026-05-31", "-o", str(out)]
    done = run.invoke(main, [*arguments, "--mark-done"])
    assert (done.exit_code, "1 letters marked as printed" in done.output) == (0, True), done.output
    [letter] = csv.DictReader(StringIO(out.read_text()))
    assert letter["letter"].startswith("Kære forælder")
    assert "0 rows" in run.invoke(main, arguments).output
