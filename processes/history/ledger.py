"""What the signed checkpoints say of each stream at last: a passing table beside memory, for there may be millions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processes.database.sqlite import module
from processes.history.checkpoints import Leaf

TABLE = "CREATE TABLE leaf (stream TEXT PRIMARY KEY, seq INTEGER, hash BLOB, number INTEGER, met INTEGER) WITHOUT ROWID"
PUT = (
    "INSERT INTO leaf VALUES (?, ?, ?, ?, 0) ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, "
    "hash = excluded.hash, number = excluded.number"
)


class Ledger:
    """Stream → its newest leaf, and whether the stream was met."""

    def __init__(self) -> None:
        self._rows = module().connect("")  # a file of its own that goes with the connection

    def __enter__(self) -> Ledger:
        self._rows.execute(TABLE)
        return self

    def __exit__(self, *_error: object) -> None:
        self._rows.close()

    def put(self, leaves: Sequence[Leaf], number: int) -> None:
        """The leaves of the checkpoint of a number; later ones win."""
        self._rows.executemany(PUT, [(leaf.stream, leaf.seq, leaf.hash, number) for leaf in leaves])

    def meet(self, stream: str) -> tuple[Leaf, int] | None:
        """The newest leaf of a stream with its checkpoint's number; None when no checkpoint names it."""
        row = self._rows.execute(
            "UPDATE leaf SET met = 1 WHERE stream = ? RETURNING seq, hash, number", (stream,)
        ).fetchone()
        return None if row is None else (Leaf(stream, row[0], row[1]), row[2])

    def unmet(self) -> Iterator[tuple[str, int, int]]:
        """(stream, seq, number) of what a checkpoint names and nobody met."""
        yield from self._rows.execute("SELECT stream, seq, number FROM leaf WHERE NOT met ORDER BY stream")
