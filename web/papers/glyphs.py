"""Owns which characters the shipped fonts hold, and what is printed of the others: their number, never a box.

Marks that change how a text is read without being seen (directions, controls) are printed as their number too.
"""

import re
import struct
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
ONE = "NotoSansCJKsc-Regular.otf"  # the bold one holds the same characters
SEGMENTED = 12  # the format of a table of characters that reaches beyond U+FFFF
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
ALLOWED = frozenset("\n\u200b")
LONG = re.compile(r"[!-~\u00a1-\u024f]{25,}")  # without a place to break
DIGEST = re.compile(r"[0-9a-f]{64}")
BREAK_AFTER = 12
BREAK = "\u200b"  # a place to break that takes no room


def printable(value: Any) -> Any:
    """The same value with every text in it made printable, the names of its parts too."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, Mapping):
        return {str(name): printable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def printable_text(text: str) -> str:
    """A text with a number for what cannot be printed, and places to break in words that no line would hold."""
    if DIGEST.fullmatch(text):
        return text  # to be copied whole; a line holds it
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace(BREAK, "")
    shown = (one if _is_shown(one) else f"[U+{ord(one):04X}]" for one in LONG.sub(_with_breaks, plain))
    return "".join(shown).replace("][U+", f"]{BREAK}[U+")


def _with_breaks(found: re.Match[str]) -> str:
    word = found.group()
    return BREAK.join(word[place : place + BREAK_AFTER] for place in range(0, len(word), BREAK_AFTER))


@lru_cache(maxsize=8192)
def _is_shown(one: str) -> bool:
    return one in ALLOWED or (unicodedata.category(one) not in UNSEEN and ord(one) in held())


@lru_cache(maxsize=1)
def held() -> frozenset[int]:
    """The code points that the fonts hold, read from the table of the font itself."""
    font = (FONTS / ONE).read_bytes()
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    offsets = {struct.unpack_from(">HHI", font, start + 4 + 8 * one)[2] for one in range(count)}
    tables = [start + offset for offset in offsets]
    (wide,) = {table for table in tables if struct.unpack_from(">H", font, table)[0] == SEGMENTED}
    (groups,) = struct.unpack_from(">I", font, wide + 12)
    spans = (struct.unpack_from(">III", font, wide + 16 + 12 * group) for group in range(groups))
    return frozenset(code for first, last, _glyph in spans for code in range(first, last + 1))


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    rows = (struct.unpack_from(">4sIII", font, 12 + 16 * row) for row in range(count))
    return next(offset for tag, _sum, offset, _length in rows if tag == name)
