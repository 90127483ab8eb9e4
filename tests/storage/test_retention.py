"""Forgetting leaves counts and a proof, and nothing else; what is too old goes by itself."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, insert, select, update

from app.settings import load_settings
from domain.ids import FamilyId, Municipality
from domain.retention import ForgetRefused, Proof, years_before
from domain.settings import MunicipalitySettings, Retention
from storage import tables as t
from storage.retention import ERASERS, access_report, forget, purge
from storage.retention import forgetting as forgetting_module
from storage.retention.erasers import NOT_PERSONAL, Renamed, RowGoes, rows_go
from storage.retention.finding import FamilyTraces
from storage.tables import metadata

HEDENSTED = Municipality("hedensted")
NOW = datetime(2026, 5, 12, 8, tzinfo=UTC)
TODAY = NOW.date()
SETTINGS = load_settings(None, {}, TODAY).municipalities[HEDENSTED]
PERSONAL = (
    "F-mine",
    "C-mine",
    "G-mine",
    "Liva-mine",
    "Anna-mine",
    "Vej-mine",
    "+4500000012",
    "nej-mine",
    "t-mine",
)
"""Words that stand in the rows of the family below and in no others."""


def test_every_column_is_personal_or_not_and_every_personal_one_has_an_eraser() -> None:
    for name, table in metadata.tables.items():
        personal, other = set(ERASERS.get(name, {})), set(NOT_PERSONAL.get(name, ()))
        assert personal & other == set(), f"{name}: in both lists"
        assert personal | other == set(table.columns.keys()), f"{name}: every column stands in one list"
    assert set(ERASERS) | set(NOT_PERSONAL) == set(metadata.tables)


def test_an_eraser_fits_its_column() -> None:
    for name, erasers in ERASERS.items():
        goes = {isinstance(eraser, RowGoes) for eraser in erasers.values()}
        assert len(goes) == 1, f"{name}: either its rows go or its columns are emptied"
        for column, eraser in erasers.items():
            if not isinstance(eraser, RowGoes | Renamed) and eraser.value is None:
                assert metadata.tables[name].c[column].nullable, f"{name}.{column} cannot be emptied"


def test_every_table_about_families_is_searched() -> None:
    about_families = {name for name, table in metadata.tables.items() if "family_id" in table.c}
    searched = set(FamilyTraces(HEDENSTED, FamilyId(1), (), ()).rows())
    assert about_families <= searched


def add_family(connection: Connection, first: int, mark: str, phone: str, **family: Any) -> None:
    """A family with a row in every table that can speak of it; ``first`` is the first of its numbers."""
    own: dict[str, Any] = {"municipality": HEDENSTED}
    about = own | {"family_id": first}
    at = {"created_at": NOW - timedelta(days=30)}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (
            t.family,
            own
            | at
            | {"id": first, "ref": f"F-{mark}", "district": "Nord", "address": f"Vej-{mark}"}
            | family,
        ),
        (
            t.child,
            about
            | {
                "id": first + 1,
                "ref": f"C-{mark}",
                "name": f"Liva-{mark}",
                "birthdate": date(2024, 11, 20),
                "topi": f"t-{mark}",
            },
        ),
        (t.guardian, about | {"id": first + 2, "ref": f"G-{mark}", "name": f"Anna-{mark}", "language": "da"}),
        (t.contact, about | {"id": first + 3, "guardian_id": first + 2, "medium": "sms", "address": phone}),
        (
            t.invitation,
            about
            | {
                "id": first + 4,
                "child_id": first + 1,
                "offer": "visit-18m",
                "state": "sent",
                "planned_at": NOW,
            }
            | {"district": "Nord", "language": "da", "criterion": f"t-{mark}", "sent_on": TODAY},
        ),
        (
            t.waiting,
            about
            | {
                "offer": "cosp",
                "invitation_id": first + 4,
                "since": NOW,
                "state": "waiting",
                "language": "da",
            }
            | {"parts": "evening", "weekdays": "1", "coming": "both", "childcare": True, "meal": True}
            | {"individual": False, "agreed_to_share": False, "cancelled_first": True},
        ),
        (t.wanted_offer, about | {"id": first + 40, "offer": "need", "asked_at": NOW, "asked_by": 1}),
        (t.acquaintance, own | {"family_id": first - 1, "other_id": first}),
        (t.presence_told, about | {"window_id": 7, "round": "week", "guardians": 1, "at": NOW}),
        (t.presence_stop, about | {"guardian_id": first + 2, "at": NOW}),
        (t.talk_wish, about | {"invitation_id": first + 4}),
        (
            t.presence_meeting,
            about
            | {"id": first + 31, "child_id": first + 1, "nurse_id": 1, "daycare": "Tippen", "on": TODAY}
            | {"kind": "child", "noted_at": NOW, "noted_by": 1},
        ),
        (
            t.course_seat,
            about
            | {"id": first + 30, "course_id": 7, "invitation_id": first + 4, "place": first, "part": 1}
            | {"state": "offered", "given_at": NOW, "changed_at": NOW},
        ),
        (
            t.course_rating,
            about
            | {"id": first + 32, "course_id": 7, "guardian_id": first + 2, "question": 1, "rating": 4}
            | {"answered_at": NOW},
        ),
        (t.invitation_child, own | {"invitation_id": first + 4, "child_id": first + 1}),
        (
            t.slot,
            own
            | {
                "id": first + 5,
                "nurse_id": 1,
                "start": NOW + timedelta(days=first),
                "end": NOW,
                "held_by": first,
            },
        ),
        (
            t.booking,
            about
            | {"id": first + 6, "invitation_id": first + 4, "guardian_id": first + 2, "slot_id": first + 5}
            | {
                "nurse_id": 1,
                "offer": "visit-18m",
                "start": NOW - timedelta(days=9),
                "end": NOW - timedelta(days=9),
            }
            | {"state": "completed", "booked_at": NOW},
        ),
        (
            t.inbox,
            about
            | {
                "id": first + 7,
                "channel": "kannel",
                "medium": "sms",
                "provider_id": f"p{first}",
                "sender": phone,
            }
            | {"text": f"nej-{mark}", "because": f"nej-{mark}", "received_at": NOW, "state": "done"},
        ),
        (
            t.inbox,
            own
            | {
                "id": first + 8,
                "channel": "kannel",
                "medium": "sms",
                "provider_id": f"q{first}",
                "sender": phone,
            }
            | {"text": f"nej-{mark}", "received_at": NOW, "state": "quarantined"},
        ),
        (
            t.outbox,
            about
            | {
                "id": first + 9,
                "guardian_id": first + 2,
                "medium": "sms",
                "address": phone,
                "key": "visit.first",
            }
            | {
                "language": "da",
                "text": f"nej-{mark}",
                "parts": 1,
                "occasion": "invitation",
                "state": "queued",
            }
            | {"created_at": NOW, "due_at": NOW, "invitation_id": first + 4},
        ),
        (t.due, about | {"id": first + 10, "kind": "reminder", "revision": 0, "at": NOW}),
        (t.task, about | {"id": first + 11, "kind": "hand_over", **at}),
        (
            t.link_code,
            about
            | {"id": first + 12, "guardian_id": first + 2, "code_hash": f"h{first}", "expires_at": NOW, **at},
        ),
        (
            t.audit,
            about
            | {
                "id": first + 13,
                "at": NOW,
                "actor": "family",
                "event": "visit.booked",
                "detail": f"nej-{mark}",
            },
        ),
        (t.access_log, about | {"id": first + 14, "at": NOW, "account_id": 1, "what": "family"}),
    ]
    for table, row in rows:
        connection.execute(insert(table), row)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Two families that know nothing of each other, mine and theirs."""
    with engine.begin() as made:
        add_family(made, 100, "mine", "+4500000012")
        add_family(made, 200, "theirs", "+4500000099")
        yield made


