"""Checks what a diagram names: forms, operations, prefills, checks, four-eyes elements, earlier forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from processes.engine.elements import Element
from processes.engine.errors import Problem
from processes.engine.parsing import ProcessSpec
from processes.engine.reads import keys_read
from processes.forms.prefilled import TODAY
from processes.forms.schema import FormSchema
from processes.item_columns import listed
from processes.operations import check, known_operations, prefill


def problems_of(spec: ProcessSpec, forms: Mapping[str, FormSchema]) -> list[Problem]:
    """One problem for each name that stands for nothing; codes ``unknown_form`` … with the name as detail."""
    found = [problem for element in spec.elements.values() for problem in _of_element(spec, forms, element)]
    return found + [problem for form in forms.values() for problem in _of_form(spec, forms, form)]


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


def _of_form(spec: ProcessSpec, forms: Mapping[str, FormSchema], form: FormSchema) -> Iterator[Problem]:
    """A misspelt name in a field's prefill would leave it empty for ever."""
    given = {TODAY, *(field.id for field in form.fields)}
    for field in form.fields:
        for name, key in sorted(keys_read(field.prefill), key=str) if field.prefill is not None else ():
            if name not in given and not _is_said(spec, forms, name, key):
                said = name if key is None else f"{name}.{key}"
                yield Problem(f"forms/{form.key}.json", field.id, "prefill_unknown", said)


def _is_said(spec: ProcessSpec, forms: Mapping[str, FormSchema], name: str, key: str | None) -> bool:
    """Whether a task of that name has a form, with that field."""
    element = spec.elements.get(name)
    form = forms.get(element.properties.get("form", "")) if element is not None else None
    return form is not None and (key is None or any(field.id == key for field in form.fields))
