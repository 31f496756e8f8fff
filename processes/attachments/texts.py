"""Whether a content is plain text, as editors and spreadsheets write it here."""

from __future__ import annotations

import re
import unicodedata

ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PROGRAMS = ("%PDF-", "%!PS", "{\\rtf", "#!")  # other formats and programs that may be written in letters alone
LOOKED_AT = 20_000  # characters, in which a page would say that it is one
_MARKUP = re.compile(
    r"<\s*(?:!doctype|\?xml|html|head|body|script|style|svg|iframe|object|embed|form)\b", re.IGNORECASE
)


def is_plain_text(content: bytes) -> bool:
    """Whether every byte belongs to a character that a person sees, and the whole is no page of markup."""
    text = _decoded(content)
    if text is None or any(unicodedata.category(sign) == "Cc" for sign in set(text) - set("\t\n\r\f")):
        return False
    return not text.startswith(PROGRAMS) and _MARKUP.search(text[:LOOKED_AT]) is None


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-16",) if content.startswith(UTF_16) else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
