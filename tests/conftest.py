"""What every test may ask for; the rooms' own fixtures stand beside their tests."""

import pytest

from tests.browser import browser, page, phone_page
from tests.needs import ON_CI
from tests.postgres import postgres, postgres_url

__all__ = ["browser", "page", "phone_page", "postgres", "postgres_url"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked slow run only where `CI=true`."""
    if ON_CI:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
