"""families.csv: every row is taken, or named with its line and a reason; the same file twice changes nothing."""

import csv
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from app.imports import FileRefused
from app.imports.families import COLUMNS
from storage.tables import audit, child, contact, daycare, family, guardian, nurse
from tests.app.conftest import Office

ANNA = {
    "municipality": "hedensted",
    "family_ref": "F1",
    "child_ref": "C1",
    "child_birthdate": "2024-11-20",
    "child_name": "Liva",
    "guardian_ref": "G1",
    "guardian_name": "Anna Prøve",
    "phone": "00 00 00 12",
    "language": "da",
    "address": "Prøvevej 1",
    "postcode": "8722",
    "city": "Hedensted",
    "district": "Rårup Børnehus",
    "daycare": "Rårup Børnehus",
    "nurse": "birgit",
}
BO = ANNA | {"guardian_ref": "G2", "guardian_name": "Bo Prøve", "phone": "+45 00 00 00 13"}
OTHERS = ANNA | {"family_ref": "F2", "child_ref": "C2", "guardian_ref": "G3", "phone": "00000014"}


def as_csv(*rows: dict[str, str], delimiter: str = ",") -> str:
    lines = [delimiter.join(COLUMNS)]
    lines += [delimiter.join(row.get(column, "") for column in COLUMNS) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def reasons(office: Office, *rows: dict[str, str], **options: bool) -> dict[int, str]:
    return {one.line: one.english for one in office.families(as_csv(*rows), **options).rejected}


def test_a_family_comes_in_whole(office: Office) -> None:
    report = office.families(as_csv(ANNA, BO))
    assert (report.rows, report.taken, report.rejected, report.rejected_file) == (2, 2, (), None)
    (f,) = office.connection.execute(select(family)).all()
    assert (f.ref, f.district, f.daycare, f.address) == (
        "F1",
        "Rårup Børnehus",
        "Rårup Børnehus",
        "Prøvevej 1",
    )
    assert office.connection.scalar(select(nurse.c.first_name).where(nurse.c.id == f.nurse_id)) == "Birgit"
    (c,) = office.connection.execute(select(child)).all()
    assert (c.family_id, c.birthdate, c.name) == (f.id, date(2024, 11, 20), "Liva")
    phones = set(office.connection.execute(select(contact.c.address, contact.c.state)))
    assert phones == {("+4500000012", "open"), ("+4500000013", "open")}


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_spreadsheet_is_read_as_it_comes(office: Office, delimiter: str, encoding: str) -> None:
    row = ANNA | {"child_birthdate": "20-11-2024", "topi": "Grøn", "interpreter": "Ja"}
    office.families(as_csv(row, delimiter=delimiter).encode(encoding))
    assert office.connection.execute(select(family.c.address, family.c.district)).one() == (
        "Prøvevej 1",
        "Rårup Børnehus",
    )
    assert office.connection.execute(select(child.c.birthdate, child.c.topi)).one() == (
        date(2024, 11, 20),
        "green",
    )
    assert office.connection.scalar(select(guardian.c.interpreter)) is True


def test_columns_may_stand_in_any_order_and_case(office: Office) -> None:
    names = [*reversed(COLUMNS)]
    text = ";".join(name.upper() for name in names) + "\n" + ";".join(ANNA.get(name, "") for name in names)
    assert office.families(text).taken == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("hedensted;F1;C1\n", "line 1 is not a header"),
        (as_csv(ANNA).replace("phone", "fone"), r'column "fone" is not known \(did you mean phone\?\)'),
        (as_csv(ANNA).replace(",flags", "", 1), "these columns are missing: flags"),
        (as_csv(ANNA).replace("city,", "city,city,", 1), "stand there twice: city"),
        (as_csv(ANNA).encode("utf-16"), "save it as CSV UTF-8"),
        (as_csv(ANNA).encode() + b"\x81", "line 3 has a character"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(office: Office, text: str | bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        office.families(text)


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    first = office.families(as_csv(ANNA, BO, OTHERS))
    second = office.families(as_csv(ANNA, BO, OTHERS))
    # 2 families, 2 children, 3 guardians, 3 phones.
    assert (first.written.new, first.written.changed) == (10, 0)
    assert (second.written.new, second.written.changed, second.taken) == (0, 0, 3)
    assert office.connection.scalar(select(func.count()).select_from(audit)) == 1


def test_a_changed_row_updates_and_the_rest_stays(office: Office) -> None:
    office.families(as_csv(ANNA, OTHERS))
    report = office.families(as_csv(ANNA | {"phone": "00000099", "address": "Nyvej 2"}))
    assert (report.written.new, report.written.changed) == (0, 2)
    assert set(office.connection.scalars(select(contact.c.address))) == {"+4500000099", "+4500000014"}


def test_a_phone_that_is_taken_away_is_gone(office: Office) -> None:
    office.families(as_csv(ANNA))
    office.families(as_csv(ANNA | {"phone": ""}))
    assert office.connection.scalars(select(contact.c.address)).all() == []


def test_what_a_family_decided_itself_outlives_the_file(office: Office) -> None:
    office.families(as_csv(ANNA))
    office.connection.execute(guardian.update().values(language="en", stopped_at=office.now))
    office.connection.execute(contact.update().values(state="quarantined"))
    office.connection.commit()
    report = office.families(as_csv(ANNA | {"guardian_name": "Anna Ny"}))
    assert report.written.changed == 1
    row = office.connection.execute(select(guardian.c.language, guardian.c.stopped_at, guardian.c.name)).one()
    assert row == ("en", office.now, "Anna Ny")
    assert office.connection.scalar(select(contact.c.state)) == "quarantined"
    office.connection.commit()
    office.families(as_csv(ANNA | {"language": "pl"}))
    assert office.connection.scalar(select(guardian.c.language)) == "pl"


def test_two_people_may_exchange_their_phones(office: Office) -> None:
    office.families(as_csv(ANNA, OTHERS))
    report = office.families(as_csv(ANNA | {"phone": OTHERS["phone"]}, OTHERS | {"phone": ANNA["phone"]}))
    assert report.rejected == ()
    query = select(guardian.c.ref, contact.c.address).join(contact, contact.c.guardian_id == guardian.c.id)
    rows = set(office.connection.execute(query))
    assert rows == {("G1", "+4500000014"), ("G3", "+4500000012")}


def test_siblings_are_one_family_with_the_youngest_childs_daycare(office: Office) -> None:
    older = ANNA | {"child_ref": "C9", "child_birthdate": "2022-01-01", "daycare": "Tørring Børnehus"}
    bos = {name: BO[name] for name in ("guardian_ref", "guardian_name", "phone")}
    report = office.families(as_csv(older, ANNA, older | bos, BO))
    assert (report.rejected, report.taken, report.written.new) == ((), 4, 7)
    assert office.connection.scalar(select(family.c.daycare)) == "Rårup Børnehus"
    daycares = {row.ref: row.daycare for row in office.connection.execute(select(child))}
    assert daycares == {"C1": "Rårup Børnehus", "C9": "Tørring Børnehus"}


def test_the_address_is_that_of_the_guardian_at_home(office: Office) -> None:
    apart = BO | {"lives_apart": "ja", "address": "Andetsteds 9"}
    assert office.families(as_csv(apart, ANNA)).rejected == ()
    assert office.connection.scalar(select(family.c.address)) == "Prøvevej 1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"municipality": "mars"}, 'The municipality "mars" is not in the settings.'),
        ({"municipality": ""}, "The column municipality is empty; it is needed."),
        ({"family_ref": ""}, "The column family_ref is empty; it is needed."),
        ({"child_birthdate": ""}, "The column child_birthdate is empty; it is needed."),
        ({"child_birthdate": "31-02-2024"}, 'The column child_birthdate says "31-02-2024", which is no date'),
        ({"child_birthdate": "5/12/2024"}, "which is no date; write 2026-05-12 or 12-05-2026."),
        ({"child_birthdate": "2026-05-13"}, "The date in child_birthdate lies in the future."),
        ({"child_birthdate": "1994-05-13"}, "The child would be over 18 years old"),
        ({"district": "Nordpolen"}, 'The district "Nordpolen" is not in the settings'),
        ({"district": ""}, "The column district is empty"),
        ({"daycare": "Ukendt"}, 'The daycare "Ukendt" is not in the settings'),
        ({"nurse": "zelda"}, 'The nurse "zelda" is not in the settings'),
        ({"language": "dk"}, 'The language "dk" is not one of: da, en, ar'),
        ({"phone": "12 34"}, "The phone number cannot exist"),
        ({"phone": "mobil"}, "The phone number cannot exist"),
        ({"phone": "12345678"}, "The phone number cannot exist"),
        ({"phone": "+4412"}, "The phone number cannot exist"),
        ({"topi": "blue"}, 'TOPI says "blue"; write green, yellow or red'),
        ({"visits_first_year": "-1"}, "write a whole number from 0 to 99"),
        ({"need_visits_first_year": "many"}, "write a whole number from 0 to 99"),
        ({"interpreter": "maybe"}, "write yes or no"),
        ({"flags": "premature|rich"}, 'The flag "rich" is not known; the flags are: cross_professional'),
        ({"child_name": "L" * 121}, "The column child_name is too long; write 120 characters at most."),
        ({"child_name": "Li\x07va"}, "line break or an invisible character"),
    ],
)
def test_a_wrong_cell_is_named_and_the_rest_goes_in(
    office: Office, change: dict[str, str], says: str
) -> None:
    found = reasons(office, ANNA | change, OTHERS)
    assert list(found) == [2]
    assert says in found[2]
    assert office.connection.scalars(select(family.c.ref)).all() == ["F2"]


@pytest.mark.parametrize(
    "phone", ["20123456", "+45 20 12 34 56", "0045 20123456", "4520123456", "+46 70 123 45 67"]
)
def test_real_numbers_of_any_country_are_taken(office: Office, phone: str) -> None:
    assert reasons(office, ANNA | {"phone": phone}, allow_demo_numbers=False) == {}
    assert office.connection.scalar(select(contact.c.address)) in ("+4520123456", "+46701234567")


def test_demo_numbers_are_for_the_demo(office: Office) -> None:
    assert "exists in the demo only" in reasons(office, ANNA, allow_demo_numbers=False)[2]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (BO | {"child_birthdate": "2024-11-21"}, "something else in child_birthdate about the same child"),
        (ANNA | {"child_ref": "C5", "language": "en"}, "something else in language about the same guardian"),
        (BO | {"district": "Tippen i Løsning"}, "something else in district about the same family"),
        (BO | {"address": "Andetsteds 9"}, "something else in address about the same family"),
        (OTHERS | {"phone": "00000012"}, "The same phone number stands at another family"),
        (BO | {"phone": "00000012"}, "The same phone number stands at both parents"),
        (OTHERS | {"child_ref": "C1"}, "something else in family_ref about the same child"),
        (OTHERS | {"guardian_ref": "G1"}, "something else in family_ref about the same guardian"),
    ],
)
def test_two_rows_that_disagree_are_both_rejected(office: Office, other: dict[str, str], says: str) -> None:
    third = OTHERS | {"family_ref": "F3", "child_ref": "C3", "guardian_ref": "G9", "phone": ""}
    rejected = office.families(as_csv(ANNA, other, third)).rejected
    assert {one.line for one in rejected} == {2, 3}
    assert any(says in one.english and one.line == 2 and "3" in one.english for one in rejected)
    assert office.connection.scalars(select(family.c.ref)).all() == ["F3"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"child_ref": "C1"}, 'The child "C1" already belongs to another family here'),
        ({"guardian_ref": "G1"}, 'The guardian "G1" already belongs to another family here'),
        ({"phone": "00000012"}, "already belongs to somebody else here"),
    ],
)
def test_what_belongs_to_a_stored_family_is_not_taken_from_it(
    office: Office, change: dict[str, str], says: str
) -> None:
    office.families(as_csv(ANNA))
    assert says in reasons(office, OTHERS | change)[2]
    assert office.connection.scalars(select(family.c.ref)).all() == ["F1"]


