"""What a worker does outside any transaction: calls that leave the system, each with its job's key, and reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy.orm import Session

from processes.commands.impact import AnswerImpact
from processes.commands.verifications import BY_ITSELF, RecordVerification, VerifyHistory
from processes.engine.instance import EngineInstance, OperationCall
from processes.errors import NotFound
from processes.history.outside import copy_checkpoints
from processes.history.verification import verify_apart
from processes.instances import state_of
from processes.jobs.queue import command_of
from processes.jobs.reading import read_part
from processes.models import Instance, Job
from processes.operations import ExternalCall, external_operation
from processes.runtime import Runtime


def work_of(runtime: Runtime, job_id: int) -> Callable[[], Mapping[str, object]]:
    """The work that a claimed job stands for, ready to be done. Raises TaskNotOpen when nobody waits for a call."""
    with runtime.read_session() as session:
        job = session.get_one(Job, job_id)
        command = command_of(job)
        if isinstance(command, AnswerImpact):
            return partial(read_part, runtime, command)
        if isinstance(command, VerifyHistory):
            return partial(_verified, runtime)
        asked = asked_of(runtime, session, job)
        instance = session.get_one(Instance, job.instance_id)
        call = ExternalCall(instance.id, instance.subject_id, asked.parameters, f"job:{job.id}")
    return partial(external_operation.get(asked.operation), call)


def asked_of(runtime: Runtime, session: Session, job: Job) -> OperationCall:
    """What the process asks an external job for. Raises TaskNotOpen when nobody waits for it."""
    command = command_of(job)
    instance = session.get(Instance, command.instance_id)
    if instance is None:
        raise NotFound(str(command.instance_id))
    spec = runtime.definitions.get(session, instance.definition_version_id).spec
    return EngineInstance.load(spec, state_of(instance), _never, runtime.clock()).call_of(command.task_id)


def _verified(runtime: Runtime) -> Mapping[str, object]:
    copy_checkpoints(runtime)  # what this host has not yet would not be looked at
    return vars(RecordVerification.of(verify_apart(runtime), BY_ITSELF, None))


def _never(call: OperationCall) -> Mapping[str, object] | None:
    raise RuntimeError(f"{call.operation}: nothing runs while a call is read")
