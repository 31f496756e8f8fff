"""What a cell asks of its value, where it asks in constants. Must not know tables or axes."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from decimal import Decimal

from processes.engine.errors import ExpressionRefused
from processes.engine.expressions import evaluate, names_in, statements_of

Constant = int | float | Decimal | str | bool | None
VALUE = "value"
MAX_DIGITS = 100  # of a bound, before or after its point: no value that a table is asked with has more

_SIGNS: dict[type[ast.cmpop], str] = {
    **{ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not"},
    **{ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="},
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SAME = ("is", "is not")  # asked of None only, also by the guard before every comparison


class OtherExpression(Exception):
    """The cell is no comparison of its value with constants: what it matches can only be tried."""


@dataclass(frozen=True)
class Comparison:
    """``value sign operand``; sign: one of == != < <= > >= is, is not."""

    sign: str
    operand: Constant


@dataclass(frozen=True)
class Every:
    """All parts hold; the first that does not ends the evaluation. Without parts: always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Some:
    """One of the parts holds; the first that does ends the evaluation. Without parts: never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Opposite:
    """The part does not hold."""

    part: Condition


Condition = Comparison | Every | Some | Opposite
ALWAYS, NEVER = Every(()), Some(())


def condition_of(test: str) -> Condition:
    """The condition of a cell's test; raises `OtherExpression`."""
    (tree,) = statements_of(test)
    return _condition(tree)


def operands_of(condition: Condition) -> list[Constant]:
    """The constants that the value is compared with; None only where the cell itself tells it from others."""
    if isinstance(condition, Comparison):
        return [] if condition.sign in _SAME else [condition.operand]
    parts = (condition.part,) if isinstance(condition, Opposite) else condition.parts
    return [operand for part in parts for operand in operands_of(part)]


def _condition(tree: ast.AST) -> Condition:
    if isinstance(tree, ast.BoolOp):
        parts = tuple(_condition(part) for part in tree.values)
        return Every(parts) if isinstance(tree.op, ast.And) else Some(parts)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return Opposite(_condition(tree.operand))
    if isinstance(tree, ast.Compare):
        sides = (tree.left, *tree.comparators)
        pairs = zip(sides, tree.ops, sides[1:], strict=False)
        return Every(tuple(_pair(left, operator, right) for left, operator, right in pairs))
    raise OtherExpression


def _pair(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Condition:
    if isinstance(operator, ast.In | ast.NotIn):
        return _listed(left, right, isinstance(operator, ast.NotIn))
    sign = _SIGNS[type(operator)]
    if _is_value(left) and not _is_value(right):
        return _comparison(sign, _constant(right))
    if _is_value(right) and not _is_value(left):
        return _comparison(_TURNED.get(sign, sign), _constant(left))
    if _is_value(left):
        raise OtherExpression
    return _fixed(ast.Compare(left, [operator], [right]))


def _listed(left: ast.expr, right: ast.expr, negated: bool) -> Condition:
    if not _is_value(left) or not isinstance(right, ast.List | ast.Tuple):
        raise OtherExpression
    one_of = Some(tuple(_comparison("==", _constant(item)) for item in right.elts))
    return Opposite(one_of) if negated else one_of


def _comparison(sign: str, operand: Constant) -> Comparison:
    if isinstance(operand, str) and sign not in ("==", "!="):
        raise OtherExpression  # between two texts there are always more texts
    if operand is not None and sign in _SAME:
        raise OtherExpression
    return Comparison(sign, operand)


def _fixed(tree: ast.Compare) -> Condition:
    if _reads(tree):
        raise OtherExpression
    return ALWAYS if _evaluated(tree) else NEVER


def _is_value(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Name) and tree.id == VALUE


def _constant(tree: ast.expr) -> Constant:
    if not isinstance(tree, ast.Constant) and _reads(tree):
        raise OtherExpression
    found = tree.value if isinstance(tree, ast.Constant) else _evaluated(tree)
    if isinstance(found, bool | str) or found is None:
        return found
    if isinstance(found, int | float | Decimal) and _is_near(found):
        return found
    raise OtherExpression


def _is_near(number: float | Decimal) -> bool:
    exact = Decimal(str(number)) if isinstance(number, float) else Decimal(number)
    return exact.is_finite() and abs(exact.adjusted()) <= MAX_DIGITS and len(exact.as_tuple().digits) <= 2 * MAX_DIGITS


def _reads(tree: ast.expr) -> bool:
    return bool(names_in(ast.unparse(tree)))


def _evaluated(tree: ast.expr) -> object:
    try:
        return evaluate(ast.unparse(tree), {})
    except ExpressionRefused as error:
        raise OtherExpression from error