def test_a_phone_is_free_only_if_its_owners_new_row_is_taken(office: Office) -> None:
    office.families(as_csv(ANNA, OTHERS))
    third = OTHERS | {"family_ref": "F3", "child_ref": "C3", "guardian_ref": "G9", "phone": "00000012"}
    # G1 wants the number of G3, who keeps it; so G1 keeps hers, and G9 cannot have it.
    found = reasons(office, ANNA | {"phone": "00000014"}, third)
    assert set(found) == {2, 3}


@pytest.mark.parametrize("column", ["family_ref", "child_ref", "child_name", "guardian_name", "address"])
def test_a_cpr_number_is_refused_and_never_repeated(office: Office, column: str) -> None:
    report = office.families(as_csv(ANNA | {column: "201124-1234"}))
    assert [one.code for one in report.rejected] == ["cpr"]
    assert report.rejected_file is not None
    assert "1234" not in report.rejected_file.read_text(encoding="utf-8-sig")
    assert office.connection.scalars(select(family.c.ref)).all() == []


def test_rejected_rows_stand_beside_the_file_with_line_and_reason(office: Office) -> None:
    report = office.families(as_csv(ANNA | {"topi": "blue", "language": "dk"}, OTHERS, delimiter=";"))
    assert report.rejected_file == office.folder / "families.csv.rejected.csv"
    with report.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert (row["line"], row["family_ref"], row["topi"]) == ("2", "F1", "blue")
    assert "TOPI" in row["reason"]
    assert "dk" in row["reason"]
    assert "skriv grøn, gul eller rød" in row["reason_da"]
    assert (report.rejected_file.stat().st_mode & 0o777) == 0o600
    assert office.families(as_csv(ANNA, OTHERS)).rejected_file is None
    assert not (office.folder / "families.csv.rejected.csv").exists()


