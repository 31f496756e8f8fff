"""A finding as a command takes it: as it was seen, in a state that allows it; and the texts that commands take."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from processes.context import CommandContext
from processes.errors import NotFound
from services.auditing.refusals import AuditChanged, FindingRefused
from services.models import AuditFinding

LONGEST = 4_000  # characters of a text


def current(context: CommandContext, finding_id: int, seen_revision: int, states: tuple[str, ...]) -> AuditFinding:
    """The finding, held for this transaction; AuditChanged when it is not as it was seen, or its state is another."""
    finding = context.session.scalars(
        select(AuditFinding).where(AuditFinding.id == finding_id).with_for_update()
    ).first()
    if finding is None:
        raise NotFound(str(finding_id))
    if finding.revision != seen_revision or finding.status not in states:
        raise AuditChanged
    return finding


def text_of(text: str, field: str) -> str:
    """FindingRefused where there is none, or too much."""
    found = text.strip()
    if not found or len(found) > LONGEST:
        raise FindingRefused({field: "too_long" if found else "missing"})
    return found


def day_of(text: str) -> date | None:
    """A day in ISO; None for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
