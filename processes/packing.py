"""Compresses what a row holds. Short texts that name the same fields again and again share a dictionary of them.

The dictionary is what the procedure stores, without what anybody entered: it may hold nothing about a person.
Whatever was packed with it can be read with it alone, so the file never changes.
"""

from __future__ import annotations

import zlib
from pathlib import Path

WORDS = (Path(__file__).parent / "packing_words.txt").read_bytes()
WINDOW_BITS = 14  # the dictionary fits; the library's own 15 with its larger tables costs eight times as much to begin
MEMORY_LEVEL = 7
# A copy of a compressor that has read the dictionary is cheaper than one that reads it again.
_READY = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL, zdict=WORDS)


def packed(content: bytes) -> bytes:
    """The content, compressed (RFC 1950 with a preset dictionary)."""
    compressor = _READY.copy()
    return compressor.compress(content) + compressor.flush()


def unpacked(content: bytes) -> bytes:
    """What was packed, with the dictionary or, as older rows are, without."""
    return zlib.decompressobj(zdict=WORDS).decompress(content)
