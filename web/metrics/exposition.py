"""Puts meters and collectors together and writes them as Prometheus reads them."""

from __future__ import annotations

import hmac

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from processes.runtime import Runtime
from web.metrics.collectors import BuildCollector, DatabaseCollector, ProcessesCollector
from web.metrics.meters import Meters
from web.metrics.sharing import living, shared_folder

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class Exposition:
    """Everything that one address tells. ``meters``: where this process counts."""

    def __init__(self, runtime: Runtime, tells_database: bool) -> None:
        own, folder = CollectorRegistry(), shared_folder()
        self.meters = Meters(own)
        runtime.observers.append(self.meters.command)
        self._registry = own if folder is None else CollectorRegistry()
        if folder is None:
            self._registry.register(ProcessesCollector())
        else:
            MultiProcessCollector(self._registry, str(folder))  # type: ignore[no-untyped-call]
            self._registry.register(ProcessesCollector(lambda: living(folder)))
        self._registry.register(BuildCollector())
        if tells_database:
            self._registry.register(DatabaseCollector(runtime))

    def text(self) -> bytes:
        """The state now."""
        return generate_latest(self._registry)


def bears(authorization: str | None, token: str) -> bool:
    """Whether a request's Authorization header holds the token; compared in a time that tells nothing of it."""
    given = (authorization or "").encode("utf-8", "surrogateescape")
    return hmac.compare_digest(given, f"Bearer {token}".encode())
