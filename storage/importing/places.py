"""Districts, daycares and nurses stand in the settings; the database follows them at every start."""

from sqlalchemy import Connection, delete, select

from domain.ids import Municipality, NurseId
from domain.imports import Written
from domain.settings import MunicipalitySettings
from storage.ids import Ids
from storage.importing.rows import insert_rows, update_rows
from storage.tables import daycare, district, nurse, nurse_district


def ensure_places(connection: Connection, ids: Ids, settings: MunicipalitySettings) -> Written:
    """Make the database agree with the settings; a nurse who left the file is inactive, nothing is deleted of her.

    Needs at most one number per nurse of the settings in ``ids``. The caller commits.
    """
    written = _districts(connection, settings) + _daycares(connection, settings)
    return written + _nurses(connection, ids, settings) + _nurses_districts(connection, settings)


def nurse_ids(connection: Connection, municipality: Municipality) -> dict[str, NurseId]:
    """The active nurses by their reference."""
    rows = connection.execute(
        select(nurse.c.ref, nurse.c.id).where(nurse.c.municipality == municipality, nurse.c.active)
    )
    return {row.ref: NurseId(row.id) for row in rows}


def _districts(connection: Connection, settings: MunicipalitySettings) -> Written:
    there = set(connection.scalars(select(district.c.key).where(district.c.municipality == settings.key)))
    new = [{"municipality": settings.key, "key": key} for key in settings.districts if key not in there]
    return insert_rows(connection, district, new)


def _daycares(connection: Connection, settings: MunicipalitySettings) -> Written:
    query = select(daycare.c.name, daycare.c.district).where(daycare.c.municipality == settings.key)
    there = {row.name: row.district for row in connection.execute(query)}
    new = [
        {"municipality": settings.key, "name": each.name, "district": each.district}
        for each in settings.daycares
        if each.name not in there
    ]
    moved = [each for each in settings.daycares if there.get(each.name, each.district) != each.district]
    for each in moved:
        connection.execute(
            daycare.update()
            .where(daycare.c.municipality == settings.key, daycare.c.name == each.name)
            .values(district=each.district)
        )
    return insert_rows(connection, daycare, new) + Written(changed=len(moved))


def _nurses(connection: Connection, ids: Ids, settings: MunicipalitySettings) -> Written:
    query = select(nurse.c.ref, nurse.c.id, nurse.c.first_name, nurse.c.active)
    there = {row.ref: row for row in connection.execute(query.where(nurse.c.municipality == settings.key))}
    named = {each.ref: each.first_name for each in settings.nurses}
    named |= {each.ref: each.first_name for each in settings.partners}
    new = [
        {"id": ids.new(), "municipality": settings.key, "ref": ref, "first_name": name, "active": True}
        for ref, name in named.items()
        if ref not in there
    ]
    changed = []
    for ref, row in there.items():
        wanted = {"id": row.id, "first_name": named.get(ref, row.first_name), "active": ref in named}
        if (row.first_name, row.active) != (wanted["first_name"], wanted["active"]):
            changed.append(wanted)
    return insert_rows(connection, nurse, new) + update_rows(connection, nurse, changed)


def _nurses_districts(connection: Connection, settings: MunicipalitySettings) -> Written:
    numbers = nurse_ids(connection, settings.key)
    wanted = {(numbers[each.ref], key) for each in settings.nurses for key in each.districts}
    query = select(nurse_district.c.nurse_id, nurse_district.c.district)
    there = {
        (NurseId(row.nurse_id), row.district)
        for row in connection.execute(query.where(nurse_district.c.municipality == settings.key))
    }
    for number, key in sorted(there - wanted):
        connection.execute(
            delete(nurse_district).where(
                nurse_district.c.nurse_id == number, nurse_district.c.district == key
            )
        )
    new = [
        {"municipality": settings.key, "nurse_id": number, "district": key}
        for number, key in sorted(wanted - there)
    ]
    return insert_rows(connection, nurse_district, new) + Written(changed=len(there - wanted))
