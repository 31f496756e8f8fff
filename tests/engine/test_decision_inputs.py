"""What a table is asked with may be anything: an input that is no number is a fault of the process, told as such."""

from __future__ import annotations

import pytest

from processes.engine.decisions import DecisionTable
from processes.engine.errors import ExpressionRefused
from tests.engine.hostile.making import table

NUMERIC = table(test=">= 5").replace(b'typeRef="string"', b'typeRef="number"')


@pytest.mark.parametrize("value", ["", "5", 5, 5.5, "5.50"])
def test_a_number_is_read(value: object) -> None:
    parsed = DecisionTable.parse(NUMERIC.replace(b"&gt;= 5", b"-"))
    assert parsed.evaluate({"a": value}).matched_rules == ("x",)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1e999999999", "9" * 400, [], {}, [1], "five", "１²"])
def test_what_is_no_number_is_refused_without_quoting_it(value: object) -> None:
    with pytest.raises(ExpressionRefused) as caught:
        DecisionTable.parse(NUMERIC).evaluate({"a": value})
    assert str(caught.value) == "no number: a"
