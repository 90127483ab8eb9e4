"""An office for each test."""

from collections.abc import AsyncIterator

import pytest

from domain.accounts import Role
from tests.stories.conftest import database_url
from tests.web.office import Office, office_on

__all__ = ["database_url", "office"]


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """A town with its pages, on both databases; Anna visits in Tørring, Birgit in Rask Mølle, Lone leads, Ada runs it."""
    async with office_on(database_url) as office:
        office.anna = office.town.nurse("Anna", "Tørring")
        office.birgit = office.town.nurse("Birgit", "Rask Mølle")
        office.staff("anna", Role.NURSE, office.anna)
        office.staff("birgit", Role.NURSE, office.birgit)
        office.staff("lone", Role.LEADER)
        office.staff("ada", Role.ADMINISTRATOR)
        office.staff("kirsten", Role.COURSE_LEADER)
        yield office
