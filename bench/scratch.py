"""Banks to measure on: a database of their own, filled with people and customers, gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from processes.history import KeyRing
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.database import migrate
from services.demo.bank import add_customers, add_people
from services.shipped import take_over

POSTGRES = os.environ.get("STEWARD_BENCH_POSTGRES", "")


@dataclass(frozen=True)
class Scratch:
    """A filled bank. ``home``: a folder for a server of it; ``url``: its database."""

    runtime: Runtime
    url: str
    home: Path

    @property
    def database(self) -> str:
        """Which database, and how durable its commits are."""
        kind, version = self.runtime.database.kind, self.runtime.database.version
        setting = "synchronous" if kind == "sqlite" else "synchronous_commit"
        with self.runtime.writer.connect() as connection:
            row = text("PRAGMA synchronous") if kind == "sqlite" else text("SHOW synchronous_commit")
            value = str(connection.execute(row).scalar_one())
        named = {"0": "OFF", "1": "NORMAL", "2": "FULL"}.get(value, value)
        return f"{kind} {version}, {'WAL, ' if kind == 'sqlite' else ''}{setting}={named}"


@contextmanager
def scratch(customers: int, postgres: bool = False) -> Iterator[Scratch]:
    """A bank with the demo people and that many generated customers (K1001 …), nothing running."""
    with tempfile.TemporaryDirectory(prefix="steward-bench-") as folder, _database(folder, postgres) as url:
        runtime = bank_runtime(url, KeyRing.passing())
        try:
            migrate(runtime.writer)
            take_over(runtime)
            add_people(runtime)
            add_customers(runtime, generated=customers)
            yield Scratch(runtime, url, Path(folder))
        finally:
            runtime.database.close()


@contextmanager
def _database(folder: str, postgres: bool) -> Iterator[str]:
    if not postgres:
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    name = f"steward_bench_{uuid4().hex[:8]}"
    server = create_engine(make_url(POSTGRES).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        server.dispose()
