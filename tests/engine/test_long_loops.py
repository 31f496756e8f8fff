"""Hundreds of rounds of a loop, two thousand under `make soak`: the state stays small, and the instance ends."""

from __future__ import annotations

import os

import pytest

from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers, diagram, flows, nodes, open_ids, operation, submit
from tests.engine.random_models import message_event, timer_event

ROUNDS = 2000 if os.environ.get("STEWARD_SOAK") else 600  # the library alone fails in silence at 200 to 500
MESSAGE = '<bpmn:message id="rung" name="rung"/>'
AROUND = nodes("startEvent s", "userTask a", 'exclusiveGateway g default="g_e"', "endEvent e")


def plain() -> str:
    return AROUND + operation("work") + flows("s a", "a work", "work g", "g a a.again", "g e")


def bordered() -> str:
    """With events on its border, one of which goes beside it in every round."""
    events = nodes(
        f"boundaryEvent t attachedToRef='a' >{timer_event('P1D')}",
        f"boundaryEvent m attachedToRef='a' cancelActivity='false' >{message_event('rung')}",
        *("userTask late", "endEvent f", "serviceTask note"),
    ).replace('<bpmn:serviceTask id="note" ></bpmn:serviceTask>', operation("note"))
    return AROUND + events + flows("s a", "a g", "g a a.again", "g e", "t late", "late e", "m note", "note f")


def gated() -> str:
    """With a choice, an inclusive fork and its join in every round."""
    more = nodes('exclusiveGateway x default="x_y"', "exclusiveGateway y", "inclusiveGateway i default='i_j'")
    more += nodes("inclusiveGateway j", "userTask b", "userTask c", "scriptTask z ><bpmn:script>z = 1</bpmn:script>")
    ways = flows(
        "s x", "x y", "x z a.again", "z y", "y i", "i j", "i b a.again", "i c a.again", "b j", "c j", "j a", "a g"
    )
    return AROUND + more + ways + flows("g x a.again", "g e")


def forked() -> str:
    """A fork and its join, entered again in every round."""
    fork = nodes("exclusiveGateway x", "parallelGateway p", "userTask b", "userTask c", "parallelGateway j")
    ways = flows("s x", "x p", "p b", "p c", "p work", "b j", "c j", "work j", "j a", "a g", "g x a.again", "g e")
    return AROUND + fork + operation("work") + ways


def beside() -> str:
    """In one branch of a fork while the other waits."""
    fork = nodes("parallelGateway p", "userTask other", "parallelGateway j") + operation("work")
    ways = flows("s p", "p other", "p a", "a work", "work g", "g a a.again", "g j", "other j", "j e")
    return AROUND.replace('"g_e"', '"g_j"') + fork + ways


def enclosed() -> str:
    """Inside a sub-process."""
    inner = nodes("startEvent t", "userTask a", 'exclusiveGateway g default="g_f"', "endEvent f") + operation("work")
    inner += flows("t a", "a work", "work g", "g a a.again", "g f")
    return nodes("startEvent s", f"subProcess x >{inner}", "endEvent e") + flows("s x", "x e")


def around_one() -> str:
    """Around a sub-process in a sub-process."""
    inmost = nodes("startEvent u", "userTask b", "endEvent h") + flows("u b", "b h")
    inner = nodes("startEvent t", f"subProcess y >{inmost}", "endEvent f") + flows("t y", "y f")
    return AROUND + nodes(f"subProcess x >{inner}") + flows("s x", "x a", "a g", "g x a.again", "g e")


LOOPS = {  # name → diagram, what is done before ``a`` in a round
    "plain": (plain(), ()),
    "boundary events": (bordered(), ("rung",)),
    "gateways": (gated(), ("b", "c")),
    "parallel": (forked(), ("c", "b")),
    "beside a waiting branch": (beside(), ()),
    "in a sub-process": (enclosed(), ()),
    "around sub-processes": (around_one(), ("b",)),
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_of_many_rounds_stays_as_large_as_it_was_and_ends(name: str) -> None:
    body, before = LOOPS[name]
    spec, answers = ProcessSpec.load(parse_process(diagram(body, MESSAGE)).dump()), Answers({})
    instance, sizes = EngineInstance.start(spec, {"customer_id": 1, "a": {"again": True}}, answers), list[int]()
    for number in range(ROUNDS):
        for element in before:
            if element == "rung":
                assert instance.correlate("rung", {"n": number})
            else:
                submit(instance, element, n=number)
        assert "a" in open_ids(instance)
        submit(instance, "a", again=number < ROUNDS - 1)
        blob = instance.dump()
        sizes.append(len(blob))
        if "beside" not in name or number < ROUNDS - 1:
            instance = EngineInstance.load(spec, blob, answers)
    assert max(sizes[3:]) < max(sizes[:3]) + 150  # numbers grow by digits
    if "beside" in name:
        submit(instance, "other")
    assert instance.is_completed
    assert instance.open_tasks() == []
