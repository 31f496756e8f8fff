"""How what is hashed becomes bytes: one text for one context, and parts that cannot run into each other."""

from __future__ import annotations

import json
from collections.abc import Mapping


def canonical(context: Mapping[str, object]) -> str:
    """A context as the one text that is hashed and stored."""
    return json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def prefixed(part: bytes) -> bytes:
    """A part behind its length in 8 bytes, so that no two lists of parts give the same bytes."""
    return len(part).to_bytes(8, "big") + part
