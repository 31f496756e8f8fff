"""Whether a content is a picture from its first byte to its last, and nothing besides."""

from __future__ import annotations

import zipfile
from io import BytesIO

PNG = b"\x89PNG\r\n\x1a\n"
MOST_PARTS = 100_000
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # marks of a JPEG without a length
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def is_png(content: bytes) -> bool:
    """Whether its chunks follow each other from the head to the end mark, which nothing follows."""
    if not content.startswith(PNG) or content[12:16] != b"IHDR":
        return False
    place = len(PNG)
    for _ in range(MOST_PARTS):
        name, after = content[place + 4 : place + 8], place + 12 + int.from_bytes(content[place : place + 4], "big")
        if after > len(content) or len(name) < 4:
            return False
        if name == b"IEND":
            return after == len(content)
        place = after
    return False


def is_jpeg(content: bytes) -> bool:
    """Whether a frame and its picture follow the head. Cameras add more behind it; an archive they do not."""
    if not content.startswith(b"\xff\xd8\xff"):
        return False
    place, has_frame = 2, False
    for _ in range(MOST_PARTS):
        mark = content[place : place + 4]
        if len(mark) < 4 or mark[0] != 0xFF:
            return False
        if mark[1] == 0xDA:
            return has_frame and content.find(b"\xff\xd9", place) > 0 and not holds_archive(content)
        if mark[1] == 0xFF:  # filled up
            place += 1
            continue
        has_frame = has_frame or mark[1] in _FRAMES
        place += 2 if mark[1] in _ALONE else 2 + int.from_bytes(mark[2:], "big")
    return False


def holds_archive(content: bytes) -> bool:
    """Whether it could be opened as a zip as well: a file that is two things at once."""
    return zipfile.is_zipfile(BytesIO(content))
