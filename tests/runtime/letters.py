"""A process with three places that wait for the same message, two of which see the same reference."""

from __future__ import annotations

from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.random_models import message_event

BRANCHES = {"first": "north", "second": "north", "third": "south"}  # place → the reference that it waits with
MESSAGE = '<bpmn:message id="letter" name="letter"/>'


def letters() -> dict[str, bytes]:
    """The process `small`: each branch names its reference, waits for a letter, and gives it to somebody to read."""
    parts = [nodes("startEvent begin", "parallelGateway fork", "parallelGateway join", "endEvent end")]
    lines = ["begin fork", "join end"]
    for place, reference in BRANCHES.items():
        parts.append(
            nodes(
                f"scriptTask name_{place} ><bpmn:script>reference = '{reference}'</bpmn:script>",
                f"intermediateCatchEvent {place} >{message_event('letter')}",
                f"userTask read_{place}",
            )
        )
        lines += [f"fork name_{place}", f"name_{place} {place}", f"{place} read_{place}", f"read_{place} join"]
    lane = f"<bpmn:lane id='lane_am' name='lane_am'>{''.join(map(_in_lane, BRANCHES))}</bpmn:lane>"
    return diagram(f"<bpmn:laneSet id='lanes'>{lane}</bpmn:laneSet>{''.join(parts)}{flows(*lines)}", MESSAGE)


def _in_lane(place: str) -> str:
    return f"<bpmn:flowNodeRef>read_{place}</bpmn:flowNodeRef>"
