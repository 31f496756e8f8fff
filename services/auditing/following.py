"""Commands of an auditor about the answer to a finding: return it, accept it, and close the finding."""

from __future__ import annotations

from dataclasses import dataclass

from processes.command_registry import handles
from processes.context import CommandContext
from services.auditing.holding import current, text_of
from services.auditing.refusals import auditor
from services.auditing.telling import notify, tell


@dataclass(frozen=True)
class ReturnAnswer:
    """The answer does not do."""

    finding_id: int
    reason: str
    seen_revision: int


@dataclass(frozen=True)
class AcceptAnswer:
    """The answer does; what it plans is to be carried out."""

    finding_id: int
    seen_revision: int


@dataclass(frozen=True)
class CloseFinding:
    """What the answer planned was seen to be done. ``remark``: what the auditor saw."""

    finding_id: int
    remark: str
    seen_revision: int


@handles(ReturnAnswer)
def return_answer(context: CommandContext, command: ReturnAnswer) -> None:
    """FindingRefused without a reason."""
    auditor(context)
    finding = current(context, command.finding_id, command.seen_revision, ("answered",))
    finding.reason = text_of(command.reason, "reason")
    finding.status, finding.revision = "returned", finding.revision + 1
    tell(context, finding, "return", reason=finding.reason)
    notify(context, finding, "returned", finding.addressee_id)


@handles(AcceptAnswer)
def accept_answer(context: CommandContext, command: AcceptAnswer) -> None:
    """From now on it says what it says."""
    auditor(context)
    finding = current(context, command.finding_id, command.seen_revision, ("answered",))
    finding.status, finding.revision = "accepted", finding.revision + 1
    tell(context, finding, "accept")
    notify(context, finding, "accepted", finding.addressee_id)


@handles(CloseFinding)
def close_finding(context: CommandContext, command: CloseFinding) -> None:
    """FindingRefused without a remark."""
    auditor(context)
    finding = current(context, command.finding_id, command.seen_revision, ("accepted",))
    finding.remark = text_of(command.remark, "remark")
    finding.status, finding.revision, finding.closed_at = "closed", finding.revision + 1, context.now
    tell(context, finding, "close", remark=finding.remark)
    notify(context, finding, "closed", finding.addressee_id)
