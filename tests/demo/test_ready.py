"""A demo is ready, and says so, wherever its clock stands."""

import pytest

from tests.demo.conftest import Client


@pytest.mark.parametrize("to", ["2026-05-04T08:00:00+02:00", "2026-05-06T12:00:00+02:00"])
async def test_readyz_knows_that_the_demos_clock_has_looked_for_what_is_due(demo: Client, to: str) -> None:
    await demo.post("/demo/clock", {"to": to})
    found = await demo.get("/readyz")
    assert (found["status"], found["checks"]["clock"]) == ("ready", "ok")


async def test_readyz_is_well_from_the_first_page_on(demo: Client) -> None:
    assert (await demo.get("/readyz"))["checks"]["clock"] == "ok"
