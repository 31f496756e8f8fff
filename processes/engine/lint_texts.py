"""Lint of the texts inside a diagram's elements: conditions, scripts, timers, parameters, properties."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime

from lxml.etree import _Element

from processes.engine.documents import id_around
from processes.engine.elements import BPMN, SPIFF, Element, Outline, nodes
from processes.engine.errors import ExpressionRefused
from processes.engine.expressions import check, check_script
from processes.engine.moments import Cycle, Duration, is_bare_duration, moment

Finding = tuple[str | None, str, str]

KNOWN_PROPERTIES = frozenset(
    ("form", "step", "assignee", "candidate_groups", "due_working_days", "due_date", "not_by", "prefill", "check")
)
EXPRESSION_PROPERTIES = ("assignee", "due_working_days", "due_date")
RESERVED = "typename"
_DATA_KEYS = (f"{BPMN}userTask", f"{BPMN}manualTask", f"{BPMN}task", f"{BPMN}businessRuleTask")
_GROUP = re.compile(r"[a-z][a-z0-9_]*")


def text_problems(process: _Element, outline: Outline, known: Collection[str]) -> Iterator[Finding]:
    """(element or flow id, code, text at fault) of every text that would fail or mislead at run time; ``known``: what
    may be kept apart."""
    for condition in process.iter(f"{BPMN}conditionExpression"):
        flow = condition.getparent()
        yield from _refused(check, condition.text, None if flow is None else flow.get("id"), "expression")
    for node in nodes(process):
        yield from _scripts(node)
        yield from _operation(node)
        yield from _timers(node)
        yield from _variables(node)
    yield from _payloads(process)
    for element in outline.elements.values():
        yield from _properties(element, known)


def _refused(checker: Callable[[str], None], source: str | None, key: str | None, code: str) -> Iterator[Finding]:
    try:
        checker(source or "")
    except ExpressionRefused:
        yield key, code, (source or "").strip()


def _scripts(node: _Element) -> Iterator[Finding]:
    key = node.get("id")
    if node.tag == f"{BPMN}scriptTask":
        script = node.find(f"{BPMN}script")
        if script is None or not (script.text or "").strip():
            yield key, "no_script", ""
        else:
            yield from _refused(check_script, script.text, key, "script")
    for name in ("preScript", "postScript"):
        for script in node.findall(f"{BPMN}extensionElements/{SPIFF}{name}"):
            yield from _refused(check_script, script.text, key, "script")


def _operation(node: _Element) -> Iterator[Finding]:
    if node.tag != f"{BPMN}serviceTask":
        return
    key = node.get("id")
    operator = node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
    if operator is None or not operator.get("id"):
        yield key, "no_operation", ""
        return
    if not operator.get("resultVariable"):
        yield key, "no_result_variable", operator.get("id", "")
    for parameter in operator.iter(f"{SPIFF}parameter"):
        yield from _refused(check, parameter.get("value"), key, "expression")


def _variables(node: _Element) -> Iterator[Finding]:
    """Names under which something lands in process data: a key ``typename`` could never be loaded again."""
    names = [node.get("id", "")] if node.tag in _DATA_KEYS else []
    names += [one.get("resultVariable", "") for one in node.iter(f"{SPIFF}serviceTaskOperator")]
    names += [
        (one.text or "").strip() for kind in ("messageVariable", "variableName") for one in node.iter(SPIFF + kind)
    ]
    yield from ((node.get("id"), "reserved_name", name) for name in names if name == RESERVED)


def _payloads(process: _Element) -> Iterator[Finding]:
    root = process.getroottree().getroot()
    for kind in ("messagePayload", "payloadExpression"):
        for payload in root.iter(SPIFF + kind):
            yield from _refused(check, payload.text, id_around(payload), "expression")
    for tag in (f"{BPMN}correlationProperty", f"{BPMN}correlationKey", f"{SPIFF}processVariableCorrelation"):
        yield from ((id_around(one), "correlation", "") for one in root.iter(tag))


def _timers(node: _Element) -> Iterator[Finding]:
    for definition in node.findall(f"{BPMN}timerEventDefinition"):
        values = [child for child in definition if str(child.tag).startswith(f"{BPMN}time")]
        if len(values) != 1:
            yield node.get("id"), "no_timer_value", ""
        for value in values:
            if not _timer_value_sound(str(value.tag).removeprefix(BPMN), (value.text or "").strip()):
                yield node.get("id"), "timer_value", (value.text or "").strip()


def _timer_value_sound(kind: str, text: str) -> bool:
    """Whether the value is a quoted ISO text of its kind, or an expression that reads data."""
    if is_bare_duration(text):
        return False
    try:
        check(text)
    except ExpressionRefused:
        return False
    try:
        value = ast.literal_eval(text)
    except ValueError:
        return True
    try:
        _READERS[kind](value)
    except (KeyError, ValueError):
        return False
    return True


def _aware(value: object) -> datetime:
    found = moment(value, datetime.now(UTC))
    if datetime.fromisoformat(str(value)).tzinfo is None:
        raise ValueError("without an offset")
    return found


def _without_start(value: object) -> Cycle:
    found = Cycle.parse(value)
    if found.start is not None:
        raise ValueError("from a day that is past for all but the first instances")
    return found


_READERS: dict[str, Callable[[object], object]] = {
    "timeDuration": Duration.parse,
    "timeCycle": _without_start,
    "timeDate": _aware,
}


def _properties(element: Element, known: Collection[str]) -> Iterator[Finding]:
    for name, value in element.properties.items():
        if name not in KNOWN_PROPERTIES:
            yield element.id, "unknown_property", name
        if name in EXPRESSION_PROPERTIES:
            yield from _refused(check, value, element.id, "expression")
        if name == "candidate_groups":
            groups = [group.strip() for group in value.split(",")]
            yield from ((element.id, "group_name", group) for group in groups if not _GROUP.fullmatch(group))
        if name == "not_by":
            missing = [key.strip() for key in value.split(",") if key.strip() not in known]
            yield from ((element.id, "not_by_unknown", key) for key in missing)
