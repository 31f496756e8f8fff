"""Whether a content is a PDF."""

from __future__ import annotations

import re

from processes.attachments.images import holds_archive

TAIL = 2048  # bytes, in which the end must say where the table of its parts begins


def is_pdf(content: bytes) -> bool:
    """Whether it begins as one, ends as one, and is no archive besides."""
    if not re.match(rb"%PDF-[12]\.\d[\s%]", content):
        return False
    tail = content[-TAIL:]
    return b"startxref" in tail and b"%%EOF" in tail and not holds_archive(content)