def numbers() -> Any:
    return count(9_000).__next__


def forget_mine(connection: Connection) -> Proof:
    proof = forget(connection, numbers(), HEDENSTED, "F-mine", NOW, TODAY)
    assert isinstance(proof, Proof)
    return proof


def everything(connection: Connection) -> str:
    return "\n".join(
        str(row) for table in metadata.tables.values() for row in connection.execute(select(table))
    )


def rows_of(connection: Connection, table: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def test_nothing_of_a_forgotten_family_is_left_anywhere(connection: Connection) -> None:
    before = everything(connection)
    assert all(word in before for word in PERSONAL)
    proof = forget_mine(connection)
    left = everything(connection)
    assert [word for word in PERSONAL if word in left] == []
    assert "F-mine" not in repr(proof)


def test_the_proof_says_what_was_erased_and_stays(connection: Connection) -> None:
    proof = forget_mine(connection)
    assert set(proof.remaining.values()) == {0}
    assert (proof.erased["family"], proof.erased["child"], proof.erased["inbox"], proof.erased["outbox"]) == (
        1,
        1,
        2,
        1,
    )
    kept = connection.execute(select(t.audit).where(t.audit.c.id == proof.audit_id)).one()
    assert (kept.event, kept.family_id) == ("family.forgotten", None)
    assert kept.detail.startswith("sha256:")


def test_counts_stay_and_what_was_open_is_the_services_own_doing(connection: Connection) -> None:
    forget_mine(connection)
    invitation = connection.execute(select(t.invitation).where(t.invitation.c.id == 104)).one()
    assert (invitation.state, invitation.outcome_on, invitation.criterion) == ("withdrawn", TODAY, None)
    assert (invitation.offer, invitation.district, invitation.sent_on) == ("visit-18m", "Nord", TODAY)
    assert connection.scalar(select(t.booking.c.state).where(t.booking.c.id == 106)) == "completed"
    assert connection.scalar(select(t.outbox.c.state).where(t.outbox.c.id == 109)) == "dropped"
    assert connection.scalar(select(t.slot.c.held_by).where(t.slot.c.id == 105)) is None
    assert rows_of(connection, t.due) == rows_of(connection, t.task) == 1


def test_the_other_family_is_untouched(connection: Connection) -> None:
    before = access_report(connection, HEDENSTED, "F-theirs")
    forget_mine(connection)
    assert access_report(connection, HEDENSTED, "F-theirs") == before


def test_a_family_with_a_visit_ahead_is_not_forgotten(connection: Connection) -> None:
    ahead = {"state": "booked", "start": NOW + timedelta(days=2), "end": NOW + timedelta(days=2, hours=1)}
    connection.execute(update(t.booking).where(t.booking.c.id == 106).values(**ahead))
    refused = forget(connection, numbers(), HEDENSTED, "F-mine", NOW, TODAY)
    assert isinstance(refused, ForgetRefused)
    assert "visit booked" in refused.why
    connection.execute(update(t.booking).where(t.booking.c.id == 106).values(freed_at=NOW))
    forget_mine(connection)
    assert connection.scalar(select(t.booking.c.state).where(t.booking.c.id == 106)) == "cancelled_by_service"


def test_an_unknown_family_is_said(connection: Connection) -> None:
    assert isinstance(forget(connection, numbers(), HEDENSTED, "F-?", NOW, TODAY), ForgetRefused)
    assert isinstance(
        forget(connection, numbers(), Municipality("vejle"), "F-mine", NOW, TODAY), ForgetRefused
    )


def test_an_eraser_that_does_nothing_is_noticed(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_rows = forgetting_module._erase_rows

    def lazily(connection: Connection, name: str, traces: FamilyTraces) -> int:
        return 0 if name == "invitation" else erase_rows(connection, name, traces)

    monkeypatch.setattr(forgetting_module, "_erase_rows", lazily)
    with pytest.raises(forgetting_module.NotErased, match="still there: invitation"):
        forget(connection, numbers(), HEDENSTED, "F-mine", NOW, TODAY)


def test_the_access_report_has_everything_and_is_plain_json(connection: Connection) -> None:
    report = access_report(connection, HEDENSTED, "F-mine")
    assert report is not None
    printed = json.dumps(report, ensure_ascii=False)
    assert [word for word in PERSONAL if word not in printed] == []
    assert "F-theirs" not in printed
    assert [name for name, rows in report.items() if not rows] == []
    assert next(iter(report)) == "family"
    assert access_report(connection, HEDENSTED, "F-?") is None


def purged(
    connection: Connection, settings: MunicipalitySettings = SETTINGS, **options: Any
) -> dict[str, int]:
    found = purge(connection, numbers(), settings, options.pop("now", NOW), **options)
    return {name: rows for name, rows in found.counts.items() if rows}


def test_nothing_is_purged_before_its_time(connection: Connection) -> None:
    assert purged(connection) == {}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (2, {"link_codes": 2}),
        (31, {"link_codes": 2, "unknown_senders": 2}),
        (366, {"link_codes": 2, "unknown_senders": 2, "replies": 2, "tasks": 2, "due": 2, "messages": 2}),
        (731, {"access_log": 2}),
        (1826, {"audit": 2}),
    ],
)
def test_what_is_too_old_goes(connection: Connection, days: int, expected: dict[str, int]) -> None:
    connection.execute(update(t.outbox).values(state="sent"))
    for table in (t.task, t.due):
        connection.execute(update(table).values(done_at=NOW))
    later = NOW + timedelta(days=days)
    only_counted = purged(connection, now=later, dry_run=True)
    found = purged(connection, now=later)
    assert found.items() >= expected.items()
    assert only_counted == found
    assert purged(connection, now=later) == {}


