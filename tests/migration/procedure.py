"""The shipped procedure as a process owner might change it: a second look at the measures, a field on the plan."""

from __future__ import annotations

import json

from services.shipped import process_files

CYCLE = "relationship-maintenance"
OLD = "flow_propose_measures_to_draft_plan"
FLOW = f'<bpmn:sequenceFlow id="{OLD}" sourceRef="propose_measures" targetRef="draft_plan"/>'
LANE = "<bpmn:flowNodeRef>{}</bpmn:flowNodeRef>"
TASK = """<bpmn:userTask id="weigh_measures" name="权衡措施" steward:nameEn="Weigh the measures">
<bpmn:extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="form" value="weighing"/>
<spiffworkflow:property name="step" value="4"/><spiffworkflow:property name="due_working_days" value="5"/>
</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>
<bpmn:sequenceFlow id="flow_to_weigh" sourceRef="propose_measures" targetRef="weigh_measures"/>
<bpmn:sequenceFlow id="flow_from_weigh" sourceRef="weigh_measures" targetRef="draft_plan"/>"""
FIELD = {
    "id": "client_view",
    "label": {"zh": "客户意见", "en": "The customer's view"},
    "type": "longtext",
    "required": True,
}
OPINION = {"id": "opinion", "label": {"zh": "意见", "en": "Opinion"}, "type": "longtext"}
SECTION = {"id": "weighing", "title": {"zh": "权衡", "en": "Weighing"}, "fields": [OPINION]}
WEIGHING = {"key": "weighing", "title": {"zh": "权衡措施", "en": "Weigh the measures"}, "sections": [SECTION]}


def with_a_second_look() -> dict[str, bytes]:
    """The files of the next version."""
    files = process_files(CYCLE)
    diagram = files[f"{CYCLE}.bpmn"].decode()
    for old, new in (
        (FLOW, TASK),
        (LANE.format("draft_plan"), LANE.format("weigh_measures") + LANE.format("draft_plan")),
        (f"<bpmn:outgoing>{OLD}</bpmn:outgoing>", ""),
        (f"<bpmn:incoming>{OLD}</bpmn:incoming>", ""),
    ):  # fmt: skip
        assert old in diagram, old
        diagram = diagram.replace(old, new)
    form = json.loads(files["forms/maintenance-plan.json"])
    form["sections"][2]["fields"].append(FIELD)
    forms = {"forms/maintenance-plan.json": json.dumps(form), "forms/weighing.json": json.dumps(WEIGHING)}
    changed = {path: content.encode() for path, content in forms.items()}
    return {**files, **changed, f"{CYCLE}.bpmn": _redrawn(diagram).encode()}


def _redrawn(diagram: str) -> str:
    """The old flow's edge becomes the first new flow's; the task sits on it."""
    edge = f'bpmnElement="{OLD}"'
    assert edge in diagram
    shape = (
        '<bpmndi:BPMNShape id="weigh_measures_di" bpmnElement="weigh_measures">'
        '<dc:Bounds x="{x}" y="{y}" width="100" height="80"/></bpmndi:BPMNShape>'
    )
    begin = diagram.index("<bpmndi:BPMNShape", diagram.index("<bpmndi:BPMNPlane"))
    bounds = diagram[diagram.index('bpmnElement="draft_plan"') :]
    x, y = (float(bounds.split(f'{name}="')[1].split('"')[0]) for name in "xy")
    diagram = diagram.replace(edge, 'bpmnElement="flow_to_weigh"')
    return diagram[:begin] + shape.format(x=x - 60, y=y + 100) + diagram[begin:]
