"""The command of who answers for a finding: what happened, what will be done about it, and by when."""

from __future__ import annotations

from dataclasses import dataclass

from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotFound
from services.auditing.holding import LONGEST, current, day_of
from services.auditing.refusals import FindingRefused
from services.auditing.telling import notify, tell
from services.models import AuditFinding


@dataclass(frozen=True)
class AnswerFinding:
    """Answer a finding addressed to the actor. ``measure_due``: ISO; of a measure both text and day, or neither."""

    finding_id: int
    answer: str
    measure: str
    measure_due: str
    seen_revision: int


@handles(AnswerFinding)
def answer_finding(context: CommandContext, command: AnswerFinding) -> None:
    """NotFound for whoever it is not addressed to; FindingRefused names the fields at fault; AuditChanged when it was
    answered or changed meanwhile. What an earlier answer said is told with what this one says."""
    addressed = context.session.get(AuditFinding, command.finding_id)
    if addressed is None or addressed.addressee_id != context.actor.user_id:
        raise NotFound(str(command.finding_id))
    finding = current(context, command.finding_id, command.seen_revision, ("open", "returned"))
    faults, due = _faults(context, command), day_of(command.measure_due)
    if faults:
        raise FindingRefused(faults)
    new = {"answer": command.answer.strip(), "measure": command.measure.strip() or None, "measure_due": due}
    changes = {name: [_said(getattr(finding, name)), _said(value)] for name, value in new.items()}
    for name, value in new.items():
        setattr(finding, name, value)
    finding.status, finding.revision, finding.answered_at = "answered", finding.revision + 1, context.now
    tell(context, finding, "answer", changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]})
    notify(context, finding, "answered", finding.raised_by_id)


def _faults(context: CommandContext, command: AnswerFinding) -> dict[str, str]:
    faults = {name: "too_long" for name in ("answer", "measure") if len(getattr(command, name)) > LONGEST}
    if not command.answer.strip():
        faults["answer"] = "missing"
    due = day_of(command.measure_due)
    if command.measure.strip() and due is None:
        faults["measure_due"] = "missing"
    elif due is not None and due < context.today:
        faults["measure_due"] = "past"
    elif command.measure_due and not command.measure.strip():
        faults["measure"] = "missing"
    return faults


def _said(value: object) -> str | None:
    return None if value is None else str(value)
