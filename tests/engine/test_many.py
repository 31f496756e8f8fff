"""A user task for each of many: each has its item, and the results stand in the order of the items."""

from __future__ import annotations

import random

import pytest

from processes.engine.errors import DataRefused, DefinitionRefused, EngineFailed, ExpressionRefused, TooManyInstances
from processes.engine.instance import EngineInstance, OpenTask
from processes.engine.many import MAX_INSTANCES
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers, diagram, flows, nodes
from tests.engine.many import many

AROUND = nodes("startEvent s", "userTask z", "endEvent e") + flows("s m", "m z", "z e")
ROWS = [{"who": 3}, {"who": 1}, {"who": 2}]


def spec_of(body: str) -> ProcessSpec:
    return ProcessSpec.load(parse_process(diagram(body)).dump())


def started(task: str, **data: object) -> tuple[ProcessSpec, EngineInstance]:
    spec = spec_of(AROUND + task)
    return spec, EngineInstance.start(spec, data, Answers({}))


def again(spec: ProcessSpec, instance: EngineInstance) -> EngineInstance:
    return EngineInstance.load(spec, instance.dump(), Answers({}))


def numbered(instance: EngineInstance) -> dict[int, OpenTask]:
    return {task.one.number: task for task in instance.open_tasks() if task.one is not None}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_all_at_once_are_open_with_their_items_and_give_their_results_in_the_items_order(
    order: tuple[int, ...],
) -> None:
    spec, instance = started(many("m", "plan.rows", item="row"), plan={"rows": ROWS})
    assert [(n, task.element_id, task.data["row"]) for n, task in sorted(numbered(instance).items())] == [
        (number, "m", row) for number, row in enumerate(ROWS, start=1)
    ]
    for number in order:
        assert [task.one.count for task in instance.open_tasks() if task.one] == [3] * len(instance.open_tasks())
        instance = again(spec, instance)
        assert "row" not in instance.data
        assert "m" not in instance.data
        instance.complete_user_task(numbered(instance)[number].task_id, {"n": number})
    assert [task.element_id for task in instance.open_tasks()] == ["z"]
    assert instance.data["m"] == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert instance.visited == [("s", "m")]
    assert instance.flows_taken == ["m_z"]
    assert "row" not in instance.data


def test_one_after_another_only_the_next_is_open() -> None:
    spec, instance = started(many("m", "rows", item="row", sequential=True, result="found"), rows=ROWS)
    for number, row in enumerate(ROWS, start=1):
        (task,) = instance.open_tasks()
        assert (task.one.number, task.one.count, task.data["row"]) == (number, 3, row) if task.one else False
        instance = again(spec, instance)
        instance.complete_user_task(task.task_id, {"n": number})
    assert instance.data["found"] == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert "m" not in instance.data


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize(("source", "data"), [("rows", {"rows": []}), ("rows", {"rows": None}), ("#n", {"n": 0})])
def test_for_none_it_is_done_at_once(source: str, data: dict[str, object], sequential: bool) -> None:
    _, instance = started(many("m", source, item="row", sequential=sequential), **data)
    assert [task.element_id for task in instance.open_tasks()] == ["z"]
    assert instance.data["m"] == []
    assert ("s", "m") in instance.visited


@pytest.mark.parametrize(("source", "data"), [("2", {}), ("#n", {"n": 2}), ("#a.n", {"a": {"n": 2}})])
def test_a_number_of_times_comes_from_the_diagram_or_the_data(source: str, data: dict[str, object]) -> None:
    _, instance = started(many("m", source, item="place"), **data)
    assert [task.data["place"] for task in instance.open_tasks()] == [0, 1]


def test_in_a_loop_each_round_has_items_of_its_own() -> None:
    body = nodes("startEvent s", "exclusiveGateway j", 'exclusiveGateway g default="g_e"', "userTask a", "endEvent e")
    body += many("m", "a.rows", item="row") + flows("s j", "j a", "a m", "m g", "g j len(m) &gt; 1", "g e")
    spec = spec_of(body)
    instance = EngineInstance.start(spec, {}, Answers({}))
    for count in (3, 2, 4, 1):
        instance = again(spec, instance)
        instance.complete_user_task(instance.open_tasks()[0].task_id, {"rows": list(range(count))})
        assert [task.data["row"] for task in instance.open_tasks()] == list(range(count))
        for place in range(count):
            instance.complete_user_task(instance.open_tasks()[0].task_id, {"n": place})
            instance = again(spec, instance)
    assert instance.is_completed
    assert instance.data["m"] == [{"n": 0}]


def test_an_interrupting_event_takes_all_of_them_away() -> None:
    border = '<bpmn:messageEventDefinition messageRef="q"/>'
    body = AROUND + many("m", "rows") + nodes(f"boundaryEvent b attachedToRef='m' >{border}", "userTask late")
    spec = ProcessSpec.load(
        parse_process(diagram(body + flows("b late", "late e"), '<bpmn:message id="q" name="q"/>')).dump()
    )
    instance = EngineInstance.start(spec, {"rows": ROWS}, Answers({}))
    instance.complete_user_task(numbered(instance)[2].task_id, {"n": 1})
    instance = again(spec, instance)
    assert instance.correlate("q", {})
    assert [task.element_id for task in instance.open_tasks()] == ["late"]
    assert again(spec, instance).data.keys() == {"rows"}


def test_scripts_on_each_see_its_item_and_may_make_its_result() -> None:
    script = "<bpmn:extensionElements><spiffworkflow:postScript>won = row * m.n</spiffworkflow:postScript>"
    task = many("m", "rows", item="row", more=f"{script}</bpmn:extensionElements>")
    task = task.replace("isSequential", 'spiffworkflow:scriptsOnInstances="true" isSequential')
    task = task.replace("</bpmn:multiI", '<bpmn:outputDataItem id="m_out" name="won"/></bpmn:multiI')
    _, instance = started(task, rows=[5, 7])
    for number in (2, 1):
        instance.complete_user_task(numbered(instance)[number].task_id, {"n": 10})
    assert instance.data["m"] == [50, 70]
    assert "won" not in instance.data


