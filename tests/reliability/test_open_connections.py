"""Browsers that keep their connections open keep nobody else waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.reliability.test_observed_processes import Running, fetched, patiently

BROWSERS = 300
WAIT = 20  # seconds after which a browser that is not answered is one that waits


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Of `steward run`."""
    running = Running(tmp_path, f"sqlite:///{tmp_path}/bank.sqlite3", "run")
    patiently(lambda: fetched(running.port, "/sign-in"))
    yield running.port
    running.process.kill()
    running.process.wait()


def test_as_many_browsers_as_a_branch_has_are_served_at_once(port: int) -> None:
    with ExitStack() as opened:
        for _ in range(BROWSERS):
            connection = opened.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=WAIT)))
            connection.request("GET", "/health/live")
            with connection.getresponse() as answer:
                assert (answer.status, answer.read() != b"") == (200, True)
            assert connection.sock is not None, "the server has closed it: nothing is held"
