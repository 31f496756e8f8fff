"""Owns how a process that serves or works treats its memory."""

import gc

# A request makes thousands of small objects that all die with it: the collector need not look at each 700 of them,
# nor ever at what the program itself is made of.
YOUNG_OBJECTS = 50_000


def settle_memory() -> None:
    """Tell the collector that what exists now stays; for a process that has started and will serve or read long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
