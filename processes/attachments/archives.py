"""Looks into Word and Excel documents without unpacking them: their list of parts, and the types that these name.

What is refused is told apart: another content, an archive that would not stop growing, programs inside.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from processes.attachments.refusing import AttachmentRefused
from processes.safe_xml import XmlRefused, parse_xml

TYPES = "[Content_Types].xml"
MOST_PARTS = 5_000
MOST_UNPACKED = 300_000_000  # bytes
MOST_TIMES = 200  # larger than packed; real ones are up to fifty
MOST_TYPES_BYTES = 500_000
END, END_BYTES = b"PK\x05\x06", 22
_PREFIX = "application/vnd.openxmlformats-officedocument."
_PROGRAM_PARTS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|/embeddings/.*\.bin$", re.IGNORECASE)
_PROGRAM_TYPES = re.compile(r"macro|vbaproject|activex", re.IGNORECASE)


def refuse_not_office(document: str) -> Callable[[bytes], None]:
    """The check for one of them. ``document``: its main part's type, as in ``spreadsheetml.sheet``."""

    def refuse_other(content: bytes) -> None:
        try:
            archive = _opened(content)
            _refuse_growing(archive, len(content))
            types = _types(archive)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, RuntimeError) as error:
            raise AttachmentRefused("content_mismatch") from error
        if any(map(_PROGRAM_TYPES.search, types)) or any(map(_PROGRAM_PARTS.search, archive.namelist())):
            raise AttachmentRefused("programs_inside")
        if f"{_PREFIX}{document}.main+xml" not in types:
            raise AttachmentRefused("content_mismatch")

    return refuse_other


def _opened(content: bytes) -> zipfile.ZipFile:
    """The archive, if it is one from the first byte to the last; its length of list is looked at before it is read."""
    end = content[-END_BYTES:]
    count, size, place = (int.from_bytes(end[low:high], "little") for low, high in ((10, 12), (12, 16), (16, 20)))
    is_whole = content.startswith(b"PK\x03\x04") and end.startswith(END) and place + size + END_BYTES == len(content)
    if not is_whole or count > MOST_PARTS:
        raise zipfile.BadZipFile
    archive = zipfile.ZipFile(BytesIO(content))
    parts = archive.infolist()
    if len({part.filename.lower() for part in parts}) < len(parts) or any(part.flag_bits & 1 for part in parts):
        raise zipfile.BadZipFile  # two parts of one name, of which programs read either; or a locked one
    return archive


def _refuse_growing(archive: zipfile.ZipFile, packed: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    overlapping = sum(part.compress_size for part in parts) > packed
    if overlapping or unpacked > min(MOST_UNPACKED, max(packed * MOST_TIMES, 1_000_000)):
        raise AttachmentRefused("grows_too_large")


def _types(archive: zipfile.ZipFile) -> list[str]:
    """The types of all parts, as the document declares them. A list that says it is short and is not is cut off."""
    if TYPES not in archive.namelist():
        raise zipfile.BadZipFile
    with archive.open(TYPES) as file:
        listed = file.read(MOST_TYPES_BYTES + 1)
    if len(listed) > MOST_TYPES_BYTES:
        raise AttachmentRefused("grows_too_large")
    try:
        root = parse_xml(listed.decode("utf-8-sig"))
    except XmlRefused as error:
        raise zipfile.BadZipFile from error
    return [str(one.get("ContentType", "")) for one in root.iter()]
