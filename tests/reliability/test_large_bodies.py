"""Bodies far above the limit at both real servers: each sender gets the page that says so, and the server goes on."""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.driving import Client, Server
from tests.reliability.test_observed_processes import Running, fetched, patiently
from web.uploads import MAX_BODY_BYTES

SIZES = (MAX_BODY_BYTES + 1, 3 * MAX_BODY_BYTES, 20 * MAX_BODY_BYTES)
TIMES = 5


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`steward web` needs PostgreSQL."""
    return "postgresql"


@pytest.fixture(params=["waitress", "gunicorn"])
def port(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[int]:
    """Of a server that answers: that of `steward run`, and that of `steward web`."""
    if request.param == "waitress":
        server = Server(database_url, tmp_path / "home")
        server.start()
        yield server.port
        server.kill()
        return
    running = Running(tmp_path, database_url, "web", "--processes", "2")
    patiently(lambda: fetched(running.port, "/sign-in"))
    yield running.port
    running.stop()


def posted(port: int, path: str, size: int, cookies: dict[str, str]) -> tuple[int, str]:
    """Status and page; an OSError where the server hung up before it was heard."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "en"}
    headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    try:
        connection.request("POST", path, b"x=" + b"y" * (size - 2), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/sign-in", "/work-items/1/complete"])
def test_each_sender_is_told_and_the_server_goes_on(port: int, path: str) -> None:
    client = Client(port)
    client.sign_in("lin")
    cookies = {} if path == "/sign-in" else client.cookies
    answers = [posted(port, path, size, cookies) for size in SIZES * TIMES]
    assert Counter(status for status, _ in answers) == {413: len(SIZES) * TIMES}
    assert all("1 MB" in page for _, page in answers)
    assert client.get("/")[0] == 200
