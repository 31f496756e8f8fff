"""A real server process of a bank, and clients that browse it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, RemoteDisconnected
from urllib.parse import urlencode

from bench.figures import ROOT
from bench.scratch import Scratch
from services.cluster import free_port
from services.demo.people import PASSWORD

SECONDS_TO_START = 60
HIDDEN = re.compile(r'<input type="hidden" name="(csrf_token|_revision|_key)" value="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """A response. ``text``: its body; ``to``: where it redirects."""

    status: int
    text: str
    to: str


@dataclass
class Client:
    """A browser without pictures: one connection kept open, as browsers do, cookies, no redirects followed."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._request("GET", path, None)

    def post(self, path: str, values: Mapping[str, Sequence[str]]) -> Answer:
        """Send a form."""
        return self._request("POST", path, urlencode(values, doseq=True))

    def sign_in(self, login: str) -> None:
        """As one of the demo bank's people."""
        page = hidden(self.get("/sign-in").text)
        answer = self.post("/sign-in", {**page, "login": [login], "password": [PASSWORD]})
        assert answer.status == 303, (login, answer.status)

    def close(self) -> None:
        """Leave; the next request would connect again."""
        self.connection.close()

    def _request(self, method: str, path: str, body: str | None) -> Answer:
        headers = {
            "Accept-Language": "zh",
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with self._response(method, path, body, headers) as response:
            for line in response.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, response.read().decode(), response.headers.get("Location", ""))

    def _response(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> HTTPResponse:
        try:
            self.connection.request(method, path, body, dict(headers))
            return self.connection.getresponse()
        except RemoteDisconnected:  # idle for too long: the server has closed it, and a browser connects again
            self.connection.request(method, path, body, dict(headers))
            return self.connection.getresponse()


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden values of a page's form; the last form's token serves for all."""
    return {name: [value] for name, value in HIDDEN.findall(page)}


@dataclass(frozen=True)
class Server:
    """A running server process. ``pid``: whose CPU and memory are measured; ``clients``: who browses it."""

    pid: int
    port: int
    clients: ExitStack

    def client(self, login: str) -> Client:
        """A signed-in browser, open as long as the server is."""
        client = self.clients.enter_context(closing(Client(self.port)))
        client.sign_in(login)
        return client


@contextmanager
def served(bank: Scratch) -> Iterator[Server]:
    """`steward run` on the bank's database (`steward web` on PostgreSQL), waitress with 8 threads."""
    port = free_port()
    settings = {"STEWARD_HOME": str(bank.home), "STEWARD_DATABASE_URL": bank.url, "PORT": str(port)}
    command = "run" if bank.runtime.database.kind == "sqlite" else "web"
    process = subprocess.Popen(  # noqa: S603  (this interpreter, our own module)
        [sys.executable, "-m", "web.cli", command],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        with ExitStack() as clients:
            yield Server(process.pid, port, clients)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    latest = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < latest and process.poll() is None:
        try:
            with closing(Client(port)) as client:
                if client.get("/health/ready").status == 200:
                    return
        except (OSError, HTTPException):
            time.sleep(0.1)
    raise RuntimeError(f"the server on port {port} did not start")
