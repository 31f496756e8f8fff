"""Two sets of files compared by path: which were added, removed, changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that is not the same in both sets."""

    path: str
    change: Literal["added", "removed", "changed"]


def compare_files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """The files that differ by a byte, by path; those that are the same are left out."""
    return tuple(
        FileChange(path, "added" if path not in old else "removed" if path not in new else "changed")
        for path in sorted({*old, *new})
        if old.get(path) != new.get(path)
    )
