"""Every change is a command; importing this package registers all handlers of the runtime."""

from processes.commands import completion, escalation, instances, jobs, publishing, waiting, work_items
from processes.commands.completion import CompleteWorkItem
from processes.commands.escalation import EscalateOverdue
from processes.commands.instances import CancelInstance, StartInstance
from processes.commands.jobs import FailJob, RetryJob, RunJob
from processes.commands.publishing import PublishDefinition
from processes.commands.system import CorrelateMessage, FireTimer, RunOperation
from processes.commands.work_items import ClaimWorkItem, ReassignWorkItem, SaveDraft, UnclaimWorkItem

HANDLERS = (completion, escalation, instances, jobs, publishing, waiting, work_items)

__all__ = [
    "CancelInstance",
    "ClaimWorkItem",
    "CompleteWorkItem",
    "CorrelateMessage",
    "EscalateOverdue",
    "FailJob",
    "FireTimer",
    "PublishDefinition",
    "ReassignWorkItem",
    "RetryJob",
    "RunJob",
    "RunOperation",
    "SaveDraft",
    "StartInstance",
    "UnclaimWorkItem",
]
