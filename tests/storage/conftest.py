"""Fixtures of this room."""

from tests.database import connection, engine

__all__ = ["connection", "engine"]