def test_an_old_message_still_counts_but_says_nothing(connection: Connection) -> None:
    connection.execute(update(t.outbox).values(state="sent"))
    purged(connection, now=NOW + timedelta(days=366))
    row = connection.execute(select(t.outbox).where(t.outbox.c.id == 109)).one()
    assert (row.text, row.address, row.key, row.parts, row.invitation_id) == ("", "", "visit.first", 1, 104)


def test_a_message_that_waits_is_not_emptied(connection: Connection) -> None:
    purged(connection, now=NOW + timedelta(days=366))
    assert connection.scalar(select(t.outbox.c.text).where(t.outbox.c.id == 109)) == "nej-mine"


def test_a_family_goes_a_year_after_its_youngest_turned_seven(connection: Connection) -> None:
    connection.execute(update(t.child).where(t.child.c.id == 201).values(birthdate=date(2026, 1, 1)))
    turned_eight = datetime(2032, 11, 20, 8, tzinfo=UTC)
    assert "families" not in purged(connection, now=turned_eight - timedelta(days=1), dry_run=True)
    assert purged(connection, now=turned_eight + timedelta(days=2))["families"] == 1
    assert connection.scalars(select(t.family.c.ref)).all() == ["F-theirs"]


def test_a_child_known_from_history_alone_counts_from_its_last_offer(connection: Connection) -> None:
    connection.execute(update(t.child).values(birthdate=None))
    assert "families" not in purged(connection, now=datetime(2034, 5, 10, tzinfo=UTC), dry_run=True)
    assert purged(connection, now=datetime(2034, 5, 14, tzinfo=UTC), dry_run=True)["families"] == 2


