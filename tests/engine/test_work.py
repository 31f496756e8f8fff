"""Evaluating costs a bounded amount: of one expression, of one script, of all that one step or one form evaluates."""

from __future__ import annotations

import pytest

from processes.engine.errors import MAX_PROBLEMS, DefinitionRefused, ExpressionRefused, Problem
from processes.engine.expressions import evaluate, run_script
from processes.engine.work import MAX_WORK, TooMuchWork, Work, one_step
from processes.forms.conditions import with_computed
from processes.forms.schema import FormSchema
from tests.engine.hostile.making import NAMED, form

ROWS = [1] * 4000
ONCE = "sum([1 for a in rows])"  # between a third and a tenth of what one expression may cost


def test_work_is_counted_to_the_unit() -> None:
    work = Work(3)
    work.take(3)
    with pytest.raises(TooMuchWork):
        work.take()


@pytest.mark.parametrize("value", ["x" * 16 * 10, [1] * 5, {"a": 1, "b": [1, 1]}, [[[[1]]]]])
def test_looking_at_a_value_takes_all_that_it_holds(value: object) -> None:
    with pytest.raises(TooMuchWork):
        Work(6).look_at(value)
    Work(20).look_at(value)


def test_an_expression_of_one_line_cannot_take_minutes() -> None:
    assert evaluate(ONCE, {"rows": ROWS}) == len(ROWS)
    with pytest.raises(ExpressionRefused, match="too much work"):
        evaluate("[sum(rows) for a in rows]", {"rows": ROWS})


def test_a_script_is_refused_as_a_whole_and_leaves_its_data() -> None:
    data = {"rows": ROWS, "n": 0}
    with pytest.raises(ExpressionRefused, match="too much work"):
        run_script("n = 1\n" + f"n = {ONCE}\n" * 20, data)
    assert data["n"] == 0


def test_many_small_ones_cannot_either_in_one_step() -> None:
    with one_step(MAX_WORK), pytest.raises(ExpressionRefused, match="too much work"):
        assert [evaluate(ONCE, {"rows": ROWS}) for _ in range(50)]
    assert all(evaluate(ONCE, {"rows": ROWS}) for _ in range(50))  # each by itself is allowed


def test_a_form_of_nothing_but_formulas_is_shown_without_the_last() -> None:
    cells = [{"id": "c", "type": "integer", "label": NAMED}]
    sums = [
        {"id": f"f{number}", "type": "computed", "formula": "sum([a for a in column(t, 'c')])"} for number in range(300)
    ]
    schema = FormSchema.parse(form([{"id": "t", "type": "table", "columns": cells}, *sums]))
    values = with_computed(schema, {"t": [{"c": "1"}] * 1000})
    assert values["f0"] == "1000.00"
    assert values["f299"] is None


def test_no_more_problems_are_told_than_a_page_can_show() -> None:
    endless = (Problem("a.bpmn", "x" * 10_000, "cell", "\ud800\0" + "y" * 10_000) for _ in iter(int, 1))
    told = DefinitionRefused(endless).problems
    assert len(told) == MAX_PROBLEMS + 1
    assert told[-1].code == "more_problems"
    assert all(len(one.detail) < 300 and one.detail.encode() for one in told)
