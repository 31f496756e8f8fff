"""The built script and style sheets of each editor, by their names in the static folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DIST = "dist"
_STATIC = Path(__file__).parents[1] / "static"


@cache
def bundles_of(kind: str) -> dict[str, object]:
    """``script`` and ``sheets`` of the editor of a kind: diagram, table or form."""
    script, sheet = f"{DIST}/{kind}-editor.js", f"{DIST}/{kind}-editor.css"
    return {
        "script": script if (_STATIC / script).exists() else None,
        "sheets": [sheet] if (_STATIC / sheet).exists() else [],
    }
