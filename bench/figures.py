"""Owns what a figure is, the clocks it is taken with, and the table that is printed."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Figure:
    """A line of the table. ``floor``: the same without Steward, of the same run; ``wanted``: the aim."""

    name: str
    value: str
    floor: str = ""
    wanted: str = ""


@dataclass(frozen=True)
class Times:
    """Measured seconds, read as milliseconds."""

    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return 1000 * statistics.median(self.seconds)

    @property
    def mean(self) -> float:
        return 1000 * statistics.fmean(self.seconds)

    @property
    def p95(self) -> float:
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]

    def __str__(self) -> str:
        return f"p50 {self.median:.1f} ms, p95 {self.p95:.1f} ms"


def timed(times: list[float], action: Callable[[], T]) -> T:
    """Run it and add its wall seconds."""
    begun = time.perf_counter()
    result = action()
    times.append(time.perf_counter() - begun)
    return result


def cpu_seconds(pid: int) -> float:
    """What a process and its children have used so far, user and system, all threads (Linux's process clocks)."""
    return sum(time.clock_gettime(~member << 3 | 2) for member in _family(pid))


def resident_megabytes(pid: int) -> float:
    """The memory that a process and its children hold now."""
    return sum(_resident(member) for member in _family(pid))


def milliseconds(seconds: float) -> str:
    """As text, two decimals."""
    return f"{1000 * seconds:.2f} ms"


def machine(databases: Iterable[str]) -> list[str]:
    """Machine, interpreter, databases with their durability, commit."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return [
        f"{platform.platform()}, {cores} cores, load {load:.1f} at the end, Python {platform.python_version()}",
        *databases,
        f"commit {_commit()}",
    ]


def table(figures: Sequence[Figure]) -> list[str]:
    """The figures under each other."""
    rows = [("figure", "value", "floor of this run", "aim")]
    rows += [(one.name, one.value, one.floor, one.wanted) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _family(pid: int) -> list[int]:
    family = [pid]
    for member in family:
        children = Path(f"/proc/{member}/task/{member}/children").read_text("ascii")
        family += map(int, children.split())
    return family


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=10"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
