"""Takes one step of a try-out: gives the real commands, as the sample people or the system would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import singledispatchmethod

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import CorrelateMessage, RetryJob, StartInstance
from processes.commands.jobs import ClaimJob, CompleteJob, FailJob
from processes.errors import FormInvalid, NotFound, ProcessError
from processes.jobs.queue import EXTERNAL
from processes.models import Instance, Job
from processes.operations import external_operation, operation
from processes.scenarios import Advance, Answer, Begin, Break, Complete, GoOn, Next, Refuse, Repair, Send, Step
from services.demo.people import PEOPLE
from services.models import SUP
from services.procedure.adjust import StartAdjustment
from services.procedure.open_work import ADJUSTMENT
from services.tryout.acting import actor_named, complete, customer_id_of, open_items
from services.tryout.passing import WORKER, Passing
from services.tryout.refusals import StepRefused
from services.tryout.world import Prepared, World

MOST_GONE_ON = 120  # items that one step completes
SUPERVISOR = next(person.login for person in PEOPLE if person.role == SUP)
ON_PURPOSE = "the tester let it fail"


class Stepping:
    """The steps in one world. ``still``: raises StepRefused when the replay takes too long."""

    def __init__(self, world: World, prepared: Prepared, passing: Passing, still: Callable[[], None]) -> None:
        self._world = world
        self._prepared = prepared
        self._passing = passing
        self._still = still

    @singledispatchmethod
    def take(self, step: Step) -> list[str]:
        """The elements whose items were completed. Raises StepRefused and what the commands refuse."""
        raise StepRefused("unknown_step", type(step).__name__)

    @take.register
    def _(self, step: Complete) -> list[str]:
        values = None if step.values is None else {name: list(texts) for name, texts in step.values.items()}
        try:
            complete(self._world, step.element, step.number, step.by, values)
        except (ProcessError, FormInvalid) as refusal:
            if type(refusal).__name__ == step.refused:
                return []
            raise
        if step.refused:
            raise StepRefused("not_refused", step.element)
        return [step.element]

    @take.register
    def _(self, step: GoOn) -> list[str]:
        did: list[str] = []
        for _ in range(MOST_GONE_ON):
            self._still()
            open_now = self._open_elements()
            if step.element in open_now or (not step.element and not open_now):
                return did
            if not open_now:
                raise StepRefused("never_came", step.element)
            complete(self._world, open_now[0], 1, "", None)
            self._passing.settle()
            did.append(open_now[0])
        raise StepRefused("never_came", step.element)

    @take.register
    def _(self, step: Begin) -> list[str]:
        with self._world.runtime.read_session() as session:
            first = session.scalars(select(Instance.id).order_by(Instance.id)).first()
        if first is None:
            raise NotFound(step.process)
        if step.process == ADJUSTMENT:
            self._world.runtime.execute(StartAdjustment(first), actor_named(self._world, SUPERVISOR))
        else:
            customer_id = customer_id_of(self._world)
            data = {"customer_id": customer_id, "cycle_id": first}
            self._world.runtime.execute(StartInstance(step.process, data, customer_id, first), SYSTEM)
        return []

    @take.register
    def _(self, step: Advance) -> list[str]:
        self._passing.advance(timedelta(hours=step.hours))
        return []

    @take.register
    def _(self, _step: Next) -> list[str]:
        self._passing.next()
        return []

    @take.register
    def _(self, step: Break) -> list[str]:
        if step.operation not in operation:
            code = "external_operation" if step.operation in external_operation else "unknown_operation"
            raise StepRefused(code, step.operation)
        self._world.failing.add(step.operation)
        return []

    @take.register
    def _(self, step: Repair) -> list[str]:
        self._world.failing.discard(step.operation)
        for job in self._failed():
            if self._operation_of(job) == step.operation:
                self._world.runtime.execute(RetryJob(job.id), SYSTEM)
        return []

    @take.register
    def _(self, step: Answer) -> list[str]:
        job = self._external(step.element)
        if job.status == "failed":
            self._world.runtime.execute(RetryJob(job.id), SYSTEM)
        fence = self._claimed(job)
        self._world.runtime.execute(CompleteJob(job.id, fence, dict(step.result)), SYSTEM)
        return []

    @take.register
    def _(self, step: Refuse) -> list[str]:
        job = self._external(step.element)
        while job.status == "pending":
            self._still()
            self._world.runtime.execute(FailJob(job.id, self._claimed(job), ON_PURPOSE), SYSTEM)
            job = self._external(step.element)
        return []

    @take.register
    def _(self, step: Send) -> list[str]:
        with self._world.runtime.read_session() as session:
            running = select(Instance.id).where(Instance.status == "running").order_by(Instance.id.desc())
            waiting = list(session.scalars(running))
        for instance_id in waiting:
            if self._world.runtime.execute(CorrelateMessage(instance_id, step.message, step.payload), SYSTEM):
                return []
        raise StepRefused("nobody_waits", step.message)

    def _open_elements(self) -> list[str]:
        with self._world.runtime.read_session() as session:
            return [item.element_id for item in open_items(session)]

    def _failed(self) -> list[Job]:
        with self._world.runtime.read_session() as session:
            return list(session.scalars(select(Job).where(Job.status == "failed").order_by(Job.id)))

    def _operation_of(self, job: Job) -> str | None:
        with self._world.runtime.read_session() as session:
            instance = session.get(Instance, job.instance_id)
            if instance is None:
                return None
            spec = self._world.runtime.definitions.get(session, instance.definition_version_id).spec
            element = spec.elements.get(str(job.arguments.get("element_id")))
            return None if element is None else element.operation

    def _external(self, element_id: str) -> Job:
        with self._world.runtime.read_session() as session:
            wanted = select(Job).where(Job.queue == EXTERNAL, Job.status.in_(("pending", "failed"))).order_by(Job.id)
            for job in session.scalars(wanted):
                if job.arguments.get("element_id") == element_id:
                    return job
        raise StepRefused("nobody_waits", element_id)

    def _claimed(self, job: Job) -> int:
        """The fence of a lease on the job, at the moment when it is due."""
        self._world.clock.now = max(self._world.clock(), job.run_at)
        claimed = self._world.runtime.execute(ClaimJob(WORKER, job.id), SYSTEM)
        if claimed is None:
            raise StepRefused("nobody_waits", str(job.arguments.get("element_id")))
        return int(claimed["fence"])
