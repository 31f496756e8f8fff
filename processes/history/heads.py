"""Owns the sealed heads: the last event of each stream, vouched for by a key outside the database."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.history.keys import KeyRing
from processes.models import HistoryHead

HEADS = table_of(HistoryHead)
UNCOVERED = {"covered_seq": 0, "checkpoint": 0}  # of a new head; an old one keeps what it has


def write_heads(session: Session, keys: KeyRing, heads: Mapping[str, tuple[int, bytes]]) -> None:
    """Seal the last events of some streams. ``heads``: stream → (seq, hash)."""
    if not heads:
        return
    key_id = keys.seal_key_id
    rows = [
        {"stream": stream, "seq": seq, "key_id": key_id, "seal": keys.seal(stream, seq, event_hash), **UNCOVERED}
        for stream, (seq, event_hash) in heads.items()
    ]
    session.connection().execute(_upsert(session.get_bind().dialect.name), rows)


@cache
def _upsert(dialect: str) -> Executable:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(HEADS).values({column.name: bindparam(column.name) for column in HEADS.c})
    kept = {name: statement.excluded[name] for name in ("seq", "key_id", "seal")}
    upsert: Executable = statement.on_conflict_do_update(index_elements=["stream"], set_=kept)
    return upsert
