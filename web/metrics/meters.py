"""Owns the meters that grow while the process works: requests and commands."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
NO_ENDPOINT = "none"  # no such page: a raw path is never a label


class Meters:
    """The meters of one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "steward_http_requests", "Requests answered.", ["endpoint", "method", "status"], registry=registry
        )
        self._request_seconds = Histogram(
            "steward_http_request_seconds", "Time to answer.", ["endpoint", "method"], buckets=BUCKETS,
            registry=registry,
        )  # fmt: skip
        self._commands = Counter(
            "steward_commands", "Commands by what became of them.", ["kind", "outcome"], registry=registry
        )
        self._command_seconds = Histogram(
            "steward_command_seconds", "Time of a command, waiting included.", ["kind"], buckets=BUCKETS,
            registry=registry,
        )  # fmt: skip

    def request(self, endpoint: str | None, method: str, status: int, seconds: float) -> None:
        """Count an answered request; ``status``: HTTP, kept as its class, e.g. 2xx."""
        name = endpoint or NO_ENDPOINT
        self._requests.labels(name, method, f"{status // 100}xx").inc()
        self._request_seconds.labels(name, method).observe(seconds)

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """Count a command: an observer of the runtime."""
        self._commands.labels(kind, outcome).inc()
        self._command_seconds.labels(kind).observe(seconds)
