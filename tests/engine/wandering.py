"""Walks a random way through a random diagram, stored and loaded between steps, and watches every token."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from processes.engine.instance import EngineInstance, OpenTask, OperationCall
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.random_models import MESSAGES, Model, Node

DECISIONS = 30  # after which every loop is left
JOINS = ("parallelGateway", "inclusiveGateway")


class Wanderer:
    """One instance of a model. ``is_completed``; `step` raises the engine's faults and AssertionError."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model, self.chance = model, random.Random(seed)
        self.now = datetime(2026, 3, 2, tzinfo=UTC)
        self.spec = ProcessSpec.load(parse_process(model.files()).dump())
        self.visits, self.taken, self.decisions = Counter[str](), Counter[str](), 0
        self.instance = EngineInstance.start(self.spec, {}, self._answer, self.now)
        self._note(None, [])

    @property
    def is_completed(self) -> bool:
        return self.instance.is_completed

    def step(self) -> None:
        """Whoever is responsible for one of the open tasks acts."""
        before = self._loaded().open_tasks()
        task = self.chance.choice(before)
        getattr(self, f"_act_on_{task.kind}")(task)
        self._note(task, before)

    def _answer(self, call: OperationCall) -> Mapping[str, object] | None:
        if call.operation == "work":
            return None if self.chance.random() < 0.4 else {"n": 0}
        self.decisions += 1
        goes_on = self.decisions < DECISIONS
        bits = [goes_on and self.chance.random() < 0.5 for _ in range(3)]
        few = [{"n": number} for number in range(self.chance.randrange(4) if goes_on else 0)]
        return {"n": self.chance.randrange(3) if goes_on else 0, "bits": bits, "few": few}

    def _loaded(self) -> EngineInstance:
        self.instance = EngineInstance.load(self.spec, self.instance.dump(), self._answer, self.now)
        return self.instance

    def _act_on_user(self, task: OpenTask) -> None:
        self.instance.complete_user_task(task.task_id, {"a": 1})

    def _act_on_job(self, task: OpenTask) -> None:
        self.instance.complete_job(task.task_id, {"n": 0})

    def _act_on_timer(self, task: OpenTask) -> None:
        due = self.instance.next_timer_at()
        assert due is not None, f"no timer would ever wake {task.element_id}"
        self.now = max(self.now, due)
        self._loaded().fire_timers()
        assert self.instance.visited, f"the timer of {task.element_id} did nothing"

    def _act_on_message(self, task: OpenTask) -> None:
        if task.name is None and self.instance.next_timer_at() is not None and self.chance.random() < 0.5:
            self._act_on_timer(task)
            return
        names = MESSAGES if task.name is None else (task.name,)
        heard = [name for name in names if self.instance.correlate(name, {"sent": name})]
        assert heard, f"no message would ever wake {task.element_id}"

    def _note(self, acted: OpenTask | None, before: list[OpenTask]) -> None:
        self.visits.update(element for _, element in self.instance.visited)
        self.taken.update(self.instance.flows_taken)
        now_open = {task.task_id for task in self.instance.open_tasks()}
        stopped = {self.model.nodes[key].host for _, key in self.instance.visited if self._stops(key)}
        for task in before:
            if task is acted or task.task_id in now_open or task.kind in ("timer", "message"):
                continue
            assert self._inside(task.element_id) & stopped, f"{task.element_id} vanished"

    def _stops(self, key: str) -> bool:
        return 'cancelActivity="true"' in self.model.nodes[key].attributes

    def _inside(self, key: str) -> set[str]:
        found = {key}
        while around := self.model.around(key):
            found.add(around)
            key = around
        return found

    def assert_every_token_arrived(self) -> None:
        """At the end each element was finished as often as flows led to it; joins once for each of theirs."""
        for node in self.model.nodes.values():
            if node.tag not in ("startEvent", "boundaryEvent") and not self._inside(node.id) & self.model.interrupted:
                self._assert_conserved(node)

    def _assert_conserved(self, node: Node) -> None:
        arrived = [self.taken[flow] for flow in self.spec.elements[node.id].incoming]
        visits, told = self.visits[node.id], f"{node.id}: {arrived} arrived, {self.visits[node.id]} went on"
        if node.tag == "parallelGateway" and len(arrived) > 1:
            assert set(arrived) == {visits}, told
        elif node.tag == "inclusiveGateway" and len(arrived) > 1:
            assert max(arrived) <= visits <= sum(arrived), told
        else:
            assert visits == sum(arrived), told
