"""Several web processes behind one port, any of which may be scraped: their meters lie in a folder they share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # Prometheus' client reads it from the environment


def make_folder() -> Path:
    """The parent's part, before it starts any process."""
    folder = Path(tempfile.mkdtemp(prefix="steward-metrics-"))
    os.environ[FOLDER] = str(folder)
    return folder


def remove_folder(folder: Path) -> None:
    """The parent's part, when all have ended."""
    os.environ.pop(FOLDER, None)
    shutil.rmtree(folder, ignore_errors=True)


def forget_process(folder: Path, pid: int) -> None:
    """The parent's part, when one has ended: what it counted stays counted."""
    mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def share() -> None:
    """A child's part, before its meters are made."""
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]


def shared_folder() -> Path | None:
    """The folder, in a process that shares its meters."""
    return Path(os.environ[FOLDER]) if FOLDER in os.environ else None


def living(folder: Path) -> Iterator[int]:
    """The processes that have counted something there and still run."""
    pids = {int(path.stem.rpartition("_")[2]) for path in folder.glob("counter_*.db")}
    yield from sorted(pid for pid in pids if Path("/proc", str(pid)).exists())
