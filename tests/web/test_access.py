"""Who may see what: every route says so, and every role is turned away where it may not go."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from domain.accounts import Role
from storage import tables as t
from tests.stories.course_town import desk, planned
from tests.web.office import PASSWORD, Office, office_on
from web.routes import ACCESS, PUBLIC, Gateway, Public, Route, Staff

LOGINS = {
    Role.NURSE: "anna",
    Role.COURSE_LEADER: "kirsten",
    Role.LEADER: "lone",
    Role.ADMINISTRATOR: "ada",
}


def staff_routes(office: Office) -> list[tuple[str, str, Staff]]:
    """Method, an address with numbers filled in, and who may go there."""
    return [
        (route.method, filled(route), access)
        for route, access in office.app[ACCESS].items()
        if isinstance(access, Staff)
    ]


def filled(route: web.AbstractRoute) -> str:
    assert route.resource is not None
    return re.sub(r"\{\w+\}", "1", route.resource.canonical)


async def test_every_route_says_who_may_see_it(office: Office) -> None:
    routes = list(office.app.router.routes())
    assert len(routes) > 25
    assert [route for route in routes if route not in office.app[ACCESS]] == []


async def test_what_anybody_may_see_is_a_short_list(office: Office) -> None:
    public = {filled(route) for route, access in office.app[ACCESS].items() if isinstance(access, Public)}
    assert public == {"/login", "/healthz", "/readyz", "/metrics", "/assets", "/assets/own"}
    gateways = {filled(route) for route, access in office.app[ACCESS].items() if isinstance(access, Gateway)}
    assert all(path.startswith("/webhooks/1/") for path in gateways)


async def test_a_route_that_nobody_declared_lets_nobody_in(tmp_path: Path) -> None:
    async def secret(_: web.Request) -> web.Response:
        return web.Response(text="secret")

    async with office_on(tmp_path, more=(Route("GET", "/open", secret, PUBLIC),)) as office:
        undeclared = next(route for route in office.app[ACCESS] if filled(route) == "/open")
        assert (await office.visitor().opens("/open")).html == "secret"
        del office.app[ACCESS][undeclared]
        page = await office.visitor().opens("/open")
        assert page.status == 403
        assert "secret" not in page.html


async def test_a_stranger_is_sent_to_the_door_from_everywhere(office: Office) -> None:
    stranger = office.visitor()
    for method, path, _ in staff_routes(office):
        page = await (stranger.opens(path) if method == "GET" else stranger.posts(path, {}))
        assert page.path == "/login", (method, path)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_is_turned_away_where_it_may_not_go(office: Office, role: Role) -> None:
    visitor = await office.logged_in(LOGINS[role])
    refused = [(method, path) for method, path, access in staff_routes(office) if role not in access.roles]
    assert refused
    for method, path in refused:
        page = await (visitor.opens(path) if method == "GET" else visitor.posts(path, {"csrf": "x"}))
        assert page.status == 403, (method, path)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_can_open_every_page_it_may(office: Office, role: Role) -> None:
    family = office.town.family("+4500000012", nurse=office.anna)
    assert await desk(office.town, lambda leader: leader.plan(planned(office.town), [])) == ()
    visitor = await office.logged_in(LOGINS[role])
    opened = 0
    for method, path, access in staff_routes(office):
        if method == "GET" and role in access.roles:
            at = path.replace("/families/1", f"/families/{family}").replace(
                "/exports/1.1", "/exports/uptake.csv"
            )
            assert (await visitor.opens(at)).status == 200, at
            opened += 1
    assert opened >= 4


async def test_a_form_without_its_word_is_403(office: Office) -> None:
    anna = await office.logged_in("anna")
    posts = [
        path
        for method, path, access in staff_routes(office)
        if method == "POST" and Role.NURSE in access.roles
    ]
    assert len(posts) >= 8
    for path in posts:
        for data in ({}, {"csrf": "another"}):
            assert (await anna.posts(path, data)).status == 403, path


async def test_a_form_from_another_site_is_403(office: Office) -> None:
    anna = await office.logged_in("anna")
    form, sent = (await anna.opens("/times")).form("Opret")
    filled_in = sent | {"day": "2026-05-11", "at": "10:00", "minutes": "60"}
    refused = await anna.posts(form.action, filled_in, **{"Sec-Fetch-Site": "cross-site"})
    assert refused.status == 403
    assert office.town.rows(t.slot) == []
    assert (await anna.posts(form.action, filled_in)).status == 200
    assert len(office.town.rows(t.slot)) == 1


async def test_the_word_of_one_session_opens_no_form_of_another(office: Office) -> None:
    anna, birgit = await office.logged_in("anna"), await office.logged_in("birgit")
    form, sent = (await anna.opens("/times")).form("Opret")
    page = await birgit.posts(form.action, sent | {"day": "2026-05-11", "at": "10:00", "minutes": "60"})
    assert page.status == 403


async def test_the_log_in_form_needs_its_word_too(office: Office) -> None:
    page = await office.visitor().posts(
        "/login", {"municipality": "hedensted", "login": "anna", "password": PASSWORD}
    )
    assert page.status == 403


async def test_a_wrong_password_is_told_as_an_unknown_name_is(office: Office) -> None:
    wrong = await office.visitor().logs_in("anna", "noget helt andet")
    unknown = await office.visitor().logs_in("ukendt", "noget helt andet")
    assert wrong.status == unknown.status == 403
    assert wrong.words == unknown.words
    assert "Det kunne vi ikke logge ind med" in wrong.words


async def test_the_one_time_password_is_changed_at_the_first_log_in(office: Office) -> None:
    office.staff("grete", Role.NURSE, office.anna, one_time=True)
    visitor = office.visitor()
    page = await visitor.logs_in("grete")
    assert page.path == "/password"
    assert (await visitor.opens("/today")).path == "/password"
    page = await visitor.presses(page, "Gem", old=PASSWORD, new="kort", repeated="kort")
    assert "mindst 12 tegn" in page.words
    new = "en ganske ny adgangskode"
    page = await visitor.presses(page, "Gem", old=PASSWORD, new=new, repeated=new + "!")
    assert "ikke ens" in page.words
    page = await visitor.presses(page, "Gem", old=PASSWORD, new=new, repeated=new)
    assert page.path == "/today"
    assert "Din adgangskode er ændret" in page.words
    assert (await office.visitor().logs_in("grete", PASSWORD)).path == "/login"
    assert (await office.visitor().logs_in("grete", new)).path == "/today"


async def test_whoever_does_nothing_is_logged_out(office: Office) -> None:
    anna = await office.logged_in("anna")
    office.town.clock.at += timedelta(minutes=29)
    assert (await anna.opens("/today")).path == "/today"
    office.town.clock.at += timedelta(minutes=29)
    assert (await anna.opens("/today")).path == "/today"
    office.town.clock.at += timedelta(minutes=31)
    page = await anna.opens("/today")
    assert page.path == "/login"
    assert "Du var logget ud" in page.words


async def test_a_page_that_renews_itself_keeps_nobody_logged_in(office: Office) -> None:
    anna = await office.logged_in("anna")
    for _ in range(4):
        office.town.clock.at += timedelta(minutes=8)
        last = await anna.opens("/waiting/list", **{"HX-Request": "true"})
    assert last.status == 401
    assert (await anna.opens("/today")).path == "/login"


async def test_logging_out_ends_the_session_in_the_database(office: Office) -> None:
    anna = await office.logged_in("anna")
    token = anna.client.session.cookie_jar.filter_cookies(office.server.make_url("/"))["thousand_days"].value
    await anna.presses(await anna.opens("/today"), "Log ud")
    stolen = await office.visitor().opens("/today", Cookie=f"thousand_days={token}")
    assert stolen.path == "/login"


async def test_the_cookie_is_for_this_site_and_no_script(office: Office) -> None:
    visitor = office.visitor()
    form, sent = (await visitor.opens("/login")).form("Log ind")
    data = sent | {"login": "anna", "password": PASSWORD}
    async with visitor.client.post(form.action, data=data, allow_redirects=False) as answer:
        cookie = answer.cookies["thousand_days"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"], "on loopback there is no TLS"


async def test_elsewhere_than_on_loopback_the_cookie_needs_tls(tmp_path: Path) -> None:
    async with office_on(tmp_path, public_url="https://booking.example.dk") as office:
        office.staff("lone", Role.LEADER)
        visitor = office.visitor()
        async with visitor.client.get("/login") as answer:
            assert answer.cookies["thousand_days_door"]["secure"]
            assert "max-age" in answer.headers["Strict-Transport-Security"]


async def test_headers_keep_a_page_to_itself(office: Office) -> None:
    anna = await office.logged_in("anna")
    for page in (await anna.opens("/today"), await anna.opens("/nowhere"), await anna.opens("/uptake")):
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Cache-Control"] == "no-store"
    assets = await anna.opens("/assets/own/pages.css")
    assert assets.headers["Cache-Control"] == "max-age=3600"
