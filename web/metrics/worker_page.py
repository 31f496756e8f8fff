"""The same page for a worker, which serves nothing else: an address of its own, on this machine unless told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from waitress.server import create_server

from processes.runtime import Runtime
from web.metrics.exposition import CONTENT_TYPE, Exposition, bears
from web.settings import Settings

log = logging.getLogger(__name__)


def serve_worker_metrics(settings: Settings, runtime: Runtime) -> None:
    """Answer scrapes beside the work, in a thread that ends with the process; nothing without STEWARD_METRICS_PORT."""
    if not settings.metrics_port:
        return
    page = WorkerPage(Exposition(runtime, tells_database=False), settings.metrics_token.get_secret_value())
    try:
        server = create_server(page, host=settings.metrics_host, port=settings.metrics_port, threads=1)
    except OSError:
        # Another worker of this host has it. The work matters more than its figures.
        log.warning(
            "the port of the metrics is taken: this worker is not scraped", extra={"port": settings.metrics_port}
        )
        return
    threading.Thread(target=server.run, name="steward-metrics", daemon=True).start()


class WorkerPage:
    """A WSGI application of one page."""

    def __init__(self, exposition: Exposition, token: str) -> None:
        self._exposition = exposition
        self._token = token

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """404 for any other page, 401 without the token."""
        if environ["PATH_INFO"] != "/metrics" or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response("404 Not Found", [])
            return []
        if not bears(environ.get("HTTP_AUTHORIZATION"), self._token):
            start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer")])
            return []
        start_response("200 OK", [("Content-Type", CONTENT_TYPE), ("Cache-Control", "no-store")])
        return [self._exposition.text()]
