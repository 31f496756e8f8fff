"""A client that never gives up: it repeats a form with its key until the server acknowledges it."""

from __future__ import annotations

import html
import http.client
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from services.cluster import free_port
from services.demo.people import PASSWORD

ROOT = Path(__file__).parents[2]
SECONDS = 150.0  # a slow machine under load is no fault
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Server:
    """A server process on a database; `restart` after a kill."""

    def __init__(self, url: str, home: Path) -> None:
        self.url, self.home, self.port = url, home, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *fault: str) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "tests.reliability.serving", self.url, str(self.port), str(self.home), *fault]
        with (self.home.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stderr=log)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                Client(self.port).get("/sign-in")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """SIGKILL, and make sure of it."""
        assert self.process is not None
        self.process.kill()
        assert self.process.wait() == -9

    def wait_until_killed(self) -> None:
        """Wait for the fault that the server was armed with."""
        assert self.process is not None
        assert self.process.wait(SECONDS) == -9


class Client:
    """One person's browser, without the pictures."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text."""
        return self._request("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Status and text."""
        return self._request("POST", path, urlencode(fields))

    def sign_in(self, login: str) -> None:
        """As that person of the demo bank."""
        _, page = self.get("/sign-in")
        status, _ = self.post("/sign-in", {**hidden(page), "login": login, "password": PASSWORD})
        assert status == 303, status

    def post_until_acknowledged(self, path: str, fields: Mapping[str, str]) -> int:
        """Repeat the same form while the server is away or busy; its answer."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                status, _ = self.post(path, fields)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if status != 503:
                return status
            time.sleep(0.1)
        raise AssertionError(f"{path} was never acknowledged")

    def _request(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, text
        finally:
            connection.close()


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's last form."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}


def signed_in(port: int, login: str) -> Client:
    """A client of that person, however often that must be tried."""
    for _ in range(600):
        client = Client(port)
        try:
            client.sign_in(login)
        except (OSError, http.client.HTTPException, AssertionError):
            time.sleep(0.1)
        else:
            return client
    raise AssertionError(f"{login} could not sign in")
