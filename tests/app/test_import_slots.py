"""slots.csv: free times exist on the clock, lie ahead, and no nurse is in two places."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.imports.slots import COLUMNS
from storage.importing import slots as stored_slots
from storage.tables import audit, slot
from tests.app.conftest import Office

TEN = {
    "municipality": "Hedensted",
    "nurse": "Anna",
    "offer": "visit-18m",
    "start": "2026-06-01T10:00",
    "end": "2026-06-01T11:00",
    "place": "",
    "capacity": "1",
}
NOON = TEN | {"start": "2026-06-01T12:00", "end": "2026-06-01T13:00"}


def as_csv(*rows: dict[str, str]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(row[column] for column in COLUMNS) for row in rows)])


def starts(office: Office) -> list[datetime]:
    found = list(office.connection.scalars(select(slot.c.start).order_by(slot.c.start)))
    office.connection.commit()
    return found


def test_a_time_is_local_and_stored_as_a_moment(office: Office) -> None:
    report = office.slots(as_csv(TEN | {"place": "Klinikken", "capacity": ""}, NOON | {"offer": ""}))
    assert (report.taken, report.rejected) == (2, ())
    first, second = office.connection.execute(select(slot).order_by(slot.c.start)).all()
    assert (first.start, first.end) == (
        datetime(2026, 6, 1, 8, tzinfo=UTC),
        datetime(2026, 6, 1, 9, tzinfo=UTC),
    )
    assert (first.offer, first.place, first.capacity, first.taken) == ("visit-18m", "Klinikken", 1, 0)
    assert (second.offer, second.place) == (None, None)


@pytest.mark.parametrize(
    "start", ["2026-06-01 10:00", "01-06-2026 10:00", "1-6-2026T10.00", "2026-06-01T10:00:00"]
)
def test_moments_are_read_as_spreadsheets_write_them(office: Office, start: str) -> None:
    assert office.slots(as_csv(TEN | {"start": start})).rejected == ()
    assert starts(office) == [datetime(2026, 6, 1, 8, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"nurse": "zelda"}, "nurse"),
        ({"nurse": ""}, "empty"),
        ({"offer": "visit-9y"}, "offer"),
        ({"start": "tomorrow"}, "local_time"),
        ({"start": "2026-06-01T25:00"}, "local_time"),
        ({"end": "2026-06-01T10:00"}, "ends_before"),
        ({"end": "2026-06-01T09:00"}, "ends_before"),
        ({"end": "2026-06-02T10:00"}, "too_long_slot"),
        ({"start": "2026-05-12T11:00", "end": "2026-05-12T12:00"}, "past"),
        ({"start": "2036-06-01T10:00", "end": "2036-06-01T11:00"}, "too_far"),
        ({"capacity": "0"}, "number"),
        ({"capacity": "1.5"}, "number"),
        # The clocks go back on 25 October 2026 and forward on 28 March 2027.
        ({"start": "2026-10-25T02:30", "end": "2026-10-25T04:00"}, "ambiguous"),
        ({"start": "2026-10-25T01:30", "end": "2026-10-25T02:00"}, "ambiguous"),
        ({"start": "2027-03-28T02:30", "end": "2027-03-28T04:00"}, "missing_hour"),
        ({"start": "2027-03-28T01:30", "end": "2027-03-28T02:00"}, "missing_hour"),
    ],
)
def test_a_time_that_cannot_be_is_rejected(office: Office, change: dict[str, str], code: str) -> None:
    report = office.slots(as_csv(TEN | change, NOON))
    assert [(one.line, one.code) for one in report.rejected] == [(2, code)]
    assert starts(office) == [datetime(2026, 6, 1, 10, tzinfo=UTC)]


def test_a_slot_across_the_lost_hour_is_as_long_as_it_really_is(office: Office) -> None:
    row = TEN | {"start": "2027-03-28T01:30", "end": "2027-03-28T03:30"}
    assert office.slots(as_csv(row)).rejected == ()
    one = office.connection.execute(select(slot)).one()
    assert one.end - one.start == timedelta(hours=1)


def test_overlapping_times_of_one_nurse_are_all_rejected(office: Office) -> None:
    long = TEN | {"start": "2026-06-01T09:30", "end": "2026-06-01T12:30"}
    other_nurse = TEN | {"nurse": "birgit"}
    report = office.slots(as_csv(TEN, long, NOON, other_nurse))
    assert {one.line: one.code for one in report.rejected} == {2: "overlap", 3: "overlap", 4: "overlap"}
    assert "on line 2, 4." in next(one.english for one in report.rejected if one.line == 3)
    assert report.taken == 1


def test_times_that_touch_do_not_overlap_and_a_doubled_row_counts_once(office: Office) -> None:
    after = TEN | {"start": "2026-06-01T11:00", "end": "2026-06-01T12:00"}
    report = office.slots(as_csv(TEN, TEN, after, NOON))
    assert (report.rejected, report.taken, report.written.new) == ((), 4, 3)


def test_overlaps_with_stored_times_are_rejected_but_closed_ones_are_gone(office: Office) -> None:
    long = TEN | {"start": "2026-06-01T08:00", "end": "2026-06-01T16:00"}
    office.slots(as_csv(long))
    report = office.slots(as_csv(TEN, NOON))
    assert {one.line: one.code for one in report.rejected} == {2: "overlap_known", 3: "overlap_known"}
    office.connection.execute(slot.update().values(closed=True))
    office.connection.commit()
    assert office.slots(as_csv(TEN, NOON)).written.new == 2


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    office.slots(as_csv(TEN, NOON))
    again = office.slots(as_csv(TEN, NOON))
    assert (again.written.new, again.written.changed, again.rejected) == (0, 0, ())
    assert len(office.connection.execute(select(audit)).all()) == 1


def test_a_changed_row_updates_and_its_revision_tells(office: Office) -> None:
    office.slots(as_csv(TEN))
    report = office.slots(as_csv(TEN | {"end": "2026-06-01T11:30", "place": "Klinikken"}))
    assert (report.written.new, report.written.changed) == (0, 1)
    one = office.connection.execute(select(slot)).one()
    assert (one.end, one.place, one.revision) == (datetime(2026, 6, 1, 9, 30, tzinfo=UTC), "Klinikken", 1)


def test_what_a_family_has_booked_stays(office: Office) -> None:
    office.slots(as_csv(TEN | {"capacity": "2"}))
    office.connection.execute(slot.update().values(taken=2))
    office.connection.commit()
    for change in ({"end": "2026-06-01T11:30"}, {"offer": ""}, {"capacity": "1"}):
        report = office.slots(as_csv(TEN | {"capacity": "2"} | change))
        assert [one.code for one in report.rejected] == ["slot_booked"]
    assert office.slots(as_csv(TEN | {"capacity": "3", "place": "Klinikken"})).written.changed == 1


def test_a_time_taken_while_it_is_being_changed_is_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.slots(as_csv(TEN))
    there = stored_slots._there

    def before_somebody_else(*args: object) -> object:
        found = there(*args)  # type: ignore[arg-type]
        office.connection.execute(slot.update().values(taken=1, revision=1))
        return found

    monkeypatch.setattr(stored_slots, "_there", before_somebody_else)
    with pytest.raises(stored_slots.SlotChangedMeanwhile):
        office.slots(as_csv(TEN | {"end": "2026-06-01T11:30"}))


def test_a_dry_run_writes_nothing(office: Office) -> None:
    assert office.slots(as_csv(TEN), dry_run=True).taken == 1
    assert starts(office) == []
