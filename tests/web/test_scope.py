"""A nurse sees her own families and no others, and whoever looked is noted."""

from storage import tables as t
from tests.web.office import Office

OTHERS = "Rask Mølle"


def not_hers(office: Office) -> int:
    """A family of another district, with another nurse."""
    return office.town.family("+4500000099", nurse=office.birgit, district=OTHERS, name="Hemmelig")


async def test_a_nurse_from_torring_cannot_open_a_family_in_rask_molle(office: Office) -> None:
    family = not_hers(office)
    page = await (await office.logged_in("anna")).opens(f"/families/{family}")
    assert page.status == 404
    assert "Hemmelig" not in page.html
    assert (await (await office.logged_in("birgit")).opens(f"/families/{family}")).status == 200


async def test_her_lists_hold_no_family_of_another_district(office: Office) -> None:
    theirs = not_hers(office)
    hers = office.town.family("+4500000012", nurse=office.anna, name="Alma")
    for kind in ("hand_over", "distress", "call", "letter"):
        office.task(kind, theirs, office.birgit)
        office.task(kind, hers, office.anna)
    office.booked(theirs, office.birgit, "2026-05-04T10:00")
    office.booked(hers, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    for path in ("/today", "/waiting", "/waiting/list", "/calls"):
        page = await anna.opens(path)
        assert "Alma" in page.words, path
        assert "Hemmelig" not in page.html, path
    assert "2 venter" in (await anna.opens("/today")).words


async def test_she_can_do_nothing_with_a_family_of_another_district(office: Office) -> None:
    family = not_hers(office)
    booking = office.booked(family, office.birgit, "2026-05-04T10:00")
    call = office.task("call", family, office.birgit)
    hand_over = office.task("hand_over", family, office.birgit)
    guardian = office.town.rows(t.guardian, "id", family_id=family)[0]
    anna = await office.logged_in("anna")
    word = (await anna.opens("/times")).form("Opret")[1]
    attempts = {
        f"/families/{family}/visits/{booking}/outcome": {"outcome": "held"},
        f"/families/{family}/answer": {"to": str(guardian), "text": "Hej", "language": "da"},
        f"/families/{family}/hand-back": {},
        f"/tasks/{call}/call": {"result": "says_no"},
        f"/tasks/{hand_over}/done": {},
    }
    for path, data in attempts.items():
        assert (await anna.posts(path, word | data)).status == 404, path
    assert office.town.bookings(family) == [("booked", "2026-05-04 10:00")]
    assert office.town.rows(t.outbox) == []
    assert office.town.rows(t.task, "done_at") == [None, None]


async def test_a_family_of_her_own_in_another_district_is_hers(office: Office) -> None:
    family = office.town.family("+4500000012", nurse=office.anna, district=OTHERS)
    assert (await (await office.logged_in("anna")).opens(f"/families/{family}")).status == 200


async def test_a_family_she_is_to_visit_is_hers_until_the_visit_is_over(office: Office) -> None:
    family = not_hers(office)
    booking = office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    assert (await anna.opens(f"/families/{family}")).status == 200
    page = await anna.opens("/today")
    assert "Hemmelig" in page.words
    page = await anna.presses(page, "Holdt")
    assert "registreret som holdt" in page.words
    assert (await anna.opens(f"/families/{family}")).status == 404
    # A wrong tap can be mended by the one who made it.
    await anna.presses(await anna.opens("/today"), "Ikke hjemme")
    assert office.town.rows(t.booking, "state", id=booking) == ["no_show"]


async def test_the_same_login_of_another_municipality_sees_nothing_here(office: Office) -> None:
    family = office.town.family("+4500000012", nurse=office.anna)
    office.town.change(t.family, family, municipality="elsewhere")
    assert (await (await office.logged_in("anna")).opens(f"/families/{family}")).status == 404


async def test_whoever_looked_at_a_family_is_noted(office: Office) -> None:
    family = office.town.family("+4500000012", nurse=office.anna)
    office.task("hand_over", family, office.anna)
    office.task("call", family, office.anna)
    office.booked(family, office.anna, "2026-05-05T10:00")
    anna = await office.logged_in("anna")  # which shows her the visits of today
    for path in ("/today", "/waiting", "/calls", f"/families/{family}"):
        await anna.opens(path)
    account = office.town.rows(t.account, "id", login="anna")[0]
    seen = office.town.rows(t.access_log, "account_id", "what", "family_id")
    assert [tuple(row) for row in seen] == [
        (account, what, family) for what in ("today", "today", "waiting", "calls", "conversation")
    ]


async def test_looking_where_she_may_not_leaves_no_trace_of_having_seen(office: Office) -> None:
    family = not_hers(office)
    await (await office.logged_in("anna")).opens(f"/families/{family}")
    assert office.town.rows(t.access_log) == []


async def test_a_leader_opens_no_family(office: Office) -> None:
    family = office.town.family("+4500000012", nurse=office.anna)
    assert (await (await office.logged_in("lone")).opens(f"/families/{family}")).status == 403
