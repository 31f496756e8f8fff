"""A call activity runs another diagram of the folder: with all data, to its end, and all come back."""

from __future__ import annotations

import pytest

from processes.engine.errors import FAULTS, DefinitionRefused
from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.calls import call, called, row
from tests.engine.diagrams import Answers, diagram, flows, nodes, open_ids, operation, submit
from tests.engine.many import many
from tests.engine.rule_tables import dmn, rule_task

CALL = f"c={call('c', 'part')}"
MAIN = diagram(row("", "a", CALL, "z"))
PART = called("part", "x", "y")


def spec_of(*files: dict[str, bytes]) -> ProcessSpec:
    together = {path: content for one in files for path, content in one.items()}
    return ProcessSpec.load(parse_process(together).dump())


def started(spec: ProcessSpec, **data: object) -> EngineInstance:
    return EngineInstance.start(spec, data, Answers({}))


def again(spec: ProcessSpec, instance: EngineInstance) -> EngineInstance:
    return EngineInstance.load(spec, instance.dump(), Answers({}))


def test_what_is_called_is_done_in_between_and_its_path_is_told() -> None:
    spec = spec_of(MAIN, PART)
    instance = started(spec, n=1)
    visited, taken = list(instance.visited), list(instance.flows_taken)
    for key in ("a", "x", "y", "z"):
        instance = again(spec, instance)
        assert open_ids(instance) == [key]
        submit(instance, key, said=key)
        visited += instance.visited
        taken += instance.flows_taken
    assert instance.is_completed
    assert [key for _, key in visited] == ["s", "a", "parts", "x", "y", "parte", "c", "z", "e"]
    assert taken == ["s_a", "a_c", "parts_x", "x_y", "y_parte", "c_z", "z_e"]
    assert {key: instance.data[key] for key in "axyz"} == {key: {"said": key} for key in "axyz"}


def test_the_outline_holds_all_diagrams_and_the_main_one_names_the_process() -> None:
    spec = spec_of(PART, MAIN)
    assert (spec.process_id, [page.file for page in spec.pages]) == ("small", ["small.bpmn", "part.bpmn"])
    assert {"a", "x", "c", "parts"} <= set(spec.elements)
    assert [spec.file_of(key) for key in ("a", "x")] == ["small.bpmn", "part.bpmn"]
    assert spec.elements["c"].called == "part"


def test_a_call_sees_all_data_and_gives_all_back_what_it_deletes_is_gone() -> None:
    script = nodes("scriptTask k ><bpmn:script>m = n + 1\ndel gone</bpmn:script>")
    instance = started(spec_of(diagram(row("", CALL, "z")), called("part", f"k={script}")), n=1, gone=2)
    assert open_ids(instance) == ["z"]
    assert instance.data == {"n": 1, "m": 2}


def test_two_calls_of_one_diagram_run_beside_each_other() -> None:
    body = nodes("startEvent s", "endEvent e", "parallelGateway p", "parallelGateway j")
    body += call("c", "part") + call("c2", "part") + flows("s p", "p c", "p c2", "c j", "c2 j", "j e")
    spec = spec_of(diagram(body), PART)
    instance = started(spec)
    assert open_ids(instance) == ["x", "x"]
    while not instance.is_completed:
        instance = again(spec, instance)
        instance.complete_user_task(instance.open_tasks()[0].task_id, {})
    assert instance.data.keys() == {"x", "y"}


def test_calls_inside_calls_with_a_table_a_job_and_one_for_each_of_many() -> None:
    inner = called("inner", f"r={rule_task('r', 't')}", f"w={operation('w')}", f"m={many('m', 'rows')}")
    outer = called("part", f"i={call('i', 'inner')}", "x")
    spec = spec_of(diagram(row("", CALL, "z")), outer, inner, dmn("t", ["#n"], ["o"], "1 | 'one'"))
    instance = EngineInstance.start(spec, {"n": 1, "rows": [1, 2], "customer_id": 3}, Answers({"w": None}))
    assert open_ids(instance) == ["w"]
    instance = EngineInstance.load(spec, instance.dump(), Answers({"w": None}))
    instance.complete_job(instance.open_tasks()[0].task_id, {"ok": True})
    assert open_ids(instance) == ["m", "m"]
    for _ in range(2):
        instance = again(spec, instance)
        instance.complete_user_task(instance.open_tasks()[0].task_id, {"k": 1})
    submit(instance, "x")
    assert open_ids(instance) == ["z"]
    assert (instance.data["r"]["o"], instance.data["m"]) == ("one", [{"k": 1}, {"k": 1}])
    assert instance._workflow.subprocesses == {}


