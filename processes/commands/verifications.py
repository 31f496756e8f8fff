"""Keeps what a verification of the history found: in the history itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processes.commands.registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.history.findings import Report

STREAM = "verification"
MOST_KEPT = 200  # findings; their number is kept in any case


@dataclass(frozen=True)
class RecordVerification:
    """A verification was run. ``plan``: the instance it was about, None for everything; ``by``: who ran it.

    ``findings``: (code, stream, seq, checkpoint's number) of each.
    """

    by: str
    plan: int | None
    events: int
    streams: int
    checkpoints: int
    outside: int | None
    findings: Sequence[tuple[str, str, int, int]]

    @classmethod
    def of(cls, report: Report, by: str, plan: int | None) -> RecordVerification:
        """What a report says."""
        counts = (report.events, report.streams, report.checkpoints, report.outside)
        return cls(by, plan, *counts, tuple((*one,) for one in report.findings))


@handles(RecordVerification)
def record_verification(context: CommandContext, command: RecordVerification) -> None:
    """One event, whatever was found."""
    if not context.actor.is_system:
        raise NotAllowed
    told = {**vars(command), "findings": list(command.findings)[:MOST_KEPT], "found": len(command.findings)}
    context.history(STREAM, "history:verify", **told)
