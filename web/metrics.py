"""``/metrics``: what this process counted, and what the database knows of the whole installation."""

import asyncio
import time
from collections.abc import Iterable

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from storage.read_models.pulse import Pulse, Totals, pulse, totals
from web.ports import Database
from web.routes import PUBLIC, Route
from web.services import services

PREFIX = "thousand_days"

REMEMBERED = 60.0
"""Seconds for which the totals stand: counting a million messages takes a second or two, and anybody may ask."""


class Metrics:
    """What one web process counts; nothing is labelled by a person."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            f"{PREFIX}_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            f"{PREFIX}_request_seconds", "Time to answer a request", ["route"], registry=self.registry
        )
        self._webhooks = Counter(
            f"{PREFIX}_webhooks",
            "Webhooks by what became of them",
            ["channel", "outcome"],
            registry=self.registry,
        )

        self._counting = asyncio.Lock()
        self._totals: Totals | None = None
        self._counted_at = 0.0

    async def totals(self, database: Database) -> Totals:
        """What ever came and left, counted at most once a minute however many ask."""
        async with self._counting:
            if self._totals is None or time.monotonic() - self._counted_at > REMEMBERED:
                self._totals = await database.read(totals)
                self._counted_at = time.monotonic()
            return self._totals

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def webhook(self, channel: str, outcome: str) -> None:
        """A gateway called: ``accepted``, ``forged``, ``malformed`` or ``unknown``."""
        self._webhooks.labels(channel, outcome).inc()


METRICS = web.AppKey("metrics", Metrics)


class _Known:
    """The database's part, as families of gauges; what waits is read anew for every scrape."""

    def __init__(self, found: Pulse, counted: Totals) -> None:
        self._found = found
        self._counted = counted

    def collect(self) -> Iterable[Metric]:
        found, counted = self._found, self._counted
        yield _gauge("inbound_messages", "Replies stored", ("channel", "state"), counted.inbound)
        yield _gauge("outbound_messages", "Messages by what became of them", ("status",), counted.outbound)
        yield _gauge("bookings", "Bookings by state", ("state",), counted.bookings)
        yield _gauge("handovers_waiting", "Open tasks for a human", ("kind",), found.tasks)
        ages = {("inbox",): found.inbox_age, ("outbox",): found.outbox_age, ("due",): found.due_age}
        yield _gauge("queue_age_seconds", "How long the oldest has waited beyond its time", ("queue",), ages)
        steps = {("0.5",): found.step_median, ("0.95",): found.step_slow}
        told = "Time from a stored reply to its committed answer, the last 1,000 replies"
        yield _gauge("step_seconds", told, ("quantile",), steps)


def _gauge(name: str, told: str, labels: tuple[str, ...], values: object) -> Metric:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", told, labels=labels)
    assert isinstance(values, dict)
    for label, value in sorted(values.items()):
        family.add_metric([str(one) for one in label], value)
    return family


async def show(request: web.Request) -> web.Response:
    """Everything that is counted, in Prometheus's format."""
    now = services(request).clock.now()
    database, metrics = services(request).database, request.app[METRICS]
    found = await database.read(lambda connection: pulse(connection, now))
    known = CollectorRegistry()
    known.register(_Known(found, await metrics.totals(database)))
    body = generate_latest(metrics.registry) + generate_latest(known)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


ROUTES = (Route("GET", "/metrics", show, PUBLIC),)
