"""Owns how the history of a finding reads: what was done, and what it said before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.readings.history import HistoryRow
from web.auditing import words
from web.instances.telling import tell


@dataclass(frozen=True)
class FindingLine:
    """``said``: reason or remark, may be empty; ``changes``: (field, old, new)."""

    seq: int
    at: datetime
    who: str
    what: str
    said: str
    hash: str
    changes: list[tuple[str, str, str]]


def told_lines(history: Sequence[HistoryRow], people: Mapping[int | None, str]) -> list[FindingLine]:
    """In the reader's language, in the order of the history. ``people``: id → name of whom it was addressed to."""
    return [_line(row, {str(key): name for key, name in people.items()}) for row in history]


def addressed_in(history: Sequence[HistoryRow]) -> list[int]:
    """Ids of the people between whom the finding changed."""
    return [int(one) for row in history for one in row.context.get("changes", {}).get("addressee_id", ())]


def _line(row: HistoryRow, people: Mapping[str, str]) -> FindingLine:
    told, names = tell(row, {}), words.field_names()
    changes = [
        (names.get(name, name), _value(name, pair[0], people), _value(name, pair[1], people))
        for name, pair in row.context.get("changes", {}).items()
    ]
    said = str(row.context.get("reason") or row.context.get("remark") or "")
    return FindingLine(row.seq, row.at, told.who, told.what, said, row.hash, changes)


def _value(name: str, value: str | None, people: Mapping[str, str]) -> str:
    known = {"severity": words.severities(), "addressee_id": people}.get(name, {})
    return known.get(value or "", value or "")
