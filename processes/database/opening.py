"""Opens a database by its URL, refusing one that cannot keep the runtime's promises."""

from __future__ import annotations

from contextlib import nullcontext

from sqlalchemy.engine import make_url

from processes.database import postgresql, sqlite
from processes.database.base import PATIENCE, Database, DatabaseUnsuitable
from processes.database.gate import FairGate


def make_database(url: str) -> Database:
    """A database by URL: ``sqlite:///file``, ``sqlite://`` for tests, ``postgresql://user@host/name``.

    Raises DatabaseUnsuitable for an old SQLite or PostgreSQL, an unreachable server, and any other database.
    """
    kind = make_url(url).get_backend_name()
    if kind == "sqlite":
        writer, reader = sqlite.engines(url)
        return Database(kind, url, sqlite.version(), writer, reader, FairGate(PATIENCE).held)
    if kind == "postgresql":
        writer, reader = postgresql.engines(url)
        return Database(kind, url, postgresql.version(reader), writer, reader, nullcontext)
    raise DatabaseUnsuitable(f"{kind} is not supported: use sqlite:///path or postgresql://user@host/database")
