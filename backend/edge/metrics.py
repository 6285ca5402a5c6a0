"""`/metrics`: what this process counted, and how the whole service stands, read from the database at most every ten seconds."""

import hmac
import time
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.utils import timezone
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from backend.edge.proxies import Scope, is_among, networks
from backend.edge.readiness import apart
from backend.edge.state import State, read_state
from backend.figures import REGISTRY

KEPT_SECONDS = 10.0


def may_read_metrics(scope: Scope) -> bool:
    """Whoever asks from an address of the list, or with the token. Without a setting nobody may."""
    peer = (scope.get("client") or ["", 0])[0]
    if is_among(peer, networks(settings.METRICS_FROM)):
        return True
    told = dict(scope["headers"]).get(b"authorization", b"")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(told, f"Bearer {settings.METRICS_TOKEN}".encode())


class Standing(Collector):
    """The figures out of the database; the last ones stay while it is away, with their age beside them."""

    def __init__(self) -> None:
        self._state: State | None = None
        self._read_at = -KEPT_SECONDS

    async def read(self) -> None:
        """Ask the database, when the last answer is old."""
        if time.monotonic() - self._read_at > KEPT_SECONDS:
            self._state = await apart(lambda: read_state(timezone.now()))
            self._read_at = time.monotonic()

    def collect(self) -> Iterable[Metric]:
        """As Prometheus wants them."""
        if self._state is None:
            return
        for name, (words, label, values) in self._state.items():
            family = GaugeMetricFamily(f"qiaomen_{name}", words, labels=[label] if label else [])
            for key, value in values.items():
                family.add_metric([key] if label else [], value)
            yield family
        yield GaugeMetricFamily(
            "qiaomen_read_age_seconds", "Age of the figures above.", time.monotonic() - self._read_at
        )


standing = Standing()
REGISTRY.register(standing)


async def exposition() -> bytes:
    """All of it as text. A database that is away costs its own figures, not the others."""
    with suppress(Exception):  # /readyz says what is wrong.
        await standing.read()
    return generate_latest(REGISTRY)
