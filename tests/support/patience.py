"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds: an errand yields to whatever else the machine does


def becomes(state: Callable[[], bool]) -> bool:
    """Whether it is so before patience ends."""
    ends = time.monotonic() + PATIENCE
    while not state() and time.monotonic() < ends:
        time.sleep(0.02)
    return state()
