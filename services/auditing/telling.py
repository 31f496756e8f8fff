"""How a finding is told: in its own history, in that of what it is about, and as a notice to who is concerned."""

from __future__ import annotations

from processes.context import CommandContext
from services.models import AuditFinding, Notification


def stream_of(finding_id: int) -> str:
    """Of a finding's history."""
    return f"finding:{finding_id}"


def tell(context: CommandContext, finding: AuditFinding, act: str, **said: object) -> None:
    """One event in the finding's stream with what was said, one in the instance's with its number."""
    action = f"finding:{act}"
    about = {"instance": finding.instance_id, "element": finding.element_id, "event": finding.event_seq}
    context.history(stream_of(finding.id), action, finding=finding.id, **about, status=finding.status, **said)
    where = {} if finding.element_id is None else {"element": finding.element_id}
    context.history(f"instance:{finding.instance_id}", action, finding=finding.id, **where)


def notify(context: CommandContext, finding: AuditFinding, what: str, user_id: int) -> None:
    """A notice ``finding_<what>`` that leads to the finding."""
    told: dict[str, object] = {"finding": finding.id, "due": finding.due_date.isoformat()}
    context.session.add(Notification(user_id=user_id, code=f"finding_{what}", parameters=told, created_at=context.now))
