"""The runtime's tables."""

from processes.models.attachment import Attachment, AttachmentContent
from processes.models.base import Base, PackedJson, UtcDateTime
from processes.models.definition import Definition, DefinitionFile, DefinitionVersion
from processes.models.draft import DefinitionDraft, DraftAuthor, DraftFile, KeptFile
from processes.models.erasure import Erasure
from processes.models.flag import SystemFlag, WorkerSeen
from processes.models.history import HistoryCheckpoint, HistoryEvent, HistoryHead, HistoryKey, IdempotencyKey
from processes.models.impact import ImpactChain, ImpactFinding, ImpactRun
from processes.models.instance import HAS_COMPLETED, IS_RUNNING, Instance, InstanceState
from processes.models.job import IS_UNRESOLVED, Incident, Job
from processes.models.migration import Migration, MigrationBatch, MigrationEntry
from processes.models.work_item import IS_OPEN, IS_WAITING, Draft, FormSubmission, WorkItem, WorkItemGroup

__all__ = [
    "HAS_COMPLETED",
    "IS_OPEN",
    "IS_RUNNING",
    "IS_UNRESOLVED",
    "IS_WAITING",
    "Attachment",
    "AttachmentContent",
    "Base",
    "Definition",
    "DefinitionDraft",
    "DefinitionFile",
    "DefinitionVersion",
    "Draft",
    "DraftAuthor",
    "DraftFile",
    "Erasure",
    "FormSubmission",
    "HistoryCheckpoint",
    "HistoryEvent",
    "HistoryHead",
    "HistoryKey",
    "IdempotencyKey",
    "ImpactChain",
    "ImpactFinding",
    "ImpactRun",
    "Incident",
    "Instance",
    "InstanceState",
    "Job",
    "KeptFile",
    "PackedJson",
    "Migration",
    "MigrationBatch",
    "MigrationEntry",
    "SystemFlag",
    "UtcDateTime",
    "WorkItem",
    "WorkItemGroup",
    "WorkerSeen",
]
