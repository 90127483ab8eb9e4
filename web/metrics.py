"""``/metrics``: what this process counted, and what the database knows of the whole installation."""

from collections.abc import Iterable

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from storage.read_models.pulse import Pulse, pulse
from web.routes import PUBLIC, Route
from web.services import services

PREFIX = "thousand_days"


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

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def webhook(self, channel: str, outcome: str) -> None:
        """A gateway called: ``accepted``, ``forged``, ``malformed`` or ``unknown``."""
        self._webhooks.labels(channel, outcome).inc()


METRICS = web.AppKey("metrics", Metrics)


class _Known:
    """The database's part, as families of gauges; read anew for every scrape."""

    def __init__(self, found: Pulse) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        found = self._found
        yield _gauge("inbound_messages", "Replies stored", ("channel", "state"), found.inbound)
        yield _gauge("outbound_messages", "Messages by what became of them", ("status",), found.outbound)
        yield _gauge("bookings", "Bookings by state", ("state",), found.bookings)
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
    found = await services(request).database.read(lambda connection: pulse(connection, now))
    known = CollectorRegistry()
    known.register(_Known(found))
    body = generate_latest(request.app[METRICS].registry) + generate_latest(known)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


ROUTES = (Route("GET", "/metrics", show, PUBLIC),)
