"""The verifications of the history that were run, the newest first, as the history tells of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.commands.verifications import STREAM
from processes.history.findings import Finding
from processes.models import HistoryCheckpoint, HistoryEvent, HistoryKey

SHOWN = 20


@dataclass(frozen=True)
class Verification:
    """One run. ``plan``: the instance it was about, None for everything; ``found``: how many findings in all."""

    at: datetime
    by: str
    plan: int | None
    events: int
    streams: int
    checkpoints: int
    outside: int | None
    found: int
    findings: list[Finding]


def newest_verifications(session: Session) -> list[Verification]:
    """The last ones."""
    asked = select(HistoryEvent).where(HistoryEvent.stream == STREAM).order_by(HistoryEvent.seq.desc()).limit(SHOWN)
    return [_verification(event) for event in session.scalars(asked)]


def newest_whole(session: Session) -> Verification | None:
    """The last one of everything; None when none was run of late."""
    return next((one for one in newest_verifications(session) if one.plan is None), None)


def newest_checkpoint(session: Session) -> int | None:
    """Its number."""
    return session.scalar(select(HistoryCheckpoint.number).order_by(HistoryCheckpoint.number.desc()).limit(1))


def signing_keys(session: Session) -> list[HistoryKey]:
    """The keys that checkpoints were signed with, the newest first."""
    return list(
        session.scalars(select(HistoryKey).where(HistoryKey.kind == "signing").order_by(HistoryKey.since.desc()))
    )


def _verification(event: HistoryEvent) -> Verification:
    told = json.loads(event.context)
    findings = [Finding(*one) for one in told.pop("findings")]
    return Verification(at=event.at, findings=findings, **told)
