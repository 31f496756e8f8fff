"""Evaluating expressions and scripts of diagrams, decision tables and forms. No `eval`, no `exec`, no I/O."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from simpleeval import DEFAULT_OPERATORS, EvalWithCompoundTypes, InvalidExpression

from processes.engine.errors import ExpressionRefused
from processes.engine.functions import BOUNDED, FUNCTIONS
from processes.engine.grammar import expression_tree, script_tree
from processes.engine.values import refuse_unstorable
from processes.engine.work import TooMuchWork, Work, new_work

Read = TypeVar("Read")

_FUNCTION_NAMES = frozenset(FUNCTIONS)
_FAILURES = (
    InvalidExpression,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)


def evaluate(source: str, names: Mapping[str, object]) -> object:
    """The value of an expression over ``names``; raises `ExpressionRefused` and changes nothing.

    ``a.b`` is the key b of the dict a; over a list of dicts it is the list of their values of b.
    """
    tree = expression_tree(source, _FUNCTION_NAMES)
    return _value(tree, source, names, new_work())


def evaluate_as(read: Callable[[str], Read], source: str, names: Mapping[str, object]) -> Read:
    """The value as ``read`` understands its text; raises `ExpressionRefused` also where it does not."""
    value = evaluate(source, names)
    try:
        return read(str(value))
    except ValueError as error:
        raise ExpressionRefused(source, "the value is of another kind") from error


def check(source: str) -> None:
    """Raises `ExpressionRefused` when the source is outside the language; evaluates nothing."""
    expression_tree(source, _FUNCTION_NAMES)


def check_script(source: str) -> None:
    """Raises `ExpressionRefused` when a script has more than assignments, ``if``, ``del`` and ``pass``."""
    if not script_tree(source, _FUNCTION_NAMES):
        raise ExpressionRefused(source, "empty")


def run_script(source: str, data: dict[str, Any]) -> None:
    """Runs a script over ``data``; on `ExpressionRefused` ``data`` stays unchanged."""
    statements = script_tree(source, _FUNCTION_NAMES)
    scope = dict(data)
    _run(statements, source, scope, new_work())
    data.clear()
    data.update(scope)


def names_in(source: str) -> frozenset[str]:
    """The names an expression reads, functions and comprehension variables left out."""
    tree = expression_tree(source, _FUNCTION_NAMES)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(node.id for node in names if id(node) not in called and node.id not in bound)


def statements_of(source: str) -> tuple[ast.AST, ...]:
    """The syntax trees of a script's statements, or of the one expression, for reading."""
    try:
        return (expression_tree(source, _FUNCTION_NAMES),)
    except ExpressionRefused:
        return script_tree(source, _FUNCTION_NAMES)


def _value(tree: ast.expr, source: str, names: Mapping[str, object], work: Work) -> Any:
    try:
        result = _HERE.evaluator.over(names, source, tree, work)
    except _FAILURES as error:
        raise ExpressionRefused(source, _reason(error)) from error
    return result


def _reason(error: Exception) -> str:
    # What Python says may quote the value it met ("invalid literal for int(): …"), and administrators read reasons.
    return str(error) if isinstance(error, _Undefined | TooMuchWork) else type(error).__name__


def _run(statements: tuple[ast.stmt, ...] | list[ast.stmt], source: str, scope: dict[str, Any], work: Work) -> None:
    for statement in statements:
        if isinstance(statement, ast.Assign):
            value = refuse_unstorable(_value(statement.value, source, scope, work))
            look_at(value, source, work)  # it will be stored and copied
            scope.update({target.id: value for target in statement.targets if isinstance(target, ast.Name)})
        elif isinstance(statement, ast.If):
            branch = statement.body if _value(statement.test, source, scope, work) else statement.orelse
            _run(branch, source, scope, work)
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                if isinstance(target, ast.Name) and scope.pop(target.id, _MISSING) is _MISSING:
                    raise ExpressionRefused(source, f"{target.id} does not exist")


def look_at(value: object, source: str, work: Work | None = None) -> None:
    """Charges for a value that will be stored; ``source``: what gave it. Raises `ExpressionRefused`."""
    try:
        (work or new_work()).look_at(value)
    except TooMuchWork as error:
        raise ExpressionRefused(source, _reason(error)) from error


_MISSING = object()
_OPERATORS = {**DEFAULT_OPERATORS, **{getattr(ast, name): function for name, function in BOUNDED.items()}}
_SIZED = (str, list, tuple, dict)
NOTHING = Work(0)  # of an evaluator that evaluates nothing


class _Undefined(LookupError):
    """A name of the expression that nothing defines; its text quotes the expression only."""


class _Evaluator(EvalWithCompoundTypes):  # type: ignore[misc]
    """simpleeval over our own syntax tree: keys are looked up in place of attributes, and all it does is charged."""

    def __init__(self) -> None:
        super().__init__()
        self._work = NOTHING
        self.functions = {name: self._charged(function) for name, function in FUNCTIONS.items()}
        self.operators = {kind: self._charged(function) for kind, function in _OPERATORS.items()}

    def over(self, names: Mapping[str, object], source: str, tree: ast.expr, work: Work) -> Any:
        """The value of a tree over ``names``, which are not kept."""
        self.names, self._work = names, work
        try:
            return self.eval(source, previously_parsed=tree)
        finally:
            self.names, self._work = {}, NOTHING

    def _charged(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Adding two texts or finding a value looks at all they hold."""

        def charged(*arguments: Any) -> Any:
            for argument in arguments:
                if isinstance(argument, _SIZED):
                    self._work.look_at(argument)
            return function(*arguments)

        return charged

    def _eval(self, node: ast.AST) -> Any:
        self._work.take()
        return super()._eval(node)

    def _eval_name(self, node: ast.Name) -> Any:
        try:
            return self.names[node.id]
        except KeyError:
            raise _Undefined(f"{node.id} is not defined") from None

    def _eval_attribute(self, node: ast.Attribute) -> Any:
        owner = self._eval(node.value)
        if isinstance(owner, Mapping):
            return owner[node.attr]
        if isinstance(owner, list):
            self._work.take(len(owner))
            return FUNCTIONS["column"](owner, node.attr)
        raise TypeError(f"{type(owner).__name__} has no {node.attr}")


class _Here(threading.local):
    """One evaluator a thread: making one costs more than most expressions do."""

    def __init__(self) -> None:
        self.evaluator = _Evaluator()


_HERE = _Here()
