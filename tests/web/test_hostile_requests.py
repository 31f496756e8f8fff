"""Requests whose length is a lie, over a real socket: refused or cut off, and the server goes on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from waitress import create_server

from tests.web.conftest import signed_in

HEAD = (
    "POST /drafts/relationship-maintenance/import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    'Cookie: steward={cookie}\r\nContent-Type: multipart/form-data; boundary="b"\r\n{length}\r\n\r\n'
)
PART = '--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n{content}\r\n'
WHOLE = PART.format(name="reason", file="", content="no process at all") + PART.format(
    name="files", file='; filename="small.json"', content="{"
)


@pytest.fixture
def port(app) -> Iterator[int]:
    """The application under the server that the demo runs."""
    server = create_server(app, host="127.0.0.1", port=0, threads=2, channel_timeout=5)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=10)


def sent(port: int, head: str, body: str) -> bytes:
    """The answer to a request after which the sender says no more."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall((head + body).encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


# The length as declared, what comes, and what may be answered: nothing where the rest is waited for in vain.
LIES = (
    ("Content-Length: 100000", WHOLE, (b"", b"400")),
    ("Content-Length: 10", WHOLE + "--b--", (b"400", b"422")),
    ("Content-Length: 99999999999", WHOLE, (b"413",)),
    ("Content-Length: -1", WHOLE, (b"400",)),
    ("Content-Length: many", WHOLE, (b"400",)),
    ("Content-Length: 1\r\nContent-Length: 2", WHOLE, (b"400",)),
    ("Transfer-Encoding: chunked", "ffffffff\r\n" + WHOLE, (b"", b"400", b"413")),
    ("Transfer-Encoding: chunked", "zz\r\n" + WHOLE, (b"400",)),
    ("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n", (b"400", b"422")),
    ("Accept: text/html", WHOLE, (b"400", b"411", b"422")),
)


def test_a_length_that_is_a_lie_breaks_nothing(app, port: int) -> None:
    client = signed_in(app, "jiang")
    assert client.post("/drafts/relationship-maintenance/begin").status_code == 303
    cookie = client.get_cookie("steward")
    assert cookie is not None

    def status(length: str, body: str) -> bytes:
        return sent(port, HEAD.format(cookie=cookie.value, length=length), body)[9:12]

    assert status(f"Content-Length: {len(WHOLE) + 5}", WHOLE + "--b--") == b"422"
    for length, body, statuses in LIES:
        assert status(length, body) in statuses, length
        assert sent(port, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "")[9:12] == b"200"
    assert client.get("/processes/relationship-maintenance").status_code == 200
    assert signed_in(app, "lin").get("/").status_code == 200
