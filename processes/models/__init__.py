"""The runtime's tables."""

from processes.models.base import Base, PackedJson, UtcDateTime
from processes.models.definition import Definition, DefinitionFile, DefinitionVersion
from processes.models.flag import SystemFlag, WorkerSeen
from processes.models.history import HistoryEvent, IdempotencyKey
from processes.models.instance import Instance, InstanceState
from processes.models.job import Incident, Job
from processes.models.migration import Migration, MigrationBatch, MigrationEntry
from processes.models.work_item import IS_OPEN, IS_WAITING, Draft, FormSubmission, WorkItem, WorkItemGroup

__all__ = [
    "IS_OPEN",
    "IS_WAITING",
    "Base",
    "Definition",
    "DefinitionFile",
    "DefinitionVersion",
    "Draft",
    "FormSubmission",
    "HistoryEvent",
    "IdempotencyKey",
    "Incident",
    "Instance",
    "InstanceState",
    "Job",
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
