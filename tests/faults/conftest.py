"""Every fault is brought about on SQLite and on PostgreSQL, in the town of the stories."""

from tests.stories.conftest import database_url, town, town_with

__all__ = ["database_url", "town", "town_with"]
