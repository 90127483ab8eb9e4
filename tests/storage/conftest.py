"""Fixtures of this room."""

from tests.database import connection, engine
from tests.stories.conftest import database_url, town

__all__ = ["connection", "database_url", "engine", "town"]
