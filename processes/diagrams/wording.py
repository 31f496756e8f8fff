"""The few words of a drawing's own, in Chinese and English; names come from the diagram."""

from collections.abc import Mapping

from processes.diagrams.marks import Figures, Marks
from processes.diagrams.parts import Element, Flow, Language

KINDS: Mapping[str, tuple[str, str]] = {
    "task": ("任务", "Task"),
    "userTask": ("人工任务", "User task"),
    "serviceTask": ("系统任务", "Service task"),
    "scriptTask": ("脚本任务", "Script task"),
    "businessRuleTask": ("规则任务", "Business rule task"),
    "sendTask": ("发送任务", "Send task"),
    "receiveTask": ("接收任务", "Receive task"),
    "manualTask": ("线下任务", "Manual task"),
    "callActivity": ("调用活动", "Call activity"),
    "subProcess": ("子流程", "Sub-process"),
    "transaction": ("事务子流程", "Transaction"),
    "adHocSubProcess": ("自由子流程", "Ad-hoc sub-process"),
    "startEvent": ("开始事件", "Start event"),
    "endEvent": ("结束事件", "End event"),
    "intermediateCatchEvent": ("中间捕获事件", "Intermediate catch event"),
    "intermediateThrowEvent": ("中间抛出事件", "Intermediate throw event"),
    "boundaryEvent": ("边界事件", "Boundary event"),
    "exclusiveGateway": ("排他网关", "Exclusive gateway"),
    "parallelGateway": ("并行网关", "Parallel gateway"),
    "inclusiveGateway": ("包容网关", "Inclusive gateway"),
    "eventBasedGateway": ("事件网关", "Event-based gateway"),
    "complexGateway": ("复杂网关", "Complex gateway"),
    "dataObjectReference": ("数据对象", "Data object"),
    "dataStoreReference": ("数据存储", "Data store"),
}


CHANGES: Mapping[str, tuple[str, str]] = {
    "added": ("新增", "added"),
    "removed": ("已删除", "removed"),
    "changed": ("有改动", "changed"),
    "moved": ("移动了位置", "moved"),
}


def _pick(language: Language, chinese: str, english: str) -> str:
    return chinese if language == "zh" else english


def element_title(element: Element, marks: Marks, language: Language) -> str:
    """Name, kind and state of an element: what its tooltip says."""
    kind = _pick(language, *KINDS[element.kind])
    step = element.properties.get("step")
    parts = [element.label(language) or element.id, kind]
    if step:
        parts.append(_pick(language, f"第 {step} 步", f"step {step}"))
    times = marks.visited.get(element.id, 0)
    if times:
        parts.append(_pick(language, "已完成", "done") + (f" ×{times}" if times > 1 else ""))
    if element.id in marks.current:
        parts.append(_pick(language, "当前", "current"))
    if marks.figures is not None:
        parts += _figures(element, marks.figures, language)
    elif element.id in marks.incidents:
        parts.append(_pick(language, "异常待处理", "incident"))
    parts += _change(element.id, marks, language)
    return " · ".join(parts)


def _figures(element: Element, figures: Figures, language: Language) -> list[str]:
    count, time = figures.counts.get(element.id), figures.times.get(element.id)
    incidents = figures.incidents.get(element.id)
    said = [
        (count, _pick(language, f"未办 {count} 项", f"{count} open")),
        (incidents, _pick(language, f"异常 {incidents} 个", f"incidents: {incidents}")),
        (time, _pick(language, f"用时中位数 {time}", f"median time {time}")),
    ]
    return [text for value, text in said if value]


def flow_title(flow: Flow, ends: tuple[str, str], marks: Marks, language: Language) -> str:
    """Ends, label and state of a flow."""
    parts = [" → ".join(ends)]
    if flow.label(language):
        parts.append(flow.label(language))
    if flow.is_default:
        parts.append(_pick(language, "默认", "default"))
    times = marks.taken.get(flow.id, 0)
    if times:
        parts.append(_pick(language, "已走", "taken") + (f" ×{times}" if times > 1 else ""))
    if marks.leads_back(flow.id):
        parts.append(_pick(language, "退回 ", "back: ") + marks.flow_badge(flow.id))
    parts += _change(flow.id, marks, language)
    return " · ".join(parts)


def _change(element_id: str, marks: Marks, language: Language) -> list[str]:
    return [_pick(language, *CHANGES[marks.changes[element_id]])] if element_id in marks.changes else []


def description(lanes: list[str], current: list[str], incidents: list[str], language: Language) -> str:
    """One paragraph for people who cannot see the drawing: its lanes, where it stands, what needs help."""
    comma = _pick(language, "、", ", ")
    sentences = [
        (_pick(language, "流程图", "Process diagram"), []),
        (_pick(language, "泳道：", "Lanes: "), lanes),
        (_pick(language, "当前步骤：", "Current: "), current),
        (_pick(language, "异常步骤：", "Incidents: "), incidents),
    ]
    stop = _pick(language, "。", ". ")
    spoken = [lead + comma.join(names) + stop for number, (lead, names) in enumerate(sentences) if names or not number]
    return "".join(spoken).strip()
