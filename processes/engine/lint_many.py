"""Lint of user tasks that are done for each of many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from processes.engine.elements import BPMN, SPIFF, Outline, nodes
from processes.engine.errors import ExpressionRefused
from processes.engine.expressions import check
from processes.engine.grammar import is_name
from processes.engine.many import MAX_INSTANCES

Finding = tuple[str | None, str, str]
MANY = f"{BPMN}multiInstanceLoopCharacteristics"
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)


def many_problems(process: _Element, outline: Outline) -> Iterator[Finding]:
    """(element id, code, value at fault) of what could not be begun, or would be done otherwise than drawn."""
    taken = set(outline.elements) | {
        one.get("resultVariable", "") for one in process.iter(f"{SPIFF}serviceTaskOperator")
    }
    for node in nodes(process):
        many = node.find(MANY)
        if many is None:
            continue
        if node.tag != f"{BPMN}userTask":
            yield node.get("id"), "multi_instance", str(node.tag).removeprefix(BPMN)
            continue
        yield from ((node.get("id"), *found) for found in (*_source(many), *_names(many, taken)))
        if many.find(f"{BPMN}completionCondition") is not None:
            yield node.get("id"), "completion_condition", ""
        if node.find(f"{BPMN}ioSpecification") is not None:
            yield node.get("id"), "many_io", ""


def _source(many: _Element) -> Iterator[tuple[str, str]]:
    """A list's name or a number, one of the two."""
    lists, counts = many.findall(f"{BPMN}loopDataInputRef"), many.findall(f"{BPMN}loopCardinality")
    if len(lists) + len(counts) != 1:
        yield "many_source", str(len(lists) + len(counts))
    for one in lists:
        if not _is_path(_text(one)):
            yield "many_list", _text(one)
    for one in counts:
        text = _text(one)
        if not _COUNT.fullmatch(text) and not _is_path(text):
            yield "many_count", text
        elif _COUNT.fullmatch(text) and int(text) > MAX_INSTANCES:
            yield "too_many_instances", text


def _names(many: _Element, taken: set[str]) -> Iterator[tuple[str, str]]:
    """An item is seen under a name that nothing else has; results are kept under one that expressions can read."""
    result = many.find(f"{BPMN}loopDataOutputRef")
    for reference in (result, many.find(f"{BPMN}inputDataItem"), many.find(f"{BPMN}outputDataItem")):
        name = _text(reference) if reference is result else _name(reference)
        if reference is not None and not is_name(name):
            yield "many_name", name
    item = many.find(f"{BPMN}inputDataItem")
    others = taken | ({_text(result)} if result is not None else set())
    if item is not None and _name(item) in others:
        yield "item_name", _name(item)


def _is_path(text: str) -> bool:
    """A name of the data, or a key of what is under one, no deeper than an expression may go."""
    try:
        check(text)
    except ExpressionRefused:
        return False
    return all(is_name(part) for part in text.split("."))


def _name(reference: _Element | None) -> str:
    return "" if reference is None else reference.get("name", "") or reference.get("id", "")


def _text(node: _Element | None) -> str:
    return "" if node is None else (node.text or "").strip()
