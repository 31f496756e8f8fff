"""Which names of the process data an element reads and writes, as far as its texts say."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask

from processes.engine.decisions import DecisionTable
from processes.engine.elements import Element
from processes.engine.expressions import statements_of
from processes.engine.rule_tasks import DecisionTask

Read = tuple[str, str | None]  # name, the key that is taken from it


def reads_of(spec: Any, element: Element | None, table: DecisionTable | None = None) -> frozenset[Read]:
    """(name, key or None) of everything that the element's conditions, scripts and expressions read; ``table``: that
    it calls."""
    found = frozenset(read for source in _sources(spec, element) for read in keys_read(source))
    return found if table is None else found | _reads_of_table(table)


def writes_of(spec: Any) -> frozenset[str]:
    """The names that the element puts into the data; a user task and a service task under one of their own."""
    found: set[str | None] = {
        name for source in _scripts(spec) for statement in statements_of(source) for name in _stored(statement)
    }
    if spec.manual or isinstance(spec, DecisionTask):
        found.add(spec.bpmn_id)
    definition = getattr(spec, "event_definition", None)
    several = getattr(definition, "event_definitions", ())
    for one in (definition, *several):
        found.add(getattr(one, "message_var", None) or getattr(one, "variable", None))
    found.add(getattr(spec, "result_variable", None))
    if isinstance(spec, MultiInstanceTask):
        found.add(spec.result_name)
    return frozenset(name for name in found if name is not None)


def deletes_of(spec: Any) -> frozenset[str]:
    """The names that the element's scripts take out of the data."""
    trees = [ast.walk(statement) for source in _scripts(spec) for statement in statements_of(source)]
    found = [node for tree in trees for node in tree if isinstance(node, ast.Name)]
    return frozenset(node.id for node in found if isinstance(node.ctx, ast.Del))


def is_script(spec: Any) -> bool:
    """Whether it reads before it writes; others get an answer first, and what they read may be that."""
    return getattr(spec, "script", None) is not None or isinstance(spec, DecisionTask)


def _sources(spec: Any, element: Element | None) -> Iterator[str]:
    yield from _scripts(spec)
    yield from (condition.args[0] for condition, _ in getattr(spec, "cond_task_specs", ()) if condition is not None)
    yield from (parameter["value"] for parameter in getattr(spec, "operation_params", {}).values())
    definition = getattr(spec, "event_definition", None)
    for one in (definition, *getattr(definition, "event_definitions", ())):
        yield getattr(one, "expression", None) or "None"
    if isinstance(spec, MultiInstanceTask):
        yield spec.source
        return  # whose and when is asked of each one, which has an item besides
    properties = {} if element is None else element.properties
    yield from (properties[name] for name in ("assignee", "due_working_days", "due_date") if name in properties)


def _scripts(spec: Any) -> Iterator[str]:
    texts = (getattr(spec, name, None) for name in ("prescript", "script", "postscript"))
    yield from (text for text in texts if text)


@lru_cache(maxsize=32)
def _reads_of_table(table: DecisionTable) -> frozenset[Read]:
    sources = {column.expression for column in table.inputs} | {one for rule in table.rules for one in rule.results}
    tests = {test for rule in table.rules for test in rule.tests if test is not None}
    tested = {read for test in tests for read in keys_read(test) if read[0] != "value"}  # the name of what is tested
    return frozenset(read for source in sources for read in keys_read(source)) | tested


def keys_read(source: str) -> frozenset[Read]:
    """(name, key or None) of everything that one text reads."""
    found: set[Read] = set()
    _read_on(statements_of(source), set(), found)
    return frozenset(found)


def _read_on(statements: Sequence[ast.AST], written: set[str], found: set[Read]) -> set[str]:
    """Collects what is read before it is written; the names that are written afterwards, whichever way it went."""
    for statement in statements:
        if isinstance(statement, ast.If):
            found |= _names(statement.test, written)
            ways = [_read_on(way, set(written), found) for way in (statement.body, statement.orelse)]
            written = ways[0] & ways[1]
        elif isinstance(statement, ast.Assign):
            found |= _names(statement.value, written)
            written = written | set(_stored(statement))
        else:
            found |= _names(statement, written)
    return written


def _names(tree: ast.AST, written: set[str]) -> set[Read]:
    known = written | set(_stored(tree))
    owners = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found: set[Read] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add((node.value.id, node.attr))
        elif isinstance(node, ast.Name) and id(node) not in owners | called:
            found.add((node.id, None))
    return {read for read in found if read[0] not in known}


def _stored(tree: ast.AST) -> list[str]:
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
