"""Small diagrams as text, and a caller that answers operations from a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from processes.engine.instance import EngineInstance, OperationCall
from processes.engine.parsing import ProcessSpec, parse_process

BPMN_FOLDER = Path(__file__).parents[2] / "bpmn"
NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:steward="https://steward.invalid/schema/bpmn/1.0"'
)


def shipped(key: str) -> ProcessSpec:
    """The shipped process of that key, through its stored form."""
    folder = BPMN_FOLDER / key
    files = {file.name: file.read_bytes() for file in folder.glob("*.bpmn")}
    return ProcessSpec.load(parse_process(files).dump())


def diagram(body: str, extra: str = "", key: str = "small") -> dict[str, bytes]:
    """The file of a process with that content."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {NAMESPACES} id="d" targetNamespace="n">
    <bpmn:process id="{key}" name="小" steward:nameEn="Small" isExecutable="true">{body}</bpmn:process>{extra}
    </bpmn:definitions>"""
    return {f"{key}.bpmn": text.encode()}


def nodes(*tags: str) -> str:
    """Elements written ``tag id`` with optional attributes or ``>content`` after a further blank."""
    made = []
    for text in tags:
        tag, key, rest = (*text.split(" ", 2), "")[:3]
        attributes, _, content = rest.partition(">")
        made.append(f'<bpmn:{tag} id="{key}" {attributes}>{content}</bpmn:{tag}>')
    return "".join(made)


def flows(*pairs: str) -> str:
    """Sequence flows written ``a b`` or ``a b condition``, with ids ``a_b``."""
    made = []
    for pair in pairs:
        source, target, condition = (*pair.split(" ", 2), "")[:3]
        inner = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        made.append(
            f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
            f"{inner if condition else ''}</bpmn:sequenceFlow>"
        )
    return "".join(made)


def operation(key: str, name: str = "work") -> str:
    """A service task calling that operation with the parameter ``customer_id``."""
    return nodes(
        f"serviceTask {key} ><bpmn:extensionElements>"
        f'<spiffworkflow:serviceTaskOperator id="{name}" resultVariable="{key}"><spiffworkflow:parameters>'
        '<spiffworkflow:parameter id="customer_id" type="int" value="customer_id"/></spiffworkflow:parameters>'
        "</spiffworkflow:serviceTaskOperator></bpmn:extensionElements>"
    )


class Answers:
    """An operation caller: element id → result, or a list of results for one call after another."""

    def __init__(self, results: Mapping[str, object]) -> None:
        self._results = {key: list(item) if isinstance(item, list) else item for key, item in results.items()}
        self.calls: list[OperationCall] = []

    def __call__(self, call: OperationCall) -> dict[str, object] | None:
        self.calls.append(call)
        result = self._results.get(call.element_id, {})
        if isinstance(result, list):
            result = result.pop(0)
        assert result is None or isinstance(result, dict)
        return result


def open_ids(instance: EngineInstance) -> list[str]:
    """The element ids of the open tasks, sorted."""
    return sorted(task.element_id for task in instance.open_tasks())


def submit(instance: EngineInstance, element_id: str, **values: object) -> None:
    """Completes the open task of that element."""
    task = next(task for task in instance.open_tasks() if task.element_id == element_id)
    instance.complete_user_task(task.task_id, values)
