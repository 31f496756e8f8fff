"""Every change is a command; importing this package registers all handlers of the runtime."""

from processes.commands import (
    completion,
    escalation,
    incidents,
    instances,
    jobs,
    periodic,
    pruning,
    publishing,
    waiting,
    work_items,
)
from processes.commands.completion import CompleteWorkItem
from processes.commands.escalation import EscalateOverdue
from processes.commands.instances import CancelInstance, StartInstance
from processes.commands.jobs import (
    ClaimJob,
    CompleteJob,
    ExtendLease,
    FailJob,
    RetryJob,
    RetryJobs,
    RunJob,
    SkipJob,
)
from processes.commands.publishing import PublishDefinition
from processes.commands.system import CorrelateMessage, FireTimer, RunOperation
from processes.commands.work_items import ClaimWorkItem, ReassignWorkItem, SaveDraft, UnclaimWorkItem

HANDLERS = (completion, escalation, incidents, instances, jobs, periodic, pruning, publishing, waiting, work_items)

__all__ = [
    "CancelInstance",
    "ClaimJob",
    "ClaimWorkItem",
    "CompleteJob",
    "CompleteWorkItem",
    "CorrelateMessage",
    "EscalateOverdue",
    "ExtendLease",
    "FailJob",
    "FireTimer",
    "PublishDefinition",
    "ReassignWorkItem",
    "RetryJob",
    "RetryJobs",
    "RunJob",
    "RunOperation",
    "SaveDraft",
    "SkipJob",
    "StartInstance",
    "UnclaimWorkItem",
]
