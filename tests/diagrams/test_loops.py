"""The ways back of a diagram: what closes a loop at a place that was passed for certain, and nothing else."""

from __future__ import annotations

import pytest

from processes.diagrams import Diagram, ways_back
from tests.diagrams.small import NAMESPACES


def diagram(nodes: str, flows: str) -> Diagram:
    """``flows``: as `lines` takes them; ``nodes``: XML."""
    process = f'<bpmn:process id="p">{nodes}{lines(flows)}</bpmn:process>'
    return Diagram.parse(f'<bpmn:definitions {NAMESPACES} id="d">{process}</bpmn:definitions>'.encode())


def lines(flows: str) -> str:
    """Sequence flows "a>b c>d", with the ids a-b and c-d."""
    pairs = [flow.split(">") for flow in flows.split()]
    return "".join(f'<bpmn:sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def tasks(names: str) -> str:
    return '<bpmn:startEvent id="s"/>' + "".join(f'<bpmn:userTask id="{name}"/>' for name in names)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ("s>a a>b b>c", []),
        ("s>a a>b b>a b>c", ["b-a"]),
        ("s>a a>a a>b", ["a-a"]),
        ("s>a a>b a>c c>b b>d", []),  # a long and a short way that meet again
        ("s>a a>b b>c c>a a>c c>d", ["c-a"]),  # the same inside a loop
        ("s>a a>b b>c c>b c>d d>a", ["c-b", "d-a"]),  # one loop in another
        ("s>a a>b a>c b>c c>b c>d", []),  # entered at two places: neither is for certain the first
    ],
)
def test_a_flow_leads_back_to_what_every_way_has_passed(flows: str, expected: list[str]) -> None:
    assert ways_back(diagram(tasks("abcd"), flows)) == expected


def test_a_way_from_a_boundary_event_leads_back_too() -> None:
    nodes = tasks("abc") + '<bpmn:boundaryEvent id="t" attachedToRef="b"/>'
    assert ways_back(diagram(nodes, "s>a a>b b>c t>a")) == ["t-a"]
    assert ways_back(diagram(nodes, "s>a a>b b>c t>c")) == []


def test_a_loop_inside_a_sub_process_is_found_and_what_follows_it_is_none() -> None:
    inside = '<bpmn:userTask id="x"/><bpmn:userTask id="y"/><bpmn:startEvent id="i"/>' + lines("i>x x>y y>x")
    nodes = tasks("ab") + f'<bpmn:subProcess id="sub">{inside}</bpmn:subProcess>'
    assert ways_back(diagram(nodes, "s>a a>sub sub>b b>a")) == ["y-x", "b-a"]


def test_a_loop_that_nothing_leads_to_ends_the_search() -> None:
    assert ways_back(diagram(tasks("abc"), "s>a b>c c>b")) == ["b-c", "c-b"]
