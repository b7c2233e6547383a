"""What Prometheus may read: how many requests, how long they took, how many are under way."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """The counts of one application; no client, and no address as it was asked, is a label."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("scoring_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "scoring_request_seconds", "Until the last byte.", ("route",), buckets=SECONDS, registry=self.registry
        )
        self.under_way = Gauge("scoring_requests_under_way", "Requests being answered.", registry=self.registry)

    def text(self) -> bytes:
        """The counts as Prometheus reads them."""
        return generate_latest(self.registry)


class Measured:
    """Count every request, under the template of its address."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, start = "500", time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        with self.metrics.under_way.track_inprogress():
            try:
                await self.app(scope, receive, noting)
            finally:
                route = getattr(scope.get("route"), "path", "other")
                method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other"
                self.metrics.requests.labels(method, route, status).inc()
                self.metrics.seconds.labels(route).observe(time.perf_counter() - start)
