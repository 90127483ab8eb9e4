"""The evaluation tables: a history that agrees with the published counts gives the published percentages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from domain.ids import Municipality, OfferKey
from domain.outcomes import BookingState, InvitationState
from reports.exports import build
from reports.query import ExportQuery, ExportRefused
from storage import tables as t
from tests.reporting.made import Made, store
from tests.reporting.test_uptake import dicts

HEDENSTED = Municipality("hedensted")
PERIOD = date(2019, 12, 1), date(2021, 12, 31)
GOALS = {
    (HEDENSTED, OfferKey(key)): goal for key, goal in (("visit-18m", 90), ("visit-3y", 90), ("cosp", 80))
}

HELD = Made(
    sent_on=date(2020, 1, 15),
    state=InvitationState.ACCEPTED,
    visits=(BookingState.COMPLETED,),
    answered_on=date(2020, 1, 20),
)
NO = Made(sent_on=date(2020, 1, 15), state=InvitationState.DECLINED, answered_on=date(2020, 1, 20))
SILENT = Made(sent_on=date(2020, 1, 15), state=InvitationState.NO_CONTACT)

Key = tuple[str, str, str]


def evaluation(connection: Connection, *made: Made) -> dict[Key, tuple[Any, Any, Any]]:
    """Numerator, denominator and value of each indicator."""
    store(connection, made)
    return as_it_stands(connection)


def as_it_stands(connection: Connection) -> dict[Key, tuple[Any, Any, Any]]:
    """The same of what is in the database already."""
    query = ExportQuery(*PERIOD, (HEDENSTED,), targets=GOALS)
    rows = dicts(build("evaluation", connection, query))
    found = {
        (row["source"], row["indicator"], row["group"]): (row["numerator"], row["denominator"], row["value"])
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def flagged(made: list[Made], count: int, **flag: bool) -> list[Made]:
    """The first ``count`` of them carry a flag."""
    return [replace(one, **flag) for one in made[:count]] + made[count:]  # type: ignore[arg-type]


def hedensteds_visits() -> list[Made]:
    young = flagged(flagged([HELD] * 29, 5, referred_inside=True), 5, referred_outside=True)
    old = flagged(flagged([HELD] * 22, 2, referred_inside=True), 3, referred_outside=True)
    young = flagged(young + flagged([NO] * 22, 14, restricted=True), 9, social_measure=True)
    old = flagged(old + flagged([NO] * 14, 8, restricted=True), 5, social_measure=True)
    return young + [replace(one, offer="visit-3y") for one in old]


def test_seed_000_hedensteds_visits(connection: Connection) -> None:
    found = evaluation(connection, *hedensteds_visits())
    assert found["000", "tilbudt", "1½ år"] == (51, None, 51)
    assert found["000", "modtaget besøg", "1½ år"] == (29, None, 29)
    assert found["000", "andel", "1½ år"] == (29, 51, 57)
    assert found["000", "mål", "1½ år"] == (None, None, 90)
    assert found["000", "ikke gennemført (nej+ingen kontakt, kan ikke skilles)", "1½ år"] == (22, None, 22)
    assert found["000", "andel", "3 år"] == (22, 36, 61)
    assert found["000", "andel nej i restriktionsperiode", "1½+3 år"] == (22, 36, 61)
    assert found["000", "nej i perioden", "1½+3 år"] == (22, None, 22)
    assert found["000", "socialfaglige foranstaltninger ved tilbud", "1½ år Hedensted"] == (9, 51, 18)
    assert found["000", "henvist i sundhedsplejen", "1½ år Hedensted"] == (5, 29, 17)
    assert found["000", "henvist andre steder", "1½ år Hedensted"] == (5, 29, 17)
    assert found["000", "socialfaglige foranstaltninger ved tilbud", "3 år Hedensted"] == (5, 36, 14)
    assert found["000", "henvist i sundhedsplejen", "3 år Hedensted"] == (2, 22, 9)
    assert found["000", "henvist andre steder", "3 år Hedensted"] == (3, 22, 14)


def test_seed_002_across_all_municipalities(connection: Connection) -> None:
    elsewhere = [replace(HELD, municipality="vejle")] * (689 - 29) + [
        replace(SILENT, municipality="vejle")
    ] * 594
    older = [replace(HELD, municipality="vejle")] * (404 - 22) + [replace(SILENT, municipality="vejle")] * 390
    older = [replace(one, offer="visit-3y") for one in older]
    found = evaluation(connection, *hedensteds_visits(), *elsewhere, *older)
    assert found["002", "tilbudt", "1½ år"] == (1305, None, 1305)
    assert found["000", "andel (tværgående)", "1½ år"] == (689, 1305, 53)
    assert found["000", "andel (tværgående)", "3 år"] == (404, 808, 50)
    assert found["002", "tilbudt", "i alt"] == (2113, None, 2113)
    assert found["002", "fået besøg", "i alt"] == (1093, None, 1093)
    assert found["000", "andel", "1½ år"] == (29, 51, 57)


def test_the_course_in_hedensted_and_in_round_1_month_by_month(connection: Connection) -> None:
    yes = replace(HELD, offer="cosp", visits=(BookingState.ABORTED,), sent_on=date(2020, 8, 1))
    own = [replace(yes, visits=HELD.visits)] * 4 + [yes] * 2 + [replace(NO, offer="cosp")] * 12
    said = [
        replace(
            yes, municipality="vejle", round="1", visits=(), answered_on=date(2020 - (month > 9), month, 5)
        )
        for month, count in ((10, 9), (11, 10), (12, 17), (1, 29), (2, 26), (3, 7), (4, 1), (5, 12), (6, 15))
        for _ in range(count)
    ]
    said += [replace(said[0], answered_on=date(2020, month, 5)) for month in (7,) * 8 + (8,) * 43]
    silent = [replace(SILENT, offer="cosp", municipality="vejle", round="1")] * (657 - 177)
    found = evaluation(connection, *own, *said, *silent)
    assert found["000", "andel ja", "COS-P"] == (6, 18, 33)
    assert found["000", "gennemført", "COS-P"] == (4, None, 4)
    assert found["000", "mål", "COS-P"] == (None, None, 80)
    assert found["002", "andel ja", "COS-P runde 1"] == (177, 657, 27)
    assert found["001", "COS-P ja", "okt"] == (9, None, 9)
    assert found["001", "COS-P ja", "aug"] == (43, None, 43)
    assert found["001", "COS-P gennemført", "aug"] == (4, None, 4)


def test_seed_003_contradicts_itself_and_we_print_our_own_arithmetic(connection: Connection) -> None:
    """6,849 held of 9,367 offered is 73 %, while 62 % said yes; 62 + 19 + 17 is 98 and stays 98."""
    answers = (
        (InvitationState.ACCEPTED, 5808),
        (InvitationState.DECLINED, 1780),
        (InvitationState.NO_CONTACT, 1592),
        (InvitationState.SENT, 187),
    )
    asked = [
        replace(NO, offer="visit-15m", state=state, level=1) for state, count in answers for _ in range(count)
    ]
    made = [replace(one, visits=HELD.visits) for one in asked[:6849]] + asked[6849:]
    found = evaluation(connection, *made)
    assert found["003", "15-18 mdr tilbudt", "total n"] == (9367, None, 9367)
    assert found["003", "15-18 mdr tilbudt", "niv1"] == (9367, None, 9367)
    assert found["003", "15-18 mdr tilbudt", "ikke"] == (0, None, 0)
    assert found["003", "15-18 mdr svar", "ja"] == (5808, 9367, 62)
    assert found["003", "15-18 mdr svar", "ønsker ikke"] == (1780, 9367, 19)
    assert found["003", "15-18 mdr svar", "ingen kontakt"] == (1592, 9367, 17)
    assert found["003", "15-18 mdr afholdt", "af tilbudte"] == (6849, 9367, 73)


def test_need_visits_per_family_and_places_of_transition_visits(connection: Connection) -> None:
    need = replace(HELD, offer="need", referred_outside=True)
    visits = [
        replace(need, family=family) for family, count in ((901, 1), (902, 7), (903, 2)) for _ in range(count)
    ]
    at_daycare = replace(HELD, offer="transition-1", place="dagtilbud")
    transition = [
        at_daycare,
        replace(at_daycare, place="hjemme sp+pæd"),
        at_daycare,
        replace(NO, offer="transition-1"),
    ]
    found = evaluation(connection, *visits, *transition)
    assert found["003", "familier med behovsbesøg", "total n"] == (3, None, 3)
    assert found["003", "antal behovsbesøg pr familie", "1"] == (1, 3, 33)
    assert found["003", "antal behovsbesøg pr familie", "4"] == (0, 3, 0)
    assert found["003", "antal behovsbesøg pr familie", ">5"] == (1, 3, 33)
    assert found["003", "behovsbesøg med henvisning", "total n"] == (10, None, 10)
    assert found["003", "overgang 1 sted", "dagtilbud"] == (2, 3, 67)
    assert found["003", "overgangsbesøg 1 ja", ""] == (3, 4, 75)


def test_what_was_offered_to_nobody_is_absent(connection: Connection) -> None:
    found = evaluation(connection, NO)
    assert not [key for key in found if key[0] == "003" or "COS-P" in key[2] or key[2] == "3 år"]


def test_the_three_questions_after_a_course_are_counted_of_those_who_answered(
    connection: Connection,
) -> None:
    said = [(1, 1, 4), (2, 1, 4), (3, 1, 3), (1, 2, 4), (1, 3, 1)]
    for number, (guardian, question, rating) in enumerate(said, start=1):
        row = {
            "id": number,
            "municipality": "hedensted",
            "course_id": 1,
            "guardian_id": guardian,
            "family_id": 1,
        }
        answer = {
            "question": question,
            "rating": rating,
            "answered_at": datetime(2020, 10, 5, 18, tzinfo=UTC),
        }
        connection.execute(t.course_rating.insert(), row | answer)
    late = {"answered_at": datetime(2031, 1, 1, tzinfo=UTC), "question": 1, "rating": 1}
    other = {"id": 99, "municipality": "hedensted", "course_id": 2, "guardian_id": 1, "family_id": 1}
    connection.execute(t.course_rating.insert(), other | late)
    found = as_it_stands(connection)
    assert found["000", "COS-P i høj grad", "forventninger indfriet"] == (2, 3, 67)
    assert found["000", "COS-P i høj grad", "ny viden om behov og signaler"] == (1, 1, 100)
    assert found["000", "COS-P i høj grad", "relevante temaer"] == (0, 1, 0)


def test_a_month_that_comes_twice_has_its_year(connection: Connection) -> None:
    course = replace(HELD, offer="cosp", visits=())
    found = evaluation(connection, course, replace(course, answered_on=date(2021, 1, 7)))
    assert {key[2] for key in found if key[1] == "COS-P ja"} == {"jan 2020", "jan 2021"}


def test_it_is_not_for_the_public(connection: Connection) -> None:
    refused = build("evaluation", connection, ExportQuery(*PERIOD, public=True))
    assert isinstance(refused, ExportRefused)
    assert "choose among uptake, declines, messages" in refused.sentence
