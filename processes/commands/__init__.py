"""Every change is a command; importing this package registers all handlers of the runtime."""

from processes.commands import (
    attachments,
    checkpoints,
    completion,
    draft_files,
    draft_publishing,
    drafting,
    escalation,
    impact,
    incidents,
    instances,
    jobs,
    migrating,
    migration_batches,
    migration_entries,
    migration_undo,
    periodic,
    pruning,
    publishing,
    upgrades,
    verifications,
    waiting,
    work_items,
)
from processes.commands.attachments import AttachFile, DetachFile, DownloadAttachment
from processes.commands.checkpoints import UseKeys, WriteCheckpoint
from processes.commands.completion import CompleteWorkItem
from processes.commands.draft_files import KeepFile, RemoveDraftFile, SaveDraftFile, SaveDraftFiles
from processes.commands.draft_publishing import PublishDraft, ReturnDraft, SubmitDraft
from processes.commands.drafting import BeginDraft, DiscardDraft
from processes.commands.escalation import EscalateOverdue
from processes.commands.impact import AskImpact
from processes.commands.incidents import SettleIncident
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
from processes.commands.migrating import MigrateInstance
from processes.commands.migration_batches import CancelBatch, MigrateInstances, UndoBatch
from processes.commands.migration_undo import UndoMigration
from processes.commands.publishing import PublishDefinition
from processes.commands.system import CorrelateMessage, FireTimer, RunOperation
from processes.commands.upgrades import ReceiveUpgrade
from processes.commands.verifications import RecordBundle, RecordVerification, VerifyHistory
from processes.commands.work_items import ClaimWorkItem, ReassignWorkItem, SaveDraft, UnclaimWorkItem

HANDLERS = (
    *(attachments, checkpoints, completion, draft_files, draft_publishing, drafting, escalation, impact, incidents),
    *(instances, jobs, migrating),
    *(migration_batches, migration_entries, migration_undo),
    *(periodic, pruning, publishing, upgrades, verifications, waiting, work_items),
)

__all__ = [
    "AskImpact",
    "AttachFile",
    "BeginDraft",
    "CancelBatch",
    "CancelInstance",
    "ClaimJob",
    "ClaimWorkItem",
    "CompleteJob",
    "CompleteWorkItem",
    "CorrelateMessage",
    "DetachFile",
    "DiscardDraft",
    "DownloadAttachment",
    "EscalateOverdue",
    "ExtendLease",
    "FailJob",
    "FireTimer",
    "KeepFile",
    "MigrateInstance",
    "MigrateInstances",
    "PublishDefinition",
    "PublishDraft",
    "ReassignWorkItem",
    "ReceiveUpgrade",
    "RecordBundle",
    "RecordVerification",
    "RemoveDraftFile",
    "RetryJob",
    "RetryJobs",
    "ReturnDraft",
    "RunJob",
    "RunOperation",
    "SaveDraft",
    "SaveDraftFile",
    "SaveDraftFiles",
    "SettleIncident",
    "SkipJob",
    "StartInstance",
    "SubmitDraft",
    "UnclaimWorkItem",
    "UndoBatch",
    "UndoMigration",
    "UseKeys",
    "VerifyHistory",
    "WriteCheckpoint",
]
