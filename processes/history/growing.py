"""Appends lines to a file that only grows: durable when it returns, never behind a line that was torn, and one at a
time on this host."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path


def append_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines, each without its end, and wait until the disk has them. Makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # what another worker is writing is no torn line
        _cut_torn_line(file.fileno())
        for line in lines:
            file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _cut_torn_line(handle: int) -> None:
    """A line that a stopped machine left half written would spoil the next one."""
    size = os.fstat(handle).st_size
    content = os.pread(handle, size, 0) if size and os.pread(handle, 1, size - 1) != b"\n" else b""
    if content:
        os.ftruncate(handle, content.rfind(b"\n") + 1)
