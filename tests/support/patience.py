"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable

PATIENCE = 30.0  # seconds


def becomes(state: Callable[[], bool]) -> bool:
    """Whether it is so before patience ends."""
    ends = time.monotonic() + PATIENCE
    while not state() and time.monotonic() < ends:
        time.sleep(0.02)
    return state()
