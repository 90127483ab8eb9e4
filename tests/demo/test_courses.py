"""A newcomer sees a course form from families that wait and fill by phone; one would rather have it at home."""

import re
from html import unescape

from sqlalchemy import select

from app.demo.course_cast import COURSE_CAST
from app.demo.town import Town
from storage import tables as t
from tests.demo.conftest import Client

WAITING = {role.name: role.number for role in COURSE_CAST if role.coming}
NADIA = next(role.number for role in COURSE_CAST if not role.coming)


async def page(demo: Client, path: str, form: list[tuple[str, str]] | None = None) -> str:
    """A page of the leader's, after a form was sent if one is given."""
    method = "GET" if form is None else "POST"
    async with demo.session.request(method, demo.base + path, data=form) as response:
        assert response.status == 200, await response.text()
        return await response.text()


def first_group(html: str) -> list[tuple[str, str]]:
    """What the browser sends when "Opret holdet" is pressed: given values and ticked boxes."""
    group = html.split('<form class="group"')[1].split("</form>")[0]
    sent = []
    for tag in re.findall(r"<input[^>]*>", group):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") != "checkbox" or "checked" in tag:
            sent.append((given["name"], unescape(given["value"])))
    return sent


async def test_a_course_forms_from_waiting_families_and_fills_by_phone(demo: Client, town: Town) -> None:
    shown = await page(demo, "/")
    assert "Waits for a course that suits" in shown
    assert "Asked about the course, no answer yet" in shown
    await page(demo, "/demo/log-in/leader", [])
    assert "6 familier venter på et hold i TryghedsCirklen" in await page(demo, "/courses")
    [(leader,), *_] = town.rows(select(t.nurse.c.id).order_by(t.nurse.c.id))
    asked = f"first=2026-06-15&hours=17:00&rooms=Familiehuset&day=1&leader={leader}&sessions=7"
    suggested = await page(demo, f"/courses/suggest?{asked}")
    # Signe and Katrine are of one daycare: one of them waits for another group, and never hears why.
    assert "5 af 6 familier får plads" in suggested
    assert "samme dagtilbud eller bekendte" in suggested
    planned = await page(demo, "/courses", first_group(suggested))
    assert "Holdet er oprettet" in planned
    await demo.post("/demo/clock", {"to": "2026-05-04T09:00"})
    offered = [name for name, number in WAITING.items() if "Der er plads til jer" in await demo.last(number)]
    assert set(WAITING) - set(offered) in ({"Signe"}, {"Katrine"})
    for name in offered:
        assert "I har plads på kurset" in await demo.says(WAITING[name], "1")
    [state] = [row.state for row in town.rows(select(t.course.c.state))]
    assert state == "forming"
    await demo.post("/demo/clock", {"to": "2026-06-03T12:00"})
    assert [row.state for row in town.rows(select(t.course.c.state))] == ["held"]
    assert "6 har plads" in await page(
        demo, re.findall(r'href="(/courses/\d+)"', await page(demo, "/courses"))[0]
    )


async def test_a_no_to_the_group_becomes_the_form_at_home(demo: Client) -> None:
    assert "Vil ikke i gruppe" in await demo.says(NADIA, "nej tak")
    assert await demo.state("K07") == "declined"
    assert "hjemme hos jer" in await demo.says(NADIA, "3")
    assert "hjemme hos jer" in await demo.says(NADIA, "1")
    assert await demo.state("K07") == "accepted"
