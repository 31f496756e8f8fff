"""What the workbench refuses."""

from __future__ import annotations

from collections.abc import Mapping

from processes.context import CommandContext
from processes.errors import NotAllowed, ProcessError
from services.models import AUD


class SampleRefused(ProcessError):
    """Nothing is drawn, or noted. ``code``: trait, seed, size, too_many, nothing_found, state or has_findings."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FindingRefused(ProcessError):
    """The finding or its answer is not stored. ``faults``: field → missing, too_long, unknown or past."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {code}" for field, code in faults.items()))
        self.faults = faults


class AuditChanged(ProcessError):
    """Somebody changed the finding, or the note of the item, since the page was opened; or its state forbids this."""


def auditor(context: CommandContext) -> int:
    """The id of the auditor who acts; NotAllowed for everybody else, the system too."""
    if context.actor.user_id is None or context.actor.role != AUD:
        raise NotAllowed
    return context.actor.user_id