def test_a_broken_line_does_not_take_the_rest_with_it(office: Office) -> None:
    broken = as_csv(ANNA | {"child_name": '"Liva'}, OTHERS) + "too,few\r\n"
    report = office.families(broken)
    assert {one.line: one.code for one in report.rejected} == {2: "quotes", 4: "cell_count"}
    assert office.connection.scalars(select(family.c.ref)).all() == ["F2"]


def test_empty_lines_and_trailing_separators_are_nothing(office: Office) -> None:
    text = as_csv(ANNA, delimiter=";").replace("\r\n", ";;\r\n") + ";;;;\r\n\r\n"
    report = office.families(text)
    assert (report.rows, report.taken, report.rejected) == (1, 1, ())


def test_a_dry_run_writes_nothing_but_the_rejected_rows(office: Office) -> None:
    report = office.families(as_csv(ANNA, OTHERS | {"topi": "blue"}), dry_run=True)
    assert (report.taken, report.rejected_rows) == (1, 1)
    assert report.rejected_file is not None
    for table in (family, child, guardian, contact, audit, daycare):
        assert office.connection.scalar(select(func.count()).select_from(table)) == 0


def test_places_follow_the_settings(office: Office) -> None:
    office.families(as_csv(ANNA))
    (key, hedensted), *_ = office.settings.items()
    fewer = tuple(each for each in hedensted.nurses if each.ref != "anna")
    office.settings[key] = replace(hedensted, nurses=(*fewer[:-1], replace(fewer[-1], first_name="Dorthe")))
    office.families(as_csv(ANNA))
    rows = {row.ref: (row.first_name, row.active) for row in office.connection.execute(select(nurse))}
    assert rows["anna"] == ("Anna", False)
    assert rows["dorte"] == ("Dorthe", True)


def test_an_import_never_undoes_what_the_caller_has_begun(office: Office) -> None:
    office.connection.execute(select(family))
    with pytest.raises(RuntimeError, match="before its transaction begins"):
        office.families(as_csv(ANNA))


def test_progress_is_told(office: Office) -> None:
    from app.imports import import_families

    told: list[tuple[str, int, int]] = []
    path = office.write("families.csv", as_csv(ANNA))
    import_families(
        office.connection,
        office.ids,
        path,
        office.settings,
        office.now,
        allow_demo_numbers=True,
        progress=lambda *args: told.append(args),
    )
    assert ("family", 1, 1) in told
