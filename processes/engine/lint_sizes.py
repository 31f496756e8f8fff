"""Lint of sizes, before anything else looks at a diagram: the checks behind it take time with their square."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from processes.engine.elements import BPMN, SPIFF, STEWARD, nodes

MAX_ELEMENTS = 500  # the parser recurses once an element
MAX_FLOWS = 1000
MAX_LANES = 100
MAX_PARTS = 20_000  # XML elements of any kind
# What the tables of items and instances have room for; one database refuses more only when an item is opened.
MAX_ID, MAX_LANE_ID, MAX_NAME = 100, 50, 200
MAX_PROPERTY = {"form": 100, "prefill": 100, "check": 100, "step": 20}
MAX_GROUP = 50

Finding = tuple[str | None, str, str]


def size_problems(process: _Element) -> Iterator[Finding]:
    """(element id, code, limit) of a diagram that is too large to be looked at further."""
    if sum(1 for _ in process.iter()) > MAX_PARTS:
        yield None, "too_many_parts", str(MAX_PARTS)
    if len(nodes(process)) > MAX_ELEMENTS:
        yield None, "too_many_elements", str(MAX_ELEMENTS)
    for tag, limit, code in (("sequenceFlow", MAX_FLOWS, "too_many_flows"), ("lane", MAX_LANES, "too_many_lanes")):
        if sum(1 for _ in process.iter(f"{BPMN}{tag}")) > limit:
            yield None, code, str(limit)


def length_problems(process: _Element) -> Iterator[Finding]:
    """(element id, code, limit) of texts that the database has no room for."""
    for node in process.iter(f"{BPMN}*"):
        key = node.get("id", "")
        limit = MAX_LANE_ID if node.tag == f"{BPMN}lane" else MAX_ID
        if len(key) > limit:
            yield key[:limit], "id_too_long", str(limit)
        if max(len(node.get("name", "")), len(node.get(f"{STEWARD}nameEn", ""))) > MAX_NAME:
            yield key[:limit], "name_too_long", str(MAX_NAME)
    for node in nodes(process):
        for item in node.iter(f"{SPIFF}property"):
            if len(item.get("value", "")) > MAX_PROPERTY.get(item.get("name", ""), 2000):
                yield node.get("id"), "value_too_long", item.get("name", "")
            groups = item.get("value", "").split(",") if item.get("name") == "candidate_groups" else []
            if any(len(group.strip()) > MAX_GROUP for group in groups):
                yield node.get("id"), "value_too_long", "candidate_groups"
