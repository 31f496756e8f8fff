"""The versions of the standard: when each was in force, who drafted it and who published it (E1, E3)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from processes.models import HistoryEvent
from services.models import StandardVersion
from services.readings.audit_reports.report import Said, Wanted, queried

STREAM, DRAFTS = "standard", "definition:standard"


@dataclass(frozen=True)
class StandardLine:
    """``digest``: the first eight signs of the SHA-256 of its files."""

    version: str
    effective_from: date
    effective_to: date | None
    recorded_at: datetime
    published_by: Said
    drafted_by: str
    reason: str
    digest: str


def _query(_session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = select(StandardVersion).where(wanted.holds(StandardVersion.recorded_at))
    return found.order_by(StandardVersion.id.desc())


def _row(session: Session) -> Any:
    events = {told["version"]: (event, told) for event, told in _told(session, STREAM) if "version" in told}
    drafted = {
        told["version"]: str(told.get("drafted_by") or "")
        for event, told in _told(session, DRAFTS)
        if event.action == "draft:publish"
    }

    def row(found: Any) -> StandardLine:
        version: StandardVersion = found[0]
        event, told = events.get(version.version, (None, {}))
        actor = "" if event is None else event.actor.partition(":")[2]
        return StandardLine(
            version=version.version,
            effective_from=version.effective_from,
            effective_to=version.effective_to,
            recorded_at=version.recorded_at,
            published_by=Said("nobody_told") if event is None else Said("name", {"name": actor}),
            drafted_by=drafted.get(version.id, ""),
            reason=str(told.get("reason") or ""),
            digest=_digest(version.files),
        )

    return row


def _told(session: Session, stream: str) -> list[tuple[HistoryEvent, dict[str, Any]]]:
    found = select(HistoryEvent).where(HistoryEvent.stream == stream).order_by(HistoryEvent.seq)
    return [(event, json.loads(event.context)) for event in session.scalars(found)]


def _digest(files: dict[str, str]) -> str:
    text = json.dumps(files, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


STANDARDS = queried(
    "standards",
    ("version", "effective_from", "effective_to", "recorded_at", "published_by", "drafted_by", "reason", "digest"),
    _query,
    _row,
    reach_days=None,
)