def test_staff_who_left_are_erased_and_the_others_stay(connection: Connection) -> None:
    old = {
        "created_at": NOW - timedelta(days=800),
        "password_hash": "x",
        "municipality": HEDENSTED,
        "role": "nurse",
    }
    for number, login, disabled in ((501, "gone", True), (502, "here", False), (503, "recent", True)):
        connection.execute(
            insert(t.account), old | {"id": number, "login": login, "name": login, "disabled": disabled}
        )
    seen = {"id": 900, "municipality": HEDENSTED, "at": NOW, "account_id": 503, "what": "family"}
    connection.execute(insert(t.access_log), seen)
    nurse = {"municipality": HEDENSTED, "first_name": "Zoe"}
    connection.execute(insert(t.nurse), nurse | {"id": 601, "ref": "zoe", "active": False})
    connection.execute(insert(t.nurse), nurse | {"id": 1, "ref": "visits", "active": False})
    assert purged(connection) == {"staff": 1, "nurses": 1}
    logins = connection.scalars(select(t.account.c.login).order_by(t.account.c.id)).all()
    assert logins == ["gone-501", "here", "recent"]
    assert connection.execute(
        select(t.nurse.c.ref, t.nurse.c.first_name).where(t.nurse.c.id == 601)
    ).one() == (
        "gone-601",
        "",
    )


def test_the_municipality_decides_how_long(connection: Connection) -> None:
    short = replace(SETTINGS, retention=Retention(unknown_senders_days=1, access_log_days=1))
    later = NOW + timedelta(days=2)
    assert purged(connection, short, now=later) == {"unknown_senders": 2, "access_log": 2, "link_codes": 2}
    vejle = replace(short, key=Municipality("vejle"))
    assert purged(connection, vejle, now=later + timedelta(days=9999)) == {}


def test_seven_years_before_a_leap_day() -> None:
    assert years_before(date(2028, 2, 29), 7) == date(2021, 2, 28)


def test_rows_that_go_are_those_that_name_people() -> None:
    assert {name for name in ERASERS if rows_go(name)} == {
        "family",
        "child",
        "guardian",
        "contact",
        "link_code",
        "task",
        "due",
        "session",
        "webhook_count",
        "waiting",
        "acquaintance",
        "presence_stop",
        "talk_wish",
        "wanted_offer",
    }
