"""Checks what a diagram names: forms, operations, prefills, checks, four-eyes elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from processes.engine.elements import Element
from processes.engine.errors import Problem
from processes.engine.parsing import ProcessSpec
from processes.forms.schema import FormSchema
from processes.item_columns import listed
from processes.operations import check, known_operations, prefill


def problems_of(spec: ProcessSpec, forms: Mapping[str, FormSchema]) -> list[Problem]:
    """One problem for each name that stands for nothing; codes ``unknown_form`` … with the name as detail."""
    return [problem for element in spec.elements.values() for problem in _of_element(spec, forms, element)]


def _of_element(spec: ProcessSpec, forms: Mapping[str, FormSchema], element: Element) -> Iterator[Problem]:
    named = element.properties
    for known, kind, name in (
        (forms, "form", named.get("form")),
        (known_operations(), "operation", element.operation),
        (prefill, "prefill", named.get("prefill")),
        (check, "check", named.get("check")),
    ):
        if name is not None and name not in known:
            yield Problem(spec.file_of(element.id), element.id, f"unknown_{kind}", name)
    for other in listed(named.get("not_by")):
        if other not in spec.elements:
            yield Problem(spec.file_of(element.id), element.id, "unknown_element", other)