def test_a_call_in_a_loop_keeps_the_state_small() -> None:
    body = nodes("startEvent s", "endEvent e", "exclusiveGateway j", "exclusiveGateway g default='g_e'")
    body += call("c", "part") + flows("s j", "j c", "c g", "g j y.again", "g e")
    spec = spec_of(diagram(body), PART)
    instance = started(spec)
    sizes = []
    for number in range(60):
        submit(instance, "x", n=number)
        submit(instance, "y", again=number < 59)
        if not instance.is_completed:
            sizes.append(len(instance.dump()))
            instance = again(spec, instance)
    assert instance.is_completed
    assert sizes[-1] <= sizes[2] + 64  # numbers of more digits compress less well


def test_an_event_on_the_border_of_a_call_takes_away_what_it_runs() -> None:
    event = '<bpmn:messageEventDefinition messageRef="q"/>'
    body = row("", CALL, "z", extra=nodes(f"boundaryEvent b attachedToRef='c' >{event}", "userTask late"))
    files = diagram(body + flows("b late", "late e"), '<bpmn:message id="q" name="q"/>')
    spec = spec_of(files, PART)
    instance = again(spec, started(spec))
    assert instance.correlate("q", {})
    assert open_ids(instance) == ["late"]
    submit(instance, "late")
    assert instance.is_completed


def test_a_fault_inside_a_call_names_the_element_inside() -> None:
    script = nodes("scriptTask k ><bpmn:script>m = nobody</bpmn:script>")
    spec = spec_of(diagram(row("", CALL)), called("part", f"k={script}"))
    instance = EngineInstance.prepared(spec, {}, Answers({}))
    with pytest.raises(FAULTS):
        instance.begin()
    assert instance.at == "k"


def test_four_eyes_may_look_into_the_other_diagram() -> None:
    given = "<spiffworkflow:properties><spiffworkflow:property name='not_by' value='a'/></spiffworkflow:properties>"
    task = nodes(f"userTask x ><bpmn:extensionElements>{given}</bpmn:extensionElements>")
    assert spec_of(MAIN, called("part", f"x={task}")).elements["x"].properties == {"not_by": "a"}


def io(key: str) -> str:
    """An input specification of a process."""
    inside = f'<bpmn:dataInput id="{key}in" name="n"/><bpmn:inputSet/><bpmn:outputSet/>'
    return f"<bpmn:ioSpecification>{inside}</bpmn:ioSpecification>"


MESSAGE = '<bpmn:message id="q" name="{0}"/>'
REFUSED: list[tuple[str, dict[str, bytes], tuple[str, str | None, str]]] = [
    ("nothing", diagram(row("", f"c={nodes('callActivity c')}")), ("no_called", "c", "small.bpmn")),
    ("unknown", MAIN, ("unknown_called", "c", "small.bpmn")),
    ("itself", diagram(row("", f"c={call('c', 'small')}")), ("calls_itself", "c", "small.bpmn")),
    ("one that calls back", {**MAIN, **called("part", f"d={call('d', 'small')}")}, ("calls_itself", "d", "part.bpmn")),
    (
        "round and round",
        {**MAIN, **called("part", f"d={call('d', 'third')}"), **called("third", f"f={call('f', 'part')}")},
        ("calls_itself", "f", "third.bpmn"),
    ),
    ("an id twice", {**MAIN, **called("part", "a")}, ("shared_id", "a", "part.bpmn")),
    ("an element named like a process", {**MAIN, **called("part", "part")}, ("duplicate_id", "part", "part.bpmn")),
    ("a fault inside", {**MAIN, **diagram(row("part", "x").replace("endEvent", "task"), key="part")},
     ("no_end_event", None, "part.bpmn")),
    ("an input specification", {**MAIN, **diagram(io("part") + row("part", "x"), key="part")},
     ("process_io", "part", "part.bpmn")),
    ("another name of a message", {**diagram(row("", "a", CALL), MESSAGE.format("one")),
                                   **diagram(row("part", "x"), MESSAGE.format("two"), key="part")},
     ("declared_twice", "q", "part.bpmn")),
    ("two that nothing calls", {**MAIN, **PART, **called("third", "v")}, ("one_diagram", None, "")),
    ("too many", {f"p{n}.bpmn": b"" for n in range(21)}, ("too_many_diagrams", None, "")),
    ("too many elements", {**MAIN, **called("part", *(f"x{n}" for n in range(490)), f"d={call('d', 'third')}"),
                           **called("third", *(f"v{n}" for n in range(497)), f"h={call('h', 'fourth')}"),
                           **called("fourth", *(f"u{n}" for n in range(20)))}, ("too_many_in_all", None, "third.bpmn")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "files", "expected"), REFUSED, ids=[one[0] for one in REFUSED])
def test_calls_that_cannot_be_made_are_refused(
    name: str, files: dict[str, bytes], expected: tuple[str, str | None, str]
) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        parse_process(files)
    assert expected in [(one.code, one.element_id, one.file) for one in refused.value.problems], name
    assert "not_valid" not in {one.code for one in refused.value.problems}
