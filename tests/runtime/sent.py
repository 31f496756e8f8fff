"""What the tests of errands send to another process; it imports next to nothing, as that process begins with it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

LONG = 300.0  # seconds


def where(said: str) -> tuple[str, int, int]:
    return said, os.getpid(), os.nice(0)


def fail(said: str) -> None:
    raise KeyError(said)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def outlive() -> str:
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(os.getpid(), number)
    return "still here"


def give_what_cannot_be_copied() -> object:
    return threading.Lock()


class Lingering:
    """Told as its text; its process stays for a while after the answer."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __reduce__(self) -> tuple[Callable[[str], str], tuple[str]]:
        os._exit = lambda _status: time.sleep(LONG)  # type: ignore[assignment]
        return str, (self.said,)


def answer_and_linger(said: str) -> object:
    return Lingering(said)


def hang(note: Path) -> None:
    """Until somebody ends it; who, is noted."""
    note.with_suffix(".part").write_text(str(os.getpid()))
    note.with_suffix(".part").rename(note)
    time.sleep(LONG)
