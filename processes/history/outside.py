"""The copy of the checkpoints outside the database: a folder of files that only grow, one a month.

Every process that works jobs keeps one of its own, on its host, where whoever puts back the database does not reach it.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from processes.database.rows import table_of
from processes.history.checkpoints import Signed, Statement
from processes.history.growing import append_lines
from processes.models import HistoryCheckpoint

if TYPE_CHECKING:
    from processes.runtime import Runtime

CHECKPOINTS = table_of(HistoryCheckpoint)
AFTER = (
    select(CHECKPOINTS.c.number, CHECKPOINTS.c.statement, CHECKPOINTS.c.signature, CHECKPOINTS.c.leaves)
    .where(CHECKPOINTS.c.number > bindparam("number"))
    .order_by(CHECKPOINTS.c.number)
    .limit(100)
)
TAIL = 64 * 1024  # bytes read of a file's end at first: some dozen lines, unless many streams changed


class Outside:
    """A folder with the copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: list[tuple[Path, int]] = []
        self._last = 0

    @property
    def last_number(self) -> int:
        """Of the newest checkpoint that was copied; 0 before the first."""
        seen = [(path, path.stat().st_size) for path in self._files]
        if seen != self._seen:  # read again only after this or another process has written
            self._last = max((_last_number(path) for path in self._files), default=0)
            self._seen = seen
        return self._last

    def checkpoints(self) -> Iterator[Signed]:
        """All of them, in the order in which they were copied."""
        for path in self._files:
            yield from _read(path)

    def append(self, checkpoint: Signed) -> None:
        """Write one to the end, durably."""
        month = Statement.read(checkpoint.statement).at[:7]
        line = {
            "number": checkpoint.number,
            "statement": checkpoint.statement,
            "signature": checkpoint.signature.hex(),
            "leaves": base64.b64encode(checkpoint.leaves).decode(),
        }
        append_lines(self.folder / f"checkpoints-{month}.jsonl", [json.dumps(line).encode()])

    @property
    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("checkpoints-*.jsonl"))


def copy_checkpoints(runtime: Runtime) -> int:
    """Copy what the database has and the runtime's folder has not; how many."""
    if runtime.outside is None:
        return 0
    copied = 0
    while True:
        with runtime.read_session() as session:
            found = session.connection().execute(AFTER, {"number": runtime.outside.last_number}).all()
        for row in found:
            runtime.outside.append(Signed(row.number, row.statement, bytes(row.signature), bytes(row.leaves)))
        copied += len(found)
        if not found:
            return copied


def _read(path: Path) -> Iterator[Signed]:
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):  # else it is being written, or was when the machine stopped
                found = json.loads(line)
                leaves = base64.b64decode(found["leaves"])
                yield Signed(int(found["number"]), str(found["statement"]), bytes.fromhex(found["signature"]), leaves)


def _last_number(path: Path) -> int:
    """Of the last whole line; 0 where there is none. A file is written in the order of the numbers."""
    with path.open("rb") as file:
        size, block = file.seek(0, os.SEEK_END), TAIL
        while True:
            start = file.seek(max(0, size - block))
            *lines, _rest = file.read().split(b"\n")
            whole = lines[1:] if start else lines  # the first one may be cut
            if whole or not start:
                return int(json.loads(whole[-1])["number"]) if whole else 0
            block *= 4
