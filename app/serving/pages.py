"""The pages over a running product: who may log in, and what ``readyz`` asks."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from app.wiring import Product
from domain.accounts import SessionLifetimes
from storage.accounts.passwords import Passwords
from storage.accounts.port import DatabaseAccounts
from storage.schema import SchemaState, state_of
from web.assets import asset_folder
from web.health import checks_of
from web.services import Services, nobody_to_wake

_SCHEMA = {
    SchemaState.EMPTY: "the database is empty: run 'thousand-days db upgrade'",
    SchemaState.BEHIND: "the database is of an older version: run 'thousand-days db upgrade'",
    SchemaState.NEWER: "the database is of a newer version than this program: update the program",
}


def web_services(
    product: Product, wake: Callable[[], None] = nobody_to_wake, *, is_demo: bool = False
) -> Services:
    """Everything the pages need, from one product."""
    installation = product.settings.installation
    lifetimes = SessionLifetimes(
        timedelta(minutes=installation.session_idle_minutes), timedelta(hours=installation.session_hours)
    )
    off = {
        (municipality, channel.name): channel.missing
        for municipality, channels in product.settings.channels.items()
        for channel in channels
        if not channel.ready
    }
    return Services(
        database=product.database,
        house=product.service.house,
        clock=product.clock,
        accounts=DatabaseAccounts(product.database, Passwords(), lifetimes),
        inbox=product.service.inbox,
        assets=asset_folder(),
        public_url=installation.public_url,
        wake=wake,
        checks=checks_of(
            product.database,
            product.clock,
            product.service.channels,
            schema_problem,
            off,
            product.settings.municipalities.values(),
        ),
        is_demo=is_demo,
    )


def schema_problem(connection: Connection) -> str | None:
    """What is wrong with the database's tables, in a sentence; None when nothing is."""
    return _SCHEMA.get(state_of(connection))
