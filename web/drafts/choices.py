"""What a diagram may name, for the editors: operations and their parameters, forms, checks, groups, tables."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping

from processes.definitions import is_diagram, is_form
from processes.engine.decisions import DecisionTable
from processes.engine.documents import read_xml
from processes.engine.elements import BPMN, read_outline
from processes.engine.errors import DefinitionRefused
from processes.operations import check, external_operation, known_operations, operation, prefill
from services.people import GROUPS
from web.languages import localized
from web.words import group_name, operation_name


def choices_of(files: Mapping[str, bytes]) -> dict[str, object]:
    """The registers' names and what the draft itself holds; texts of forms in both languages."""
    return {
        "operations": [_operation(name) for name in sorted(known_operations())],
        "prefills": sorted(prefill),
        "checks": sorted(check),
        "forms": list(_forms(files)),
        "groups": [{"key": one, "name": group_name(one)} for one in sorted(set().union(*GROUPS.values()))],
        "tables": list(_tables(files)),
        "processes": list(_processes(files)),
    }


def _operation(name: str) -> dict[str, object]:
    leaves = name in external_operation
    # The first parameter of a local one is its context; an external one is given what the diagram says, as it is.
    parameters = [] if leaves else list(inspect.signature(operation.get(name)).parameters)[1:]
    return {"name": name, "summary": operation_name(name), "parameters": parameters, "external": leaves}


def _forms(files: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    for path, content in files.items():
        if is_form(path):
            try:
                form = json.loads(content)
                yield {"key": str(form["key"]), "title": dict(form["title"])}
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # told as a problem of that form


def _tables(files: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    for path, content in files.items():
        if path.endswith(".dmn"):
            try:
                table = DecisionTable.parse(content, path)
                yield {"decision": table.key, "name": localized(table.name)}
            except DefinitionRefused:
                continue


def _processes(files: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    """A call activity calls another diagram of the same draft."""
    for path, content in files.items():
        if is_diagram(path):
            try:
                outlines = [read_outline(one) for one in read_xml(path, content).findall(f"{BPMN}process")]
            except DefinitionRefused:
                continue
            for one in outlines:
                yield {"key": one.process_id, "name": one.name, "name_en": one.name_en}
