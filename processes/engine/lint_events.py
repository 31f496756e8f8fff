"""Lint of events: what is thrown must be heard, what is waited for must be able to come."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from processes.engine.elements import BPMN, Outline, nodes

Finding = tuple[str | None, str, str]

_EVENTS = ("message", "signal", "error", "escalation")
_CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")
_AWAITED = ("intermediateCatchEvent", "receiveTask")


def event_problems(process: _Element, outline: Outline) -> Iterator[Finding]:
    """(element id, code, value at fault) of events that would wait, or be thrown, in vain."""
    yield from _definitions(process)
    yield from _references(process)
    yield from _unheard(process)
    yield from _event_gateways(process, outline)
    yield from _boundaries(process, outline)


def _definitions(process: _Element) -> Iterator[Finding]:
    for node in nodes(process):
        found = [child for child in node if str(child.tag).endswith("EventDefinition")]
        if len(found) > 1:
            yield node.get("id"), "several_events", str(len(found))
        if any(child.tag == f"{BPMN}cancelEventDefinition" for child in found):
            yield node.get("id"), "cancel_event", ""
        if not found and str(node.tag).removeprefix(BPMN) in ("intermediateCatchEvent", "boundaryEvent"):
            yield node.get("id"), "no_event", ""


def _references(process: _Element) -> Iterator[Finding]:
    """An event refers to what the diagram declares with a name; the library would listen for the element's."""
    root = process.getroottree().getroot()
    for kind in _EVENTS:
        declared = {one.get("id") for one in root.iter(f"{BPMN}{kind}") if one.get("name")}
        for node in nodes(process):
            for reference in _references_of(node, kind):
                if reference not in declared:
                    yield node.get("id"), "event_unknown", reference


def _references_of(node: _Element, kind: str) -> list[str]:
    found = [one.get(f"{kind}Ref", "") for one in node.findall(f"{BPMN}{kind}EventDefinition")]
    if kind == "message" and node.tag in (f"{BPMN}receiveTask", f"{BPMN}sendTask"):
        found.append(node.get("messageRef", ""))
    return found


def _unheard(process: _Element) -> Iterator[Finding]:
    """Messages come from outside too; the others only from inside. What nobody hears is lost in silence."""
    for kind in _EVENTS:
        thrown, caught = dict[str, list[_Element]](), dict[str, list[_Element]]()
        for node in nodes(process):
            side = caught if str(node.tag).removeprefix(BPMN) in _CATCHING else thrown
            for reference in _references_of(node, kind):
                side.setdefault(reference, []).append(node)
        for reference, throwers in thrown.items():
            yield from ((one.get("id"), "nobody_hears", reference) for one in throwers if not _heard(one, caught, kind))
        if kind != "message":
            for reference, catchers in caught.items():
                if not any(_hears(one, thrower, kind) for one in catchers for thrower in thrown.get(reference, [])):
                    yield from ((one.get("id"), "never_thrown", reference) for one in catchers)


def _heard(thrower: _Element, caught: dict[str, list[_Element]], kind: str) -> bool:
    same = next((found for found in caught.items() if found[0] in _references_of(thrower, kind)), ("", []))[1]
    return any(_hears(one, thrower, kind) for one in same)


def _hears(catcher: _Element, thrower: _Element, kind: str) -> bool:
    """An error reaches only the borders of the sub-processes around it."""
    if kind != "error":
        return True
    return catcher.get("attachedToRef") in [around.get("id") for around in thrower.iterancestors()]


def _event_gateways(process: _Element, outline: Outline) -> Iterator[Finding]:
    timed = {node.get("id", "") for node in nodes(process) if node.find(f"{BPMN}timerEventDefinition") is not None}
    for element in outline.elements.values():
        if element.type != "eventBasedGateway":
            continue
        targets = [
            outline.flows[key].target for key in element.outgoing if outline.flows[key].target in outline.elements
        ]
        if sum(target in timed for target in targets) > 1:
            yield element.id, "two_timers", str(len(targets))
        others = [target for target in targets if outline.elements[target].type not in _AWAITED]
        shared = [target for target in targets if len(outline.elements[target].incoming) > 1]
        yield from ((element.id, "event_gateway_target", target) for target in (*others, *shared))


def _boundaries(process: _Element, outline: Outline) -> Iterator[Finding]:
    for node in process.iter(f"{BPMN}boundaryEvent"):
        host = outline.elements.get(node.get("attachedToRef", ""))
        if host is None or not host.type.endswith(("Task", "task", "Process", "callActivity")):
            yield node.get("id"), "boundary_host", node.get("attachedToRef", "")
        elif host.incoming == () or node.get("id") == host.id:
            yield node.get("id"), "boundary_host", host.id
