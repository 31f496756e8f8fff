"""What differs between two diagrams is told whole, with old and new values the right way round."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from lxml import etree

from processes.comparing.aspects import Aspect
from processes.comparing.diagrams import DiagramComparison, ElementChange, compare_diagrams
from processes.comparing.files import FileChange, compare_files
from processes.engine.errors import DefinitionRefused
from services.shipped import process_files
from tests.migration.procedure import CYCLE, with_a_second_look

SHIPPED = process_files(CYCLE)[f"{CYCLE}.bpmn"]
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:steward="https://steward.invalid/schema/bpmn/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' xmlns:c="http://camunda.org/schema/1.0/bpmn" id="file"><process id="p">'
)
TAIL = "</process></definitions>"


def compared(old: str, new: str) -> DiagramComparison:
    return compare_diagrams(f"{HEAD}{old}{TAIL}".encode(), f"{HEAD}{new}{TAIL}".encode())


def told(change: ElementChange) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.aspect.code, one.aspect.name, one.old, one.new) for one in change.differences]


def only(comparison: DiagramComparison) -> ElementChange:
    assert len(comparison.changes) == 1, comparison.changes
    return comparison.changes[0]


def test_the_same_diagram_has_no_difference() -> None:
    assert compare_diagrams(SHIPPED, SHIPPED).changes == ()


def test_another_order_prefix_and_layout_of_the_text_are_no_difference() -> None:
    tree = etree.fromstring(SHIPPED)
    for process in tree.iter("{*}process", "{*}laneSet", "{*}BPMNPlane"):
        process[:] = sorted(process, key=lambda node: str(node.get("id")))
    written = (
        etree.tostring(tree, pretty_print=True, encoding="unicode").replace("bpmn:", "b:").replace(":bpmn=", ":b=")
    )
    assert compare_diagrams(SHIPPED, written.encode()).changes == ()


def test_a_task_put_between_two_others_is_told_with_all_it_says() -> None:
    found = compare_diagrams(SHIPPED, with_a_second_look()[f"{CYCLE}.bpmn"])
    kinds = {one.id: one.kind for one in found.changes}
    assert kinds == {
        "weigh_measures": "added",
        "flow_to_weigh": "added",
        "flow_from_weigh": "added",
        "flow_propose_measures_to_draft_plan": "removed",
    }
    task = found.of_kind("added")[0]
    assert ("property", "form", None, "weighing") in told(task)
    assert ("lane", "", None, "lane_sup") in told(task)
    assert ("name_en", "", None, "Weigh the measures") in told(task)


CHANGES = [
    ('<task id="t" name="旧"/>', '<task id="t" name="新"/>', [("name", "", "旧", "新")]),
    ('<task id="t"/>', '<task id="t" steward:nameEn="New"/>', [("name_en", "", None, "New")]),
    ('<task id="t"/>', '<userTask id="t"/>', [("kind", "", "task", "userTask")]),
    (
        '<sequenceFlow id="f" sourceRef="a" targetRef="b"><conditionExpression xsi:type="tFormalExpression">x &gt; 1'
        "</conditionExpression></sequenceFlow>",
        '<sequenceFlow id="f" sourceRef="a" targetRef="c"><conditionExpression>x &gt; 2</conditionExpression>'
        "</sequenceFlow>",
        [("target", "", "b", "c"), ("condition", "", "x > 1", "x > 2")],
    ),
    (
        '<serviceTask id="t"><extensionElements><s:serviceTaskOperator id="old" resultVariable="r"><s:parameters>'
        '<s:parameter id="a" type="str" value="1"/><s:parameter id="b" type="str" value="x"/></s:parameters>'
        "</s:serviceTaskOperator></extensionElements></serviceTask>",
        '<serviceTask id="t"><extensionElements><s:serviceTaskOperator id="new" resultVariable="q"><s:parameters>'
        '<s:parameter id="b" type="str" value="x"/><s:parameter id="a" type="str" value="2"/></s:parameters>'
        "</s:serviceTaskOperator></extensionElements></serviceTask>",
        [("operation", "", "old", "new"), ("result_variable", "", "r", "q"), ("parameter", "a", "1", "2")],
    ),
    (
        '<userTask id="t"><extensionElements><s:properties><s:property name="form" value="a"/></s:properties>'
        "</extensionElements></userTask>",
        '<userTask id="t"><extensionElements><s:properties><s:property name="form" value="b"/>'
        '<s:property name="step" value="4"/></s:properties></extensionElements></userTask>',
        [("property", "form", "a", "b"), ("property", "step", None, "4")],
    ),
    (
        '<userTask id="t"><extensionElements><c:taskListener event="create" class="A"/></extensionElements></userTask>',
        '<userTask id="t"><extensionElements><c:taskListener event="create" class="B"/></extensionElements></userTask>',
        [("extension", "taskListener / class", "A", "B")],
    ),
    (
        '<intermediateCatchEvent id="e"><timerEventDefinition id="d"><timeDuration>"P2D"</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>",
        '<intermediateCatchEvent id="e"><timerEventDefinition id="d"><timeDuration>"P3D"</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>",
        [("timer", "timeDuration", '"P2D"', '"P3D"')],
    ),
    (
        '<receiveTask id="t" messageRef="m"/>',
        '<receiveTask id="t" messageRef="n"/>',
        [("message", "", "m", "n")],
    ),
    (
        '<endEvent id="e"/>',
        '<endEvent id="e"><terminateEventDefinition/></endEvent>',
        [("detail", "terminateEventDefinition", None, "")],
    ),
    (
        '<laneSet id="s"><lane id="l"><flowNodeRef>t</flowNodeRef></lane><lane id="k"/></laneSet><task id="t"/>',
        '<laneSet id="s"><lane id="l"/><lane id="k"><flowNodeRef>t</flowNodeRef></lane></laneSet><task id="t"/>',
        [("lane", "", "l", "k")],
    ),
    (
        '<subProcess id="s"/><task id="t"/>',
        '<subProcess id="s"><task id="t"/></subProcess>',
        [("inside", "", "p", "s")],
    ),
    (
        '<userTask id="t"><multiInstanceLoopCharacteristics isSequential="false"/></userTask>',
        '<userTask id="t"><multiInstanceLoopCharacteristics isSequential="true"/></userTask>',
        [("loop", "isSequential", "false", "true")],
    ),
    (
        '<textAnnotation id="n"><text>一</text></textAnnotation>',
        '<textAnnotation id="n"><text>二</text></textAnnotation>',
        [("text", "", "一", "二")],
    ),
    (
        '<scriptTask id="t"><script>x = 1</script></scriptTask>',
        '<scriptTask id="t"><script>x = 2</script></scriptTask>',
        [("script", "", "x = 1", "x = 2")],
    ),
]


@pytest.mark.parametrize(("old", "new", "differences"), CHANGES, ids=[str(row[2][0][:2]) for row in CHANGES])
def test_old_and_new_values_are_told_both_ways(old: str, new: str, differences: list[tuple[str, ...]]) -> None:
    assert told(only(compared(old, new))) == differences
    assert told(only(compared(new, old))) == [(code, name, after, before) for code, name, before, after in differences]


def test_what_meets_at_an_element_is_told_of_the_flow_alone() -> None:
    old = '<task id="a"><outgoing>f</outgoing></task><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="a"/>'
    new = '<task id="a"/><task id="b"><outgoing>f</outgoing></task><sequenceFlow id="f" sourceRef="b" targetRef="a"/>'
    assert told(only(compared(old, new))) == [("source", "", "a", "b")]


def test_a_second_element_of_one_id_is_not_lost() -> None:
    found = only(compared('<task id="a" name="x"/>', '<task id="a" name="x"/><task id="a" name="y"/>'))
    assert (found.kind, found.name) == ("added", "y")


def test_names_of_two_namespaces_are_told_apart() -> None:
    found = only(
        compared('<task id="t" name="x" c:name="a" s:name="b"/>', '<task id="t" name="x" c:name="b" s:name="b"/>')
    )
    assert [(one.old, one.new) for one in found.differences] == [("a", "b")]
    twice = "<extensionElements><c:a>1</c:a></extensionElements><extensionElements><c:a>{}</c:a></extensionElements>"
    found = only(compared(f'<task id="t">{twice.format(2)}</task>', f'<task id="t">{twice.format(3)}</task>'))
    assert [(one.old, one.new) for one in found.differences] == [("2", "3")]


def test_a_shape_elsewhere_has_moved_and_a_colour_is_a_change() -> None:
    moved = compare_diagrams(SHIPPED, SHIPPED.replace(b'<dc:Bounds x="', b'<dc:Bounds x="9', 1))
    assert (only(moved).kind, only(moved).differences) == ("moved", ())
    same = compare_diagrams(SHIPPED, SHIPPED.replace(b'height="80"', b'height="80.0"'))
    assert same.changes == ()
    painted = compare_diagrams(SHIPPED, SHIPPED.replace(b"<bpmndi:BPMNShape ", b'<bpmndi:BPMNShape colour="red" ', 1))
    assert (only(painted).kind, told(only(painted))) == ("changed", [("look", "colour", None, "red")])


def test_every_text_of_a_diagram_that_is_changed_alone_is_found_in_its_element() -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    for place in chance.sample(list(places(etree.fromstring(SHIPPED))), 60):
        tree = etree.fromstring(SHIPPED)
        node = next(one for one, key in ((n, tree.getroottree().getpath(n)) for n in tree.iter()) if key == place[0])
        name = place[1]
        node.set(name, f"{node.get(name)}x") if name else setattr(node, "text", f"{node.text}x")
        found = compare_diagrams(SHIPPED, etree.tostring(tree))
        assert any(one.differences for one in found.changes), (seed, place)
        back = compare_diagrams(etree.tostring(tree), SHIPPED)
        assert [one.id for one in back.changes] == [one.id for one in found.changes], (seed, place)


def places(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Every attribute and text of the process that is no id and no repetition."""
    skipped = ("incoming", "outgoing", "flowNodeRef", "definitions")
    for process in tree.iter("{*}process"):
        for node in process.iter():
            if etree.QName(node).localname in skipped:
                continue
            path = tree.getroottree().getpath(node)
            yield from ((path, str(name)) for name in node.attrib if name != "id" and "XMLSchema" not in str(name))
            if (node.text or "").strip():
                yield path, ""


@pytest.mark.parametrize("hostile", [b"", b"<a", b"<!DOCTYPE a><a/>", "<a/>".encode("utf-16"), b"<a>" * 300])
def test_what_cannot_be_read_is_refused(hostile: bytes) -> None:
    with pytest.raises(DefinitionRefused):
        compare_diagrams(SHIPPED, hostile)
    with pytest.raises(DefinitionRefused):
        compare_diagrams(hostile, SHIPPED)


def test_an_aspect_without_a_word_keeps_where_it_stands() -> None:
    within = "<ioSpecification><inputSet id='i'/></ioSpecification>"
    found = only(compared('<task id="t"/>', f'<task id="t">{within}</task>'))
    assert [one.aspect for one in found.differences] == [Aspect("detail", "ioSpecification / inputSet / id")]


def test_files_are_compared_by_path() -> None:
    old, new = {"a": b"1", "b": b"2", "c": b"3"}, {"a": b"1", "b": b"x", "d": b"4"}
    assert compare_files(old, new) == (FileChange("b", "changed"), FileChange("c", "removed"), FileChange("d", "added"))
    assert compare_files(old, old) == ()
