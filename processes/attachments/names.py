"""The names that people's files bring along: kept to be read, never used as a path."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120  # characters, the end included
LONGEST_END = 10


def cleaned(name: str) -> str:
    """The name alone, without folders, unseen characters and turned directions; a long one keeps its end."""
    alone = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in alone if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r"\s+", " ", seen).strip(" .")
    stem, dot, end = plain.rpartition(".")
    if not dot or len(end) > LONGEST_END:
        return plain[:LONGEST_NAME]
    return f"{stem.strip()[: LONGEST_NAME - len(end) - 1]}.{end.strip()}"
