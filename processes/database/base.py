"""What the rest of the runtime knows of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Engine

from processes.errors import ProcessError

PATIENCE = 5.0  # seconds that a command waits for its turn before the person is told


class DatabaseUnsuitable(ProcessError):
    """The database cannot keep the runtime's promises. The text says why, and what to do."""


@dataclass(frozen=True)
class Database:
    """``kind``: "sqlite" or "postgresql"; ``writer``: begins as a command needs; ``reader``: reads snapshots only;
    ``turn``: held around every command; ``version``: of the library or server that runs."""

    kind: str
    url: str
    version: str
    writer: Engine
    reader: Engine
    turn: Callable[[], AbstractContextManager[None]]

    def close(self) -> None:
        """Close the connections."""
        self.writer.dispose()
        self.reader.dispose()
