"""Which sequence flows of a diagram lead back: those that close a loop at a place that lay on every way to them."""

from collections.abc import Mapping

from processes.diagrams.model import Diagram

Before = Mapping[str, frozenset[str]]


def ways_back(diagram: Diagram) -> list[str]:
    """Ids of the sequence flows whose target every way from the start to their source has passed, in the file's order.

    A loop that can be entered at two places has no such flow, and is left out.
    """
    passed = _passed(_before(diagram))
    flows = [flow for flow in diagram.flows.values() if flow.kind == "sequence"]
    return [flow.id for flow in flows if flow.target in passed.get(flow.source, ())]


def _before(diagram: Diagram) -> Before:
    """Element → those a token comes from: along flows, out of a task by its boundary event, into a sub-process."""
    found: dict[str, set[str]] = {key: set() for key in diagram.elements}
    for flow in diagram.flows.values():
        if flow.kind == "sequence" and flow.target in found and flow.source in found:
            found[flow.target].add(flow.source)
    for key, element in diagram.elements.items():
        host = element.attached_to or (element.parent if not found[key] else None)
        if host in found and host != key:
            found[key].add(host)
    return {key: frozenset(sources) for key, sources in found.items()}


def _passed(before: Before) -> dict[str, frozenset[str]]:
    """Element → itself and what lies on every way to it (its dominators), by narrowing until nothing changes."""
    everything = frozenset(before)
    passed = {key: everything if sources else frozenset((key,)) for key, sources in before.items()}
    changes = True
    while changes:
        changes = False
        for key, sources in before.items():
            if sources:
                narrowed = frozenset.intersection(*(passed[one] for one in sources)) | {key}
                changes = changes or narrowed != passed[key]
                passed[key] = narrowed
    return passed
