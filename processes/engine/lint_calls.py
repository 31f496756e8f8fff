"""Lint of what several diagrams of one definition share: their ids, what they declare, and whom they call."""

from __future__ import annotations

from collections.abc import Iterator

from processes.engine.diagrams import Drawn, callers
from processes.engine.elements import BPMN
from processes.engine.errors import Problem

_DECLARED = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}


def call_problems(diagrams: list[Drawn]) -> Iterator[Problem]:
    """Everything wrong between diagrams, or with a call."""
    yield from _calls(diagrams)
    yield from _shared_ids(diagrams)
    yield from _declarations(diagrams)


def _calls(diagrams: list[Drawn]) -> Iterator[Problem]:
    known, reached = {one.key for one in diagrams}, callers(diagrams)
    for one in diagrams:
        for element_id, called in one.calls.items():
            if called is None:
                yield Problem(one.file, element_id, "no_called")
            elif called not in known:
                yield Problem(one.file, element_id, "unknown_called", called)
            elif called == one.key or one.key in reached[called]:
                yield Problem(one.file, element_id, "calls_itself", called)
    for one in diagrams[1:]:
        if one.process.find(f"{BPMN}ioSpecification") is not None:
            yield Problem(one.file, one.key, "process_io")


def _shared_ids(diagrams: list[Drawn]) -> Iterator[Problem]:
    """Work items, paths and the engine know an element, a flow or a process by its id alone."""
    home: dict[str, str] = {}
    for one in diagrams:
        for key in (one.key, *one.outline.elements, *one.outline.flows):
            if home.setdefault(key, one.file) != one.file:
                yield Problem(one.file, key, "shared_id", home[key])


def _declarations(diagrams: list[Drawn]) -> Iterator[Problem]:
    """The engine keeps one name for an id: the last file's would be listened for in all."""
    said: dict[tuple[str, str], tuple[str | None, ...]] = {}
    for one in diagrams:
        for kind, code in _DECLARED.items():
            for node in one.root.iter(f"{BPMN}{kind}"):
                names = (node.get("name"), node.get(code))
                if said.setdefault((kind, node.get("id", "")), names) != names:
                    yield Problem(one.file, node.get("id"), "declared_twice", node.get("name", ""))
