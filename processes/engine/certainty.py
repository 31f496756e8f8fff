"""What is certain at each element ahead: which names are in the data, which work has been done, whichever way it went.

A must-analysis over one version, from where the tokens are. Of ways that meet only what all of them bring is certain;
of branches that a parallel join waits for, what any of them brings.
"""

from __future__ import annotations

from collections.abc import Iterator

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from processes.engine.comparison import Node, Version, element_of
from processes.engine.reads import deletes_of, is_script, reads_of, writes_of

Fact = tuple[str, str | None]  # a name and the key that is taken from it
Done = tuple[str]  # an element's id
Facts = frozenset[Fact | Done]
NOTHING: Facts = frozenset()


class Certainty:
    """``before``: node → what is certain when it is reached; only of what can be reached from ``starts``."""

    def __init__(self, version: Version, starts: frozenset[Node], known: Facts, ahead: frozenset[Node]) -> None:
        """``known``: what is certain at the starts."""
        self._version, self._starts, self._known = version, starts, known
        self._specs = {node: spec for node in ahead if (spec := version.task_spec(node)) is not None}
        self.reads = {node: facts_read(version, node) for node in self._specs}
        everything = frozenset(read for reads in self.reads.values() for read in reads)
        self._made = {node: self._makes(node, everything) for node in self._specs}
        self._gone = {node: self._takes(node, everything) for node in self._specs}
        done: Facts = frozenset((element_of(name),) for _, name in self._specs)
        self.before: dict[Node, Facts] = dict.fromkeys(self._specs, everything | done | known)
        self._settle(self._sources())

    def reading(self, node: Node) -> Facts:
        """What is certain when the node's texts are evaluated: its own answer too, where that comes first."""
        own = NOTHING if is_script(self._specs[node]) else self._made[node]
        return self.before[node] | own

    def is_written(self, fact: Fact, node: Node) -> bool:
        """Whether some other element ahead may write the name."""
        return any((fact in made) for other, made in self._made.items() if other != node)

    def _settle(self, sources: dict[Node, list[Node]]) -> None:
        changed = True
        while changed:
            changed = False
            for node, coming in sources.items():
                found = self._meet(node, coming)
                if found != self.before[node]:
                    self.before[node], changed = found, True

    def _meet(self, node: Node, coming: list[Node]) -> Facts:
        brought = [(self.before[one] - self._gone[one]) | self._brought(one, node) for one in coming]
        if node in self._starts:
            brought.append(self._known)
        if not brought:
            return NOTHING
        if isinstance(self._specs[node], ParallelGateway):
            return NOTHING.union(*brought)
        return brought[0].intersection(*brought[1:])

    def _brought(self, source: Node, node: Node) -> Facts:
        """What a node makes; to each of many it gives an item, and no result yet."""
        spec = self._specs[source]
        if not isinstance(spec, MultiInstanceTask) or node[1] != spec.task_spec:
            return self._made[source]
        return frozenset(read for read in self.reads[node] if read[0] == spec.item_name)

    def _sources(self) -> dict[Node, list[Node]]:
        found: dict[Node, list[Node]] = {node: [] for node in self._specs}
        for node in self._specs:
            for target in self._targets(node):
                if target in found:
                    found[target].append(node)
        return found

    def _targets(self, node: Node) -> Iterator[Node]:
        """A sub-process goes in, and on from its end."""
        spec = self._specs[node]
        if isinstance(spec, SubWorkflowTask):
            yield (spec.spec, "Start")
            return
        yield from ((node[0], name) for name in spec._outputs)
        if isinstance(spec, MultiInstanceTask):
            yield (node[0], spec.task_spec)
        if node[1] == "End":
            for caller, called in self._specs.items():
                if isinstance(called, SubWorkflowTask) and called.spec == node[0]:
                    yield from ((caller[0], name) for name in called._outputs)

    def _makes(self, node: Node, everything: Facts) -> Facts:
        names = writes_of(self._specs[node])
        written = frozenset(fact for fact in everything if fact[0] in names)
        return written | {(element_of(node[1]),)}

    def _takes(self, node: Node, everything: Facts) -> Facts:
        names = deletes_of(self._specs[node])
        return frozenset(fact for fact in everything if fact[0] in names) if names else NOTHING


def facts_read(version: Version, node: Node) -> frozenset[Fact]:
    """What a node's texts read."""
    spec = version.task_spec(node)
    element = version.spec.elements.get(getattr(spec, "bpmn_id", None) or "")
    return reads_of(spec, element, version.spec.tables.get(getattr(spec, "decision", "")))
