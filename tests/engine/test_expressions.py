"""The expression language: what it can say, what it refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from processes.engine.errors import DataRefused, ExpressionRefused
from processes.engine.expressions import check, check_script, evaluate, names_in, run_script

NAMES: dict[str, object] = {
    "客户": {"等级": "A", "items": 3},
    "rows": [{"weight": "40", "budget": 5}, {"weight": "60.5", "budget": None}, {"weight": ""}],
    "score": Decimal("84.50"),
    "empty": None,
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('客户.等级 == "A"', True),
        ("客户.items + 1", 4),
        ('客户["等级"] in ["A", "B"]', True),
        ("sum(rows.weight) == 100.5", True),
        ("sum(column(rows, 'budget'))", 5),
        ("len([row for row in rows if row.weight])", 2),
        ("60 <= score < 84.6", True),
        ("score * 0.1", Decimal("8.450")),
        ("round(0.125, 2)", Decimal("0.13")),
        ("number('') + number('1.5')", Decimal("1.5")),
        ("1 if empty is None else 2", 1),
        ("empty and empty.value", None),
        ("max(1, 3) // 2", 1),
        (" not empty ", True),
    ],
)
def test_an_expression_has_its_value(source: str, value: object) -> None:
    assert evaluate(source, NAMES) == value


@pytest.mark.parametrize(
    "source",
    [
        *("__import__('os').system('id')", "open('/etc/passwd')", "().__class__", "rows.__class__", "_x", "eval('1')"),
        *("rows.append(1)", "客户.update({})", "客户.items()", "'a'.ljust(10)", "'{}'.format(1)", "f'{score}'"),
        *(
            "9**9",
            "1 << 9",
            "lambda: 1",
            "(x := 1)",
            "print(1)",
            "{**客户}",
            "[*rows]",
            "b'x'",
            "1j",
            "...",
            "max(key=1)",
        ),
        *("", "  ", "a b", "1;2", "x = 1", "'a' 'b", "x" * 3000, "(" * 300 + ")" * 300, "{x for x in rows}"),
    ],
)
def test_what_is_outside_the_language_is_refused_before_it_runs(source: str) -> None:
    with pytest.raises(ExpressionRefused):
        check(source)
    with pytest.raises(ExpressionRefused):
        evaluate(source, NAMES)


@pytest.mark.parametrize(
    "source",
    [
        *("missing", "客户.missing", "empty.value", "empty < 3", "1 / 0", "'x' * 9", "[1] * 9", "'%09d' % 1", "len"),
        *("number('x')", "round(1, 99)", "rows[9]", "'a' + 1", "score.real", "'text'.upper"),
        *(
            "[a for a in rows for b in rows for c in rows for d in rows for e in rows for f in rows for g in rows"
            " for h in rows for i in rows for j in rows]",
        ),
    ],
)
def test_what_cannot_be_evaluated_is_refused(source: str) -> None:
    with pytest.raises(ExpressionRefused):
        evaluate(source, NAMES)


def test_results_cannot_grow_without_bound() -> None:
    data = {"text": "x" * 9_000, "n": 1 << 3000, "xs": [1]}
    for source in ("text + text", "n * n"):
        with pytest.raises(ExpressionRefused):
            evaluate(source, data)
    with pytest.raises(DataRefused):
        run_script("\n".join("xs = [xs, xs]" for _ in range(20)), data)


def test_a_script_assigns_decides_and_deletes() -> None:
    data: dict[str, object] = {"a": 1, "b": 2}
    run_script("c = a + b\nif c == 3:\n    d = '三'\nelse:\n    e = 1\ndel a\npass", data)
    assert data == {"b": 2, "c": 3, "d": "三"}


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "a.b = 1",
        "a[0] = 1",
        "a, b = 1, 2",
        "for x in y:\n    z = x",
        "while 1:\n    a = 1",
        "def f():\n    pass",
    ]
    + ["len = 1", "typename = 1", "print(1)", "1 + 1", "a += 1", "", "del a.b", "with a:\n    pass"],
)
def test_a_script_with_more_than_that_is_refused(source: str) -> None:
    with pytest.raises(ExpressionRefused):
        check_script(source)


def test_a_failing_script_changes_nothing() -> None:
    data: dict[str, object] = {"a": 1}
    for source in ("a = 2\nb = missing", "a = 2\ndel missing"):
        with pytest.raises(ExpressionRefused):
            run_script(source, data)
    with pytest.raises(DataRefused):
        run_script("a = 2\nb = {'typename': 1}", data)
    assert data == {"a": 1}


def test_names_in_leaves_out_functions_and_its_own_variables() -> None:
    assert names_in("sum([row.x for row in rows]) > 限额.总 and len(rows) > 1") == {"rows", "限额"}
