"""The kinds of files a form may allow, by the ends of their names; whoever adds one says how its content is known.

Not by a library of signatures: those look at the first bytes alone, and take a document with macros, or an archive
behind a picture, for what it pretends to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from processes.attachments.archives import refuse_not_office
from processes.attachments.images import is_jpeg, is_png
from processes.attachments.papers import is_pdf
from processes.attachments.refusing import AttachmentRefused
from processes.attachments.texts import is_plain_text

MOST_FILES = 20  # of one field
MOST_MB = 20  # of one file
MB = 1_000_000
MOST_BYTES = MOST_MB * MB


@dataclass(frozen=True)
class Format:
    """One format of files. ``refuse_other``: raises `AttachmentRefused` for a content that is no such file."""

    media_type: str
    refuse_other: Callable[[bytes], None]


def _when(holds: Callable[[bytes], bool]) -> Callable[[bytes], None]:
    def refuse_other(content: bytes) -> None:
        if not holds(content):
            raise AttachmentRefused("content_mismatch")

    return refuse_other


_OFFICE = "application/vnd.openxmlformats-officedocument"
_PNG, _JPEG = Format("image/png", _when(is_png)), Format("image/jpeg", _when(is_jpeg))

KINDS: dict[str, dict[str, Format]] = {
    "pdf": {"pdf": Format("application/pdf", _when(is_pdf))},
    "image": {"png": _PNG, "jpg": _JPEG, "jpeg": _JPEG},
    "office": {
        "docx": Format(f"{_OFFICE}.wordprocessingml.document", refuse_not_office("wordprocessingml.document")),
        "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", refuse_not_office("spreadsheetml.sheet")),
    },
    "text": {
        "txt": Format("text/plain", _when(is_plain_text)),
        "csv": Format("text/csv", _when(is_plain_text)),
    },
}
"""kind → end of the name → format."""


def media_type_of(name: str, content: bytes, kinds: Iterable[str]) -> str:
    """What the file is. ``name``: as `names.cleaned` gives it; ``kinds``: those allowed. Raises `AttachmentRefused`."""
    if not content:
        raise AttachmentRefused("empty_file")
    allowed = {end: one for kind in kinds for end, one in KINDS.get(kind, {}).items()}
    _stem, dot, end = name.rpartition(".")
    end = end.lower()
    if not dot or end not in allowed:
        raise AttachmentRefused("kind_not_allowed")
    allowed[end].refuse_other(content)
    return allowed[end].media_type


def name_ends(kinds: Iterable[str]) -> tuple[str, ...]:
    """The ends of names that these kinds have, as a file chooser filters by them: ``.pdf``."""
    return tuple(f".{end}" for kind in kinds for end in KINDS.get(kind, {}))
