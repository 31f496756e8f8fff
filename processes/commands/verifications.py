"""Keeps in the history what a verification of it found, and who took evidence of a plan with him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from processes.command_registry import handles
from processes.commands.system import OpenIncident
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound
from processes.history.findings import Report
from processes.models import Instance

STREAM = "verification"
EXPORTS = "exports"
BROKEN = "HistoryBroken"  # the incident's code
BY_ITSELF = "system"  # who ran what nobody asked for
MOST_KEPT = 200  # findings; their number is kept in any case


@dataclass(frozen=True)
class RecordVerification:
    """A verification was run. ``plan``: the instance it was about, None for everything; ``by``: who ran it.

    ``found``: how many findings; ``findings``: (code, stream, seq, checkpoint's number) of the first.
    """

    by: str
    plan: int | None
    events: int
    streams: int
    checkpoints: int
    outside: int | None
    found: int
    findings: Sequence[tuple[str, str, int, int]]

    @classmethod
    def of(cls, report: Report, by: str, plan: int | None) -> RecordVerification:
        """What a report says."""
        counts = (report.events, report.streams, report.checkpoints, report.outside, report.found)
        return cls(by, plan, *counts, tuple((*one,) for one in report.findings[:MOST_KEPT]))


@dataclass(frozen=True)
class VerifyHistory:
    """The system's, each night: verify everything. ``result``: of a `RecordVerification`, once it was run."""

    result: Mapping[str, Any] | None = None

    def with_result(self, result: Mapping[str, object]) -> VerifyHistory:
        """The same, with what was found."""
        return replace(self, result=result)


@dataclass(frozen=True)
class RecordBundle:
    """An evidence bundle of a plan is about to be sent. ``size``: bytes; ``sha256``: of them, hexadecimal."""

    instance_id: int
    size: int
    sha256: str


@handles(RecordBundle)
def record_bundle(context: CommandContext, command: RecordBundle) -> None:
    """NotFound for an instance that the actor does not see."""
    instance = context.session.get(Instance, command.instance_id)
    access = context.runtime.ports.access
    if instance is None or not access.may_see_instance(context.session, context.actor, instance):
        raise NotFound(str(command.instance_id))
    told = {"plan": command.instance_id, "size": command.size, "sha256": command.sha256}
    context.history(EXPORTS, "export:bundle", **told)


@handles(RecordVerification)
def record_verification(context: CommandContext, command: RecordVerification) -> None:
    """One event, whatever was found; and an incident, unless all is whole."""
    if not context.actor.is_system:
        raise NotAllowed
    context.history(STREAM, "history:verify", **{**vars(command), "findings": list(command.findings)})
    if command.found:
        context.then(OpenIncident(None, None, BROKEN, f"{command.found}"))


@handles(VerifyHistory)
def verify_history(context: CommandContext, command: VerifyHistory) -> None:
    """Keep what the worker found outside any transaction; NotAllowed for anybody but the system."""
    if not context.actor.is_system:
        raise NotAllowed
    assert command.result is not None  # a worker gives it before it runs the command
    context.then(RecordVerification(**command.result))
