"""Small processes to walk in, and ways to walk: by element, or at random to the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from processes.engine.comparison import Version
from processes.engine.instance import EngineInstance, OpenTask
from processes.engine.migration import Change, Verdict, classify, migrate
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers, diagram, flows, nodes, operation

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MESSAGES = '<bpmn:message id="closed" name="closed"/><bpmn:message id="opened" name="opened"/>'
CALLED = "<!-- called -->"
USUAL = {"n": 1, "again": False, "rows": [], "others": []}  # what a person answers


def spec_of(body: str) -> ProcessSpec:
    """A process as a database brings it back; behind each `CALLED` the key and the body of one that it calls."""
    main, *called = body.split(CALLED)
    files = diagram(main, MESSAGES)
    for one in called:
        key, _, inside = one.partition(" ")
        files |= diagram(inside, MESSAGES, key)
    return ProcessSpec.load(parse_process(files).dump())


def version(spec: ProcessSpec, **forms: object) -> Version:
    return Version(spec, forms)


def people_first(tasks: list[OpenTask]) -> OpenTask:
    """Timers come last."""
    return min(tasks, key=lambda task: ("user", "job", "message", "timer").index(task.kind))


class Walk:
    """One instance on its way; every step is stored and loaded again, as in the runtime."""

    def __init__(self, spec: ProcessSpec, answers: Answers | None = None, **data: object) -> None:
        self.spec, self.answers, self.now = spec, answers or Answers({}), START
        self.visits: dict[str, int] = {}
        self._keep(EngineInstance.start(spec, {"customer_id": 1, **data}, self.answers, self.now))

    def instance(self) -> EngineInstance:
        return EngineInstance.load(self.spec, self.blob, self.answers, self.now)

    def open(self) -> list[str]:
        return sorted(task.element_id for task in self.instance().open_tasks())

    def go(self, *steps: str | tuple[str, dict[str, object]]) -> Walk:
        """Completes user tasks and jobs by element id; ``>name`` sends a message; ``+days`` lets time pass."""
        for step in steps:
            name, values = (step, None) if isinstance(step, str) else step
            self._act(lambda engine, name=name, values=values: self._step(engine, name, values))
        return self

    def to(self, change: Change) -> Walk:
        """Migrates."""
        _, self.blob = migrate(change, self.blob, self.visits)
        self.spec = change.new.spec
        return self

    def verdict(self, change: Change) -> Verdict:
        return classify(change, self.blob, self.visits)

    def finish(self, choose: Callable[[list[OpenTask]], OpenTask] | None = None, most: int = 200) -> list[str]:
        """Goes on until the end; what was done in order."""
        done = []
        for _ in range(most):
            engine = self.instance()
            if engine.is_completed:
                return done
            task = (choose or people_first)(engine.open_tasks())
            done.append(task.element_id)
            self._act(lambda engine, task=task: self._answer(engine, task))
        raise AssertionError(f"not finished after {most} steps; open: {self.open()}")

    def _step(self, engine: EngineInstance, name: str, values: dict[str, object] | None) -> None:
        if name.startswith(">"):
            assert engine.correlate(name[1:], values or {})
        elif name.startswith("+"):
            self.now += timedelta(days=int(name[1:]))
            EngineInstance.__init__(engine, self.spec, engine._workflow, self.answers, self.now)
            engine.fire_timers()
        else:
            found = [task for task in engine.open_tasks() if task.element_id == name and task.kind in ("user", "job")]
            assert found, f"{name} is not open, but {self.open()}"
            self._answer(engine, found[0], values)

    def _answer(self, engine: EngineInstance, task: OpenTask, values: dict[str, object] | None = None) -> None:
        if task.kind == "user":
            engine.complete_user_task(task.task_id, USUAL if values is None else values)
        elif task.kind == "job":
            engine.complete_job(task.task_id, values or {})
        elif task.name is not None:
            assert engine.correlate(task.name, {})
        else:
            due = engine.next_timer_at()
            assert due is not None
            self.now = max(self.now, due)
            EngineInstance.__init__(engine, self.spec, engine._workflow, self.answers, self.now)
            engine.fire_timers()

    def _act(self, act: Callable[[EngineInstance], None]) -> None:
        engine = self.instance()
        act(engine)
        self._keep(engine)

    def _keep(self, engine: EngineInstance) -> None:
        for _, element in engine.visited:
            self.visits[element] = self.visits.get(element, 0) + 1
        self.blob = engine.dump()


def timer(key: str, value: str = "'P2D'") -> str:
    duration = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{value}</bpmn:timeDuration>'
    return f"<bpmn:timerEventDefinition id='{key}_timer'>{duration}</bpmn:timerEventDefinition>"


def message(key: str, name: str = "closed") -> str:
    return f"<bpmn:messageEventDefinition id='{key}_m' messageRef='{name}'/>"


__all__ = ["CALLED", "Walk", "flows", "message", "nodes", "operation", "spec_of", "timer", "version"]
