"""What a diagram may not contain although the engine would accept it: it would run wrongly in silence.

Every check returns `Problem`s; none raises. The checks of texts inside elements are in `lint_texts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice

from lxml.etree import _Element

from processes.engine.decisions import DecisionTable
from processes.engine.elements import BPMN, Element, Outline, nodes
from processes.engine.errors import MAX_PROBLEMS, Problem
from processes.engine.lint_decisions import decision_problems
from processes.engine.lint_events import event_problems
from processes.engine.lint_growth import growth_problems
from processes.engine.lint_many import many_problems
from processes.engine.lint_sizes import length_problems
from processes.engine.lint_texts import text_problems

_BANNED_NODES = {
    "complexGateway": "complex_gateway",
    "adHocSubProcess": "ad_hoc_sub_process",
    "transaction": "transaction",
}
_BANNED_PARTS = {
    "linkEventDefinition": "link_event",
    "compensateEventDefinition": "compensation_event",
    "conditionalEventDefinition": "conditional_event",
    "standardLoopCharacteristics": "standard_loop",
}
_GATEWAYS = ("exclusiveGateway", "inclusiveGateway")


def problems_of(
    file: str, process: _Element, outline: Outline, tables: Mapping[str, DecisionTable], known: Collection[str]
) -> list[Problem]:
    """Everything wrong with a process, in the order of the checks. ``tables``: those that it may call; ``known``: the
    elements of all diagrams of its definition."""
    found = chain(
        length_problems(process),
        _duplicate_ids(process),
        _banned(process),
        _ends(process),
        _connections(outline),
        _scopes(process),
        _unreachable(outline),
        _gateways(process, outline),
        _loops_without_choice(outline),
        growth_problems(outline),
        event_problems(process, outline),
        text_problems(process, outline, known),
        decision_problems(outline, tables),
        many_problems(process, outline),
    )
    return [Problem(file, *one) for one in islice(found, MAX_PROBLEMS + 1)]


Finding = tuple[str | None, str, str]


def _duplicate_ids(process: _Element) -> Iterator[Finding]:
    ids = Counter(node.get("id", "") for node in process.iter(f"{BPMN}*") if node.get("id") is not None)
    yield from ((key, "duplicate_id", key) for key, count in ids.items() if count > 1)
    yield from ((None, "missing_id", node.get("name", "")) for node in nodes(process) if not node.get("id"))


def _banned(process: _Element) -> Iterator[Finding]:
    for node in nodes(process):
        kind = str(node.tag).removeprefix(BPMN)
        if kind in _BANNED_NODES:
            yield node.get("id"), _BANNED_NODES[kind], kind
        if kind == "subProcess" and node.get("triggeredByEvent") == "true":
            yield node.get("id"), "event_sub_process", kind
        for child in node:
            part = str(child.tag).removeprefix(BPMN)
            if part in _BANNED_PARTS:
                yield node.get("id"), _BANNED_PARTS[part], part


def _ends(process: _Element) -> Iterator[Finding]:
    """Each process and sub-process has one start and an end; a sub-process is named."""
    for scope in (process, *process.iter(f"{BPMN}subProcess")):
        key = None if scope is process else scope.get("id")
        starts = len(scope.findall(f"{BPMN}startEvent"))
        if starts == 0:
            yield key, "no_start_event", ""
        if starts > 1:
            yield key, "several_start_events", str(starts)
        if scope.find(f"{BPMN}endEvent") is None:
            yield key, "no_end_event", ""


def _scopes(process: _Element) -> Iterator[Finding]:
    """A flow stays inside its sub-process, and no second one joins the same elements."""
    home = {node.get("id", ""): node.getparent() for node in nodes(process)}
    pairs: Counter[tuple[str, str]] = Counter()
    for flow in process.iter(f"{BPMN}sequenceFlow"):
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        pairs[source, target] += 1
        if source in home and target in home and home[source] is not home[target]:
            yield flow.get("id"), "flow_leaves_sub_process", target
        if pairs[source, target] > 1:
            yield flow.get("id"), "double_flow", target


def _connections(outline: Outline) -> Iterator[Finding]:
    for flow in outline.flows.values():
        for end in (flow.source, flow.target):
            if end not in outline.elements:
                yield flow.id, "flow_end_missing", end
    for element in outline.elements.values():
        if not element.outgoing and element.type != "endEvent":
            yield element.id, "dead_end", element.type
        if len(element.outgoing) > 1 and not element.type.endswith("Gateway"):
            yield element.id, "implicit_split", str(len(element.outgoing))


def _unreachable(outline: Outline) -> Iterator[Finding]:
    starts = [e.id for e in outline.elements.values() if e.type in ("startEvent", "boundaryEvent")]
    reached = reachable(outline, starts)
    yield from ((key, "unreachable", "") for key in outline.elements if key not in reached)


def _gateways(process: _Element, outline: Outline) -> Iterator[Finding]:
    conditional = {
        flow.get("id", "")
        for flow in process.iter(f"{BPMN}sequenceFlow")
        if flow.find(f"{BPMN}conditionExpression") is not None
    }
    defaults = {node.get("id", ""): node.get("default") for node in nodes(process)}
    for element in outline.elements.values():
        if element.type not in _GATEWAYS or len(element.outgoing) < 2:
            yield from ((key, "condition_ignored", element.id) for key in element.outgoing if key in conditional)
            continue
        default = defaults[element.id]
        if (default is None and element.type == "exclusiveGateway") or (default and default not in element.outgoing):
            yield element.id, "no_default_flow", default or ""
        plain = [key for key in element.outgoing if key not in conditional and key != defaults[element.id]]
        yield from ((key, "no_condition", element.id) for key in plain)
        if defaults[element.id] in conditional:
            yield defaults[element.id], "condition_ignored", element.id


def _loops_without_choice(outline: Outline) -> Iterator[Finding]:
    """A loop needs a gateway that may leave it: what the engine foresees on one without has no end."""
    plain = {element.id for element in outline.elements.values() if not _chooses(element)}
    for key in plain:
        following = [outline.flows[flow].target for flow in outline.elements[key].outgoing]
        if key in reachable(outline, [target for target in following if target in plain], plain):
            yield key, "loop_without_gateway", ""


def _chooses(element: Element) -> bool:
    return element.type == "eventBasedGateway" or (element.type in _GATEWAYS and len(element.outgoing) > 1)


def reachable(outline: Outline, starts: list[str], within: set[str] | None = None) -> set[str]:
    """The element ids that flows lead to from ``starts``, these included; ``within``: only through those."""
    found = list(starts)
    seen = set(starts)
    for key in found:
        element: Element | None = outline.elements.get(key)
        for flow in element.outgoing if element else ():
            target = outline.flows[flow].target
            if target not in seen and (within is None or target in within):
                seen.add(target)
                found.append(target)
    return seen
