"""An office for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.accounts import Role
from tests.web.office import Office, office_on


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A town with its pages; Anna visits in Tørring, Birgit in Rask Mølle, Lone leads, Ada administers."""
    async with office_on(tmp_path) as office:
        office.anna = office.town.nurse("Anna", "Tørring")
        office.birgit = office.town.nurse("Birgit", "Rask Mølle")
        office.staff("anna", Role.NURSE, office.anna)
        office.staff("birgit", Role.NURSE, office.birgit)
        office.staff("lone", Role.LEADER)
        office.staff("ada", Role.ADMINISTRATOR)
        office.staff("kirsten", Role.COURSE_LEADER)
        yield office
