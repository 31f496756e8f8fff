"""Each limit at its boundary: one less, exactly, and one more."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from processes.engine.decision_reading import MAX_CELLS
from processes.engine.decisions import DecisionTable
from processes.engine.documents import MAX_ATTRIBUTES
from processes.engine.errors import DataRefused, DefinitionRefused, ExpressionRefused, StateRefused, StateTooLarge
from processes.engine.expressions import check, evaluate
from processes.engine.functions import MAX_BITS as MOST_BITS
from processes.engine.functions import MAX_DIGITS, MAX_LENGTH
from processes.engine.grammar import MAX_NESTING, MAX_NODES, MAX_SOURCE_LENGTH
from processes.engine.instance import STEP_BUDGET, EngineInstance
from processes.engine.lint_sizes import MAX_ELEMENTS, MAX_PARTS
from processes.engine.moments import MAX_CYCLES, MAX_DAYS, Cycle, Duration
from processes.engine.parsing import parse_process
from processes.engine.state import MAX_STATE_BYTES, MAX_UNPACKED_BYTES, unpacked
from processes.engine.values import MAX_BITS, MAX_CHARACTERS, MAX_DEPTH, MAX_VALUES, refuse_unstorable
from processes.forms.fields import MAX_OPTIONS, Field
from processes.forms.kinds import MAX_FIELD_BYTES, Wrong, typed
from processes.forms.patterns import MAX_WAYS, PatternRefused, checked
from processes.forms.schema import MAX_FIELDS, MAX_FORM_BYTES, FormSchema
from processes.published_files import MAX_FILES, refuse_files
from tests.engine.diagrams import Answers, diagram, flows, nodes, submit
from tests.engine.hostile.making import form, row
from tests.engine.test_decisions import rule, table

REFUSALS = (ValueError, DataRefused, DefinitionRefused, ExpressionRefused, PatternRefused, StateTooLarge, Wrong)


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


def attributes(count: int) -> bytes:
    given = " ".join(f'steward:a{number}="1"' for number in range(count - 1))  # and its id
    return diagram(nodes("startEvent s", f"userTask a {given}", "endEvent e") + flows("s a", "a e"))["small.bpmn"]


def parts(count: int) -> bytes:
    more = "<bpmn:documentation/>" * (count - 6)  # the process, three elements, two flows
    return diagram(more + nodes("startEvent s", "userTask a", "endEvent e") + flows("s a", "a e"))["small.bpmn"]


def state(spare: int) -> bytes:
    """The dump of an instance whose state has so many bytes less than it may."""
    spec = parse_process(diagram(nodes("startEvent s", "userTask a", "endEvent e") + flows("s a", "a e")))
    instance = EngineInstance.start(spec, {"text": ""}, Answers({}))

    def dumped(length: int) -> bytes:
        for task in instance._workflow.tasks.values():  # what the tasks have in common is stored once
            task.data["text"] = "x" * length
        return instance.dump()

    size = len(zlib.decompress(dumped(1000)))
    return dumped(1000 + MAX_STATE_BYTES - size - spare)


def cells(count: int) -> bytes:
    """A table of three columns with at least so many cells."""
    return table("".join(rule(f"r{number}", str(number), "A") for number in range(-(-count // 3))))


def fields(count: int) -> bytes:
    return form([{"id": f"f{number}", "type": "boolean"} for number in range(count)])


def options(count: int) -> bytes:
    given = [{"value": str(number), "label": {"zh": "项", "en": "Option"}} for number in range(count)]
    return form([{"id": "f", "type": "choice", "options": given}])


def padded(size: int) -> bytes:
    content = form([{"id": "f", "type": "boolean"}])
    return content + b" " * (size - len(content))


LIMITS: dict[str, tuple[int, Callable[[int], object]]] = {
    "depth of a value": (MAX_DEPTH, lambda n: refuse_unstorable(nested(n))),
    "values in a value": (MAX_VALUES, lambda n: refuse_unstorable([1] * (n - 1))),
    "characters of a value": (MAX_CHARACTERS, lambda n: refuse_unstorable({"k": "x" * (n - 1)})),
    "bits of a number": (MAX_BITS, lambda n: refuse_unstorable(1 << (n - 1))),
    "bytes of a state": (0, lambda n: state(-n)),
    "elements of a diagram": (MAX_ELEMENTS, lambda n: parse_process({"a.bpmn": row(n - 2)})),
    "parts of a diagram": (MAX_PARTS, lambda n: parse_process({"a.bpmn": parts(n)})),
    "attributes of an element": (MAX_ATTRIBUTES, lambda n: parse_process({"a.bpmn": attributes(n)})),
    "characters of an expression": (MAX_SOURCE_LENGTH, lambda n: check("x" * n)),
    "characters of an expression's text": (MAX_LENGTH, lambda n: evaluate("a + b", {"a": "x" * (n - 1), "b": "x"})),
    "bits of a product": (MOST_BITS, lambda n: evaluate("a * b", {"a": 1 << (n - 2), "b": 1})),
    "digits of a decimal": (MAX_DIGITS, lambda n: evaluate("number(a)", {"a": f"1e{n}"})),
    "levels of an expression": (MAX_NESTING - 2, lambda n: check("-" * (n - 1) + "a")),
    "parts of an expression": ((MAX_NODES - 4) // 2, lambda n: check("[" + ", ".join(["a"] * n) + "]")),
    "days of a duration": (MAX_DAYS, lambda n: Duration.parse(f"P{n}D")),
    "times of a cycle": (MAX_CYCLES, lambda n: Cycle.parse(f"R{n}/PT1H")),
    "options of a choice": (MAX_OPTIONS, lambda n: FormSchema.parse(options(n))),
    "files of a process": (MAX_FILES, lambda n: refuse_files({f"forms/f{one}.json": b"" for one in range(n)})),
    "cells of a table": (MAX_CELLS // 3 * 3, lambda n: DecisionTable.parse(cells(n))),
    "fields of a form": (MAX_FIELDS, lambda n: FormSchema.parse(fields(n))),
    "bytes of a form": (MAX_FORM_BYTES, lambda n: FormSchema.parse(padded(n))),
    "bytes of a field": (MAX_FIELD_BYTES, lambda n: typed(Field("f", {}, "text", max_length=10**6), "x" * n, {})),
    "ways of a pattern": (MAX_WAYS, lambda n: checked("a*", n - 1)),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_limit_is_allowed_and_one_more_is_refused(name: str) -> None:
    limit, act = LIMITS[name]
    act(limit - 1)
    act(limit)
    with pytest.raises(REFUSALS):
        act(limit + 1)


def test_a_field_of_another_alphabet_is_measured_in_bytes() -> None:
    field = Field("f", {}, "longtext", max_length=60_000)
    assert typed(field, "户" * (MAX_FIELD_BYTES // 3), {}) == "户" * (MAX_FIELD_BYTES // 3)
    with pytest.raises(Wrong):
        typed(field, "户" * (MAX_FIELD_BYTES // 3 + 1), {})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "a\0b", "\ud800", {"\0": 1}, 10**2000])
def test_what_one_of_the_databases_cannot_store_is_refused(value: object) -> None:
    with pytest.raises(DataRefused):
        refuse_unstorable({"k": value})


def test_a_state_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(b" " * (MAX_UNPACKED_BYTES + 1))
    assert len(bomb) < 100_000
    with pytest.raises(StateRefused):
        unpacked(bomb)


def test_a_row_of_steps_is_run_up_to_the_budget() -> None:
    body = nodes("startEvent s", 'exclusiveGateway g default="g_e"', "exclusiveGateway m", "endEvent e", "userTask u")
    count = nodes("scriptTask n ><bpmn:script>n = n + 1</bpmn:script>")
    body += count + flows("s u", "u m", "m n", "n g", "g m n &lt; limit", "g e")
    spec = parse_process(diagram(body))
    for rounds, ends in (((STEP_BUDGET - 10) // 3, True), (STEP_BUDGET, False)):
        instance = EngineInstance.start(spec, {"n": 0, "limit": rounds}, Answers({}))
        if ends:
            submit(instance, "u")
            assert instance.is_completed
            continue
        with pytest.raises(Exception, match="n|m|g") as caught:
            submit(instance, "u")
        assert type(caught.value).__name__ == "StepBudgetExceeded"
