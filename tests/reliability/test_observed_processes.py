"""`steward web` and `steward worker` as real processes: one scrape tells of all, the dead included; logs are JSON."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.cluster import free_port
from tests.reliability.driving import ROOT, SECONDS
from tests.web.test_metrics import BEARER, TOKEN, samples

PROCESSES = 2
TYPED = "张秀英13800138000"


@pytest.fixture
def database_kind() -> str:
    """Several processes need PostgreSQL."""
    return "postgresql"


class Running:
    """One of our commands, its log, and the ports that it was given."""

    def __init__(self, folder: Path, url: str, *command: str) -> None:
        self.port, self.metrics_port, self.log = free_port(), free_port(), folder / f"{command[0]}.log"
        self.temporary = folder / f"{command[0]}-tmp"
        self.temporary.mkdir()
        settings = {
            "STEWARD_HOME": str(folder / "home"), "STEWARD_DATABASE_URL": url, "STEWARD_SECRET_KEY": "x" * 32,
            "STEWARD_PORT": str(self.port), "STEWARD_METRICS_TOKEN": TOKEN, "TMPDIR": str(self.temporary),
            "STEWARD_METRICS_PORT": str(self.metrics_port),
        }  # fmt: skip
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "web.cli", *command], cwd=ROOT, env={**os.environ, **settings}, stderr=output
            )

    def stop(self) -> None:
        """As an operator does."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(SECONDS) == 0, self.log.read_text()


@pytest.fixture
def web(database_url: str, tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path, database_url, "web", "--processes", str(PROCESSES))
    yield running
    running.process.kill()


@pytest.fixture
def worker(database_url: str, tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path, database_url, "worker")
    yield running
    running.process.kill()


def fetched(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def scraped(port: int) -> dict[tuple[str | None, ...], float]:
    status, told = fetched(port, "/metrics", BEARER)
    assert status == 200
    return samples(told)


def patiently(ask: Callable[[], Any]) -> Any:
    """Ask until there is an answer."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            found = ask()
        except (OSError, http.client.HTTPException, KeyError):
            found = None
        if found is not None:
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


def serving(port: int, count: int) -> set[str] | None:
    """The processes that have answered; asks once more so that another may."""
    fetched(port, "/sign-in")
    found = {str(key[1]) for key in scraped(port) if key[0] == "process_cpu_seconds_total"}
    return found if len(found) == count else None


def test_any_process_tells_of_all_and_what_the_dead_counted_stays_counted(web: Running) -> None:
    first = patiently(lambda: serving(web.port, PROCESSES))
    asked = ("steward_http_requests_total", "auth.sign_in_page", "GET", "2xx")
    before = scraped(web.port)[asked]
    for _ in range(20):
        fetched(web.port, f"/sign-in?next=/{urllib.parse.quote(TYPED)}")
    assert {scraped(web.port)[asked] for _ in range(20)} == {before + 20}
    os.kill(int(min(first)), signal.SIGKILL)
    later = patiently(lambda: found if (found := serving(web.port, PROCESSES)) != first else None)
    assert min(first) not in later
    assert scraped(web.port)[asked] >= before + 20
    assert [path.name.startswith("steward-metrics-") for path in web.temporary.iterdir()].count(True) == 1
    web.stop()
    assert list(web.temporary.iterdir()) == []
    lines = [json.loads(line) for line in web.log.read_text().splitlines()]
    assert {"web.requests", "gunicorn.error"} <= {line["logger"] for line in lines}
    assert len([line for line in lines if line.get("endpoint") == "auth.sign_in_page"]) >= 20
    assert TYPED not in web.log.read_text()
    assert urllib.parse.quote(TYPED) not in web.log.read_text()


def test_a_worker_is_scraped_on_a_port_of_its_own_with_the_token_only(worker: Running) -> None:
    reported = ("steward_commands_total", "ReportWorker", "done")
    assert patiently(lambda: scraped(worker.metrics_port)[reported]) >= 1
    assert fetched(worker.metrics_port, "/metrics") == (401, "")
    worker.stop()
    for line in worker.log.read_text().splitlines():
        assert json.loads(line)["time"]


TOLD_WHILE_STARTING = """
import signal
from web.cli.common import serving_settings
serving_settings(serves_others=True)
signal.raise_signal(signal.SIGTERM)
raise AssertionError("it went on")
"""


def test_a_process_told_to_stop_before_it_listens_leaves_in_order(tmp_path: Path) -> None:
    """Our own handler stands before that of gunicorn or the queue; without it the status is -15."""
    settings = {"STEWARD_HOME": str(tmp_path), "STEWARD_SECRET_KEY": "x" * 32}
    ended = subprocess.run([sys.executable, "-c", TOLD_WHILE_STARTING], cwd=ROOT, env={**os.environ, **settings})
    assert ended.returncode == 0


def test_one_process_told_to_stop_ends_its_worker_and_its_requests(tmp_path: Path) -> None:
    running = Running(tmp_path, f"sqlite:///{tmp_path}/steward.sqlite3", "run")
    try:
        assert patiently(lambda: fetched(running.port, "/health/ready"))[0] == 200
        running.stop()
    finally:
        running.process.kill()
