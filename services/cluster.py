"""A private PostgreSQL in a folder: for `make scale` and for tests, where no server is given."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from processes.errors import ProcessError

INSTALL = "apt-get install -y postgresql"
SERVERS = "/usr/lib/postgresql"
# Its log names no values: a detail such as "Key (login)=(zhang) already exists" stays out of it.
TERSE = ("log_error_verbosity=terse", "log_parameter_max_length_on_error=0")
USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
SECONDS_TO_START = 60


class ClusterUnavailable(ProcessError):
    """PostgreSQL is not installed, or does not start. The text says what to do."""


@dataclass(frozen=True)
class Cluster:
    """A server that listens on loopback and on a socket in its folder; only this machine reaches it."""

    folder: Path
    port: int

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://steward@127.0.0.1:{self.port}/{database}"

    def is_running(self) -> bool:
        """Whether the server answers on its port."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Stop the server; the data stay."""
        _run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-w", "stop")


def start_cluster(folder: Path, port: int | None = None, settings: Sequence[str] = ()) -> Cluster:
    """Start the server of a folder, making it first when it is empty. ``settings``: "name=value" each.

    Raises ClusterUnavailable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _give(folder)
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        _run("initdb", "-D", str(data), "-U", "steward", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    port = port or free_port()
    options = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *TERSE, *settings]
    flags = " ".join(f"-c {option}" for option in options)
    log = str(folder / "server.log")
    _run("pg_ctl", "-D", str(data), "-l", log, "-w", "-t", str(SECONDS_TO_START), "-o", flags, "start")
    return Cluster(folder, port)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(name: str, *arguments: str) -> None:
    user = _unprivileged()
    # The server must not keep our pipes: whoever reads them would wait for its end.
    done = subprocess.run(  # noqa: S603  (a server program found in its own folder, with our own arguments)
        [program(name), *arguments], user=user, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise ClusterUnavailable(f"{name} failed: {done.stderr.decode(errors='replace').strip()}")


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, the newest installed; ClusterUnavailable tells how to install it."""
    newest = sorted(Path(SERVERS).glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([*map(str, newest), os.environ.get("PATH", "")]))
    if found is None:
        raise ClusterUnavailable(f"PostgreSQL's {name} is missing. Run: {INSTALL}")
    return found


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _give(folder: Path) -> None:
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
