"""Everything that the working papers of a sample hold, as it is at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from processes.history import first_broken
from services.models import AuditPopulation
from services.readings.auditing.findings import FindingRow, findings_of_sample
from services.readings.auditing.samples import ItemRow, SampleRow, items_of, manager_names, sample_for
from services.readings.history import stream_events
from services.readings.verifications import Verification, newest_verifications


@dataclass(frozen=True)
class Chain:
    """A cycle's history when the papers were made. ``events``: how many; ``last_hash``: hexadecimal."""

    is_whole: bool
    events: int
    last_hash: str


@dataclass(frozen=True)
class WorkingPapers:
    """``verification``: the last one of the whole history, None before the first; ``chains``: cycle → its history;
    ``population``: stratum → ids where they are kept."""

    sample: SampleRow
    items: Sequence[ItemRow]
    findings: Sequence[FindingRow]
    managers: Mapping[str, str]
    verification: Verification | None
    chains: Mapping[int, Chain]
    population: Mapping[str, Sequence[int]] | None


def working_papers(session: Session, sample_id: int) -> WorkingPapers:
    """NotFound when there is no such sample."""
    found, items = sample_for(session, sample_id), items_of(session, sample_id)
    whole = (one for one in newest_verifications(session) if one.plan is None)
    kept = session.get(AuditPopulation, sample_id)
    return WorkingPapers(
        sample=found,
        items=items,
        findings=findings_of_sample(session, sample_id),
        managers=manager_names(session, found.sample),
        verification=next(whole, None),
        chains={row.cycle_id: _chain(session, row.cycle_id) for row in items},
        population=None if kept is None else kept.strata,
    )


def _chain(session: Session, cycle_id: int) -> Chain:
    events = stream_events(session, f"instance:{cycle_id}")
    found = Chain(bool(events) and first_broken(events) is None, len(events), events[-1].hash.hex() if events else "")
    session.expunge_all()  # a thousand histories are read, and none is kept
    return found