def test_a_long_row_of_them_keeps_the_state_small() -> None:
    spec, instance = started(many("m", "rows", item="row", sequential=True), rows=list(range(MAX_INSTANCES)))
    instance.complete_user_task(instance.open_tasks()[0].task_id, {"n": 0})
    tasks = len(instance._workflow.tasks)
    for number in range(1, MAX_INSTANCES):
        instance.complete_user_task(instance.open_tasks()[0].task_id, {"n": number})
        if number % 50 == 0:
            instance = again(spec, instance)
            assert len(instance._workflow.tasks) <= tasks + 1
    assert [one["n"] for one in instance.data["m"]] == list(range(MAX_INSTANCES))


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize(
    ("source", "data", "fault"),
    [
        ("rows", {"rows": [1] * (MAX_INSTANCES + 1)}, TooManyInstances),
        ("#n", {"n": MAX_INSTANCES + 1}, TooManyInstances),
        ("#n", {"n": 10**1200}, TooManyInstances),
        ("#n", {"n": -1}, ExpressionRefused),
        ("#n", {"n": True}, ExpressionRefused),
        ("#n", {"n": "3"}, ExpressionRefused),
        ("#n", {"n": 2.0}, ExpressionRefused),
        ("rows", {"rows": "abc"}, ExpressionRefused),
        ("rows", {"rows": {"a": 1}}, ExpressionRefused),
        ("rows", {"rows": 3}, ExpressionRefused),
        ("rows", {}, ExpressionRefused),
        ("rows", {"rows": [1], "row": 2}, ExpressionRefused),
    ],
)
def test_what_cannot_be_begun_names_the_task(
    source: str, data: dict[str, object], fault: type[Exception], sequential: bool
) -> None:
    instance = EngineInstance.prepared(
        spec_of(AROUND + many("m", source, item="row", sequential=sequential)), data, Answers({})
    )
    with pytest.raises(fault):
        instance.begin()
    assert instance.at == "m"


def test_the_most_that_are_permitted_begin_and_end() -> None:
    spec, instance = started(many("m", "rows"), rows=[1] * MAX_INSTANCES)
    chance = random.Random(4)
    while (found := numbered(instance)) and len(found) > 1:
        instance.complete_user_task(chance.choice(list(found.values())).task_id, {})
    instance = again(spec, instance)
    instance.complete_user_task(instance.open_tasks()[0].task_id, {})
    assert instance.data["m"] == [{}] * MAX_INSTANCES


def test_results_that_are_too_large_together_are_a_fault_at_the_task() -> None:
    _, instance = started(many("m", "2"))
    first, second = instance.open_tasks()
    instance.complete_user_task(first.task_id, {"a": [1] * 15_000})
    with pytest.raises(EngineFailed) as failed:
        instance.complete_user_task(second.task_id, {"a": [1] * 15_000})
    assert isinstance(failed.value.__cause__, DataRefused)
    assert instance.at == "m"


REFUSED = [
    (many("m", "201"), "too_many_instances"),
    (many("m", "999999999999"), "many_count"),
    (many("m", "#n + 1"), "many_count"),
    (many("m", "#-1"), "many_count"),
    (many("m", "rows-a"), "many_list"),
    (many("m", "rows..a"), "many_list"),
    (many("m", "_rows"), "many_list"),
    (many("m", ".".join(["rows"] * 60)), "many_list"),
    (many("m", "#" + ".".join(["n"] * 60)), "many_count"),
    (many("m", "rows", item="a b"), "many_name"),
    (many("m", "rows", item="_a"), "many_name"),
    (many("m", "rows", item="typename"), "many_name"),
    (many("m", "rows", result="typename"), "many_name"),
    (many("m", "rows", item="z"), "item_name"),
    (many("m", "rows", item="m"), "item_name"),
    (many("m", "rows", item="r", result="r"), "item_name"),
    (many("m", "3").replace("<bpmn:loopC", "<bpmn:loopDataInputRef>a</bpmn:loopDataInputRef><bpmn:loopC"),
     "many_source"),
    (nodes("userTask m ><bpmn:multiInstanceLoopCharacteristics/>"), "many_source"),
    (many("m", "3").replace("</bpmn:multi", "<bpmn:completionCondition>a</bpmn:completionCondition></bpmn:multi"),
     "completion_condition"),
    (many("m", "3", more="<bpmn:ioSpecification><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>"), "many_io"),
    (many("m", "3", kind="manualTask"), "multi_instance"),
    (many("m", "3", kind="task"), "multi_instance"),
    (nodes("userTask m ><bpmn:standardLoopCharacteristics loopMaximum='3'/>"), "standard_loop"),
]  # fmt: skip


@pytest.mark.parametrize(("task", "code"), REFUSED, ids=[f"{code}-{n}" for n, (_, code) in enumerate(REFUSED)])
def test_what_would_be_done_otherwise_than_drawn_is_refused(task: str, code: str) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        parse_process(diagram(AROUND + task))
    assert [(one.code, one.element_id) for one in refused.value.problems] == [(code, "m")]


@pytest.mark.parametrize("kind", ["subProcess", "serviceTask", "scriptTask", "callActivity"])
def test_nothing_but_user_tasks_is_done_for_many(kind: str) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        parse_process(diagram(AROUND + many("m", "3", kind=kind)))
    assert ("multi_instance", "m") in [(one.code, one.element_id) for one in refused.value.problems]
