"""What a tester may expect of a scenario: what is seen at the end of a try-out, in the order of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from processes.engine.hearing import Heard
from processes.engine.parsing import ProcessSpec
from processes.scenarios import Decided, EndsAt, Expectation, Holds, Incidents, OpenAt, Passes
from services.tryout.points import Point

MOST_VALUES = 200  # of process data, as lines
DEEPEST = 8
SCALARS = (str, int, float, bool, type(None))


def outcome_offers(point: Point, spec: ProcessSpec) -> list[Expectation]:
    """How it ended: what is open or at which end, and the open incidents."""
    draft = point.draft
    ends = [one.id for one in spec.elements.values() if one.type == "endEvent" and point.visits[one.id]]
    ended: list[Expectation] = []
    if draft is not None and draft.status == "completed":
        ended = [EndsAt(key) for key in ends]
    opened = tuple(sorted({item.element_id for item in point.items}))
    return [*ended, OpenAt(opened), Incidents(len(point.troubles))]


def path_offers(point: Point, spec: ProcessSpec) -> list[Expectation]:
    """The ways that were chosen at gateways, and the people's tasks that were done."""
    elements = spec.elements
    gateways = {key for key, one in elements.items() if one.type.endswith("Gateway") and len(one.outgoing) > 1}
    chosen = [key for key, flow in spec.flows.items() if flow.source in gateways and point.path[key]]
    tasks = [key for key, one in elements.items() if one.type == "userTask" and point.visits[key]]
    return [Passes(key) for key in (*chosen, *tasks)]


def decision_offers(heard: Sequence[Heard]) -> list[Expectation]:
    """The last answer of each table that was asked."""
    last = {one.key: one.rules for one in heard}
    return [Decided(key, rules[0]) for key, rules in last.items() if rules]


def data_offers(data: Mapping[str, object]) -> list[Expectation]:
    """The values of the process data."""
    return [Holds(name, value) for name, value in leaves(data)]


def leaves(data: Mapping[str, object]) -> list[tuple[str, object]]:
    """Process data as lines: keys joined by dots, and the value there; a key with a dot in it cannot be named."""
    found: list[tuple[str, object]] = []
    for line in _leaves("", data, 0):
        found.append(line)
        if len(found) == MOST_VALUES:
            break
    return found


def _leaves(prefix: str, value: object, depth: int) -> Iterator[tuple[str, object]]:
    if isinstance(value, SCALARS):
        yield prefix, value
        return
    if depth > DEEPEST:
        return
    parts = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        if "." not in str(key):
            yield from _leaves(f"{prefix}.{key}" if prefix else str(key), part, depth + 1)
