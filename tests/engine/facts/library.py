"""Diagrams run by SpiffWorkflow alone, without the product: what an upgrade of it must not change unnoticed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.process import VALIDATOR, SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from tests.engine.diagrams import diagram, flows, nodes

SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
STRAIGHT = nodes("startEvent s", "userTask a", "endEvent e") + flows("s a", "a e")
LOOP = nodes("startEvent s", "userTask a", "exclusiveGateway g default='g_e'", "endEvent e")
LOOP += flows("s a", "a g", "g a again", "g e")


def parser_of(body: str, extra: str = "", kind: Any = SpiffBpmnParser, **options: Any) -> Any:
    """The library's parser with a small diagram."""
    parser = kind(**options)
    parser.add_bpmn_xml(etree.fromstring(diagram(body, extra)["small.bpmn"]), filename="small.bpmn")
    return parser


def specs(body: str, extra: str = "", **options: Any) -> tuple[Any, dict[str, Any]]:
    """The parsed process and its sub-processes."""
    parser = parser_of(body, extra, **options)
    return parser.get_spec("small"), parser.get_subprocess_specs("small")


def validated(body: str, extra: str = "") -> Any:
    """The parsed process, checked by its schema too."""
    return specs(body, extra, validator=VALIDATOR)[0]


def started(body: str, extra: str = "", data: Mapping[str, object] | None = None) -> BpmnWorkflow:
    """An instance at its first waits."""
    workflow = BpmnWorkflow(*specs(body, extra))
    workflow.task_tree.data = dict(data or {})
    for child in workflow.task_tree.children:
        child._inherit_data()
    workflow.do_engine_steps()
    return workflow


def tasks(workflow: BpmnWorkflow, *states: int) -> list[str]:
    """The names of the tasks in these states."""
    parts = (workflow, *workflow.subprocesses.values())
    found = [task for part in parts for task in part.tasks.values() if task.state in states]
    return sorted(task.task_spec.name for task in found)


def ready(workflow: BpmnWorkflow) -> list[str]:
    """What waits for people."""
    return tasks(workflow, TaskState.READY)


def task(workflow: BpmnWorkflow, name: str) -> Any:
    """The task of that element, the one that is furthest from being finished but not only foreseen."""
    parts = (workflow, *workflow.subprocesses.values())
    found = [one for part in parts for one in part.tasks.values() if one.task_spec.name == name]
    return max(found, key=lambda one: (one.state == TaskState.READY, one.state == TaskState.WAITING))


def run(workflow: BpmnWorkflow, name: str, **data: object) -> None:
    """Complete a task and go on."""
    one = task(workflow, name)
    one.data.update(data)
    one.run()
    workflow.do_engine_steps()


def reloaded(workflow: BpmnWorkflow) -> BpmnWorkflow:
    """Saved and loaded again."""
    return SERIALIZER.deserialize_json(SERIALIZER.serialize_json(workflow))
