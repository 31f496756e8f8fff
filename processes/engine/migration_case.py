"""What is asked: from which version to which, and one instance of it. Keeps what many instances share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from processes.engine.carrying import OPEN, held, parts_of
from processes.engine.certainty import NOTHING, Certainty, Fact, Facts, facts_read
from processes.engine.comparison import TOP, Node, Version
from processes.engine.marking import Game, Marking, TooManyMarkings


@dataclass(frozen=True)
class Reason:
    """``code``: the key of the sentence in `web`; ``element_id``: where; ``detail``: the value at fault."""

    code: str
    element_id: str | None
    detail: str = ""


@dataclass(frozen=True)
class Change:
    """From one version to another. Keeps what many instances share: build it once for all of them."""

    old: Version
    new: Version
    _differs: dict[Node, bool] = field(default_factory=dict)
    _ahead: dict[tuple[bool, frozenset[Node]], frozenset[Node]] = field(default_factory=dict)
    _reads: dict[bool, frozenset[Fact]] = field(default_factory=dict)
    _certain: dict[tuple[bool, frozenset[Node], Facts], Certainty] = field(default_factory=dict)
    _risks: dict[tuple[str, Marking], frozenset[Reason]] = field(default_factory=dict)

    def differs(self, node: Node) -> bool:
        """Whether the two versions say something else about a node."""
        if node not in self._differs:
            specs = self.old.task_spec(node), self.new.task_spec(node)
            self._differs[node] = None in specs or self.old.face(node) != self.new.face(node)
        return self._differs[node]

    def ahead(self, starts: frozenset[Node], new: bool) -> frozenset[Node]:
        """What can be reached in one of the versions."""
        if (new, starts) not in self._ahead:
            self._ahead[new, starts] = (self.new if new else self.old).ahead(starts)
        return self._ahead[new, starts]

    def risks(self, part: str, marking: Marking) -> frozenset[Reason]:
        """What may go wrong with these tokens in the new version only."""
        if (part, marking) not in self._risks:
            self._risks[part, marking] = frozenset(self._play(part, marking))
        return self._risks[part, marking]

    def all_reads(self, new: bool) -> frozenset[Fact]:
        """Everything that some element of one of the versions reads."""
        if new not in self._reads:
            version = self.new if new else self.old
            nodes = [(part, name) for part, spec in version.parts.items() for name in spec.task_specs]
            self._reads[new] = frozenset(fact for node in nodes for fact in facts_read(version, node))
        return self._reads[new]

    def certainty(self, new: bool, starts: frozenset[Node], known: Facts) -> Certainty:
        """What is certain ahead of there in one of the versions."""
        if (new, starts, known) not in self._certain:
            version, ahead = self.new if new else self.old, self.ahead(starts, new)
            self._certain[new, starts, known] = Certainty(version, starts, known, ahead)
        return self._certain[new, starts, known]

    @property
    def fresh(self) -> Certainty:
        """What is certain for whoever begins on the new version."""
        return self.certainty(True, frozenset({(TOP, "Start")}), NOTHING)

    def _play(self, part: str, marking: Marking) -> Iterator[Reason]:
        try:
            before, after = (Game(version.parts[part], marking) for version in (self.old, self.new))
        except TooManyMarkings:
            yield Reason("too_many_ways", None)
            return
        yield from (Reason("join_stuck", name) for name in sorted(after.stuck - before.stuck))
        yield from (Reason("done_twice", name) for name in sorted(after.doubled - before.doubled))


@dataclass(frozen=True)
class Case:
    """One instance, loaded under its old version. ``finished``: the ids of all elements it ever finished."""

    change: Change
    workflow: BpmnWorkflow
    finished: frozenset[str]

    @cached_property
    def open_nodes(self) -> frozenset[Node]:
        """Where something is open, joins that wait included."""
        return frozenset((part, task.task_spec.name) for part, task in self.open_tasks)

    @cached_property
    def open_tasks(self) -> list[tuple[str, Any]]:
        """(part, task) of everything open."""
        return [
            (part, task) for part, running in parts_of(self.workflow) for task in held(running) if task.has_state(OPEN)
        ]

    @cached_property
    def ahead_before(self) -> frozenset[Node]:
        """What it could reach on its version."""
        return self.change.ahead(self.open_nodes, new=False)

    @cached_property
    def ahead_after(self) -> frozenset[Node]:
        """What it could reach on the new one."""
        return self.change.ahead(self.open_nodes, new=True)

    @cached_property
    def data(self) -> dict[str, object]:
        """What the open tasks and the last one hold."""
        found: dict[str, object] = {}
        for _, running in parts_of(self.workflow):
            found.update(running.last_task.data if running.last_task is not None else {})
        for _, task in self.open_tasks:
            found.update(task.data)
        return found
