"""Two versions of one process beside each other: what leads where, and which elements differ. Knows no instance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.specs.Join import Join

from processes.engine.parsing import ProcessSpec
from processes.engine.state import spec_to_dict

TOP = ""  # the part that is the process itself; the others are sub-processes by the name of their spec
Node = tuple[str, str]  # part, name of the task spec

# What a person sees or a later step reads, and nothing that a waiting token was made from.
_SHOWN = frozenset(("bpmn_name", "description", "documentation", "lane", "extensions", "lookahead"))
_LEADING = frozenset(("inputs", "outputs"))


@dataclass(frozen=True)
class Version:
    """One version as the comparison reads it. ``forms``: form key → anything that is equal when the form is."""

    spec: ProcessSpec
    forms: Mapping[str, object]

    @cached_property
    def parts(self) -> dict[str, Any]:
        """The engine's specs: of the process and of every sub-process that it can call."""
        return {TOP: self.spec.spec, **self.spec.subprocess_specs}

    def task_spec(self, node: Node) -> Any | None:
        """The engine's spec of a node; None where this version has none."""
        part = self.parts.get(node[0])
        return None if part is None else part.task_specs.get(node[1])

    def ahead(self, starts: Iterable[Node]) -> frozenset[Node]:
        """Everything that can be reached from there, these included; what is called and attached too."""
        found = [node for node in starts if self.task_spec(node) is not None]
        seen = set(found)
        for node in found:
            for following in self._following(node):
                if following not in seen and self.task_spec(following) is not None:
                    seen.add(following)
                    found.append(following)
        return frozenset(seen)

    def boundary(self, node: Node) -> frozenset[str]:
        """The names of the boundary events attached to an activity."""
        split = self.task_spec((node[0], f"{node[1]}.BoundaryEventSplit"))
        attached = () if split is None else split.outputs
        return frozenset(one.name for one in attached if isinstance(one, BoundaryEvent))

    def face(self, node: Node) -> str:
        """Everything of a node that this version says, as one text: equal texts, equal nodes."""
        spec = self.task_spec(node)
        outline, key = self.spec.outline, getattr(spec, "bpmn_id", None)
        element = outline.elements.get(key or "")
        said: list[object] = [content_of(spec, leading=True)]
        if element is not None:
            lane = outline.lanes.get(element.lane_id or "")
            said += [replace(element, incoming=()), [outline.flows[flow] for flow in element.outgoing], lane]
            said.append(self.forms.get(element.properties.get("form", "")))
            said.append(self.spec.tables.get(element.decision or ""))
        return json.dumps(said, sort_keys=True, ensure_ascii=False, default=repr)

    def _following(self, node: Node) -> list[Node]:
        part, spec = node[0], self.task_spec(node)
        found = [(part, name) for name in spec._outputs] if spec is not None else []
        if isinstance(spec, LoopTask):
            found.append((part, spec.task_spec))
        if isinstance(spec, SubWorkflowTask):
            found.append((spec.spec, "Start"))
        return found


def element_of(name: str) -> str:
    """The element that the engine's spec of that name belongs to: it adds some of its own beside an element."""
    return name.removesuffix(" [child]").removesuffix(".BoundaryEventSplit").removesuffix(".BoundaryEventJoin")


def is_own(spec: Any) -> bool:
    """Whether the engine made the spec itself, beside those of the diagram."""
    return spec.bpmn_id is None or isinstance(spec, (BoundaryEventSplit, BoundaryEventJoin))


def kind_of(spec: Any) -> str:
    """What kind of element the engine takes it for."""
    return type(spec).__name__


def content_of(spec: Any, leading: bool = False) -> dict[str, Any]:
    """What the engine reads of a spec, without what only people read; ``leading``: with where it leads to."""
    content = {key: value for key, value in spec_to_dict(spec).items() if key not in _SHOWN | _LEADING}
    if hasattr(spec, "event_definition"):
        # By hand: a timer on the step's clock is of a class that the serialiser does not know.
        content["event_definition"] = _plain(spec.event_definition)
    if leading:
        content["outputs"] = sorted(spec._outputs)
        content["inputs"] = sorted(spec._inputs) if isinstance(spec, Join) else []
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if not hasattr(value, "__dict__"):
        return value
    said = {key: _plain(one) for key, one in vars(value).items()}
    if "event_definitions" in said:  # their order is that of the shapes on the page
        said["event_definitions"] = sorted(said["event_definitions"], key=repr)
    return {"kind": kind_of(value), **said}
