"""Which Python syntax the expression language has. Must not evaluate anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from keyword import iskeyword

from processes.engine.errors import ExpressionRefused, is_seen

MAX_SOURCE_LENGTH = 2000  # characters
MAX_NESTING = 40  # of a syntax tree; evaluating recurses
MAX_NODES = 1000  # of a syntax tree

# Letters of other alphabets look like these, and a rule that reads the wrong name decides wrongly.
_NAME = re.compile(r"[A-Za-z0-9_\u3400-\u4dbf\u4e00-\u9fff]+")
_SIZED = (ast.List, ast.Tuple, ast.Dict, ast.ListComp)

_EXPRESSION_NODES: tuple[type[ast.AST], ...] = (
    *(ast.Expression, ast.Constant, ast.Name, ast.Load, ast.Store, ast.Del, ast.Attribute, ast.Subscript),
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd, ast.IfExp),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Is, ast.IsNot),
    *(ast.List, ast.Tuple, ast.Dict, ast.Call, ast.ListComp, ast.GeneratorExp, ast.comprehension),
)
_SCRIPT_NODES = (*_EXPRESSION_NODES, ast.Module, ast.Assign, ast.If, ast.Delete, ast.Pass)
_CONSTANTS = (str, int, float, bool, type(None))


@lru_cache(maxsize=2048)
def expression_tree(source: str, functions: frozenset[str]) -> ast.expr:
    """The checked syntax tree of one expression; raises `ExpressionRefused`."""
    return _checked(source.strip(), "eval", _EXPRESSION_NODES, functions).body  # type: ignore[attr-defined, no-any-return]


@lru_cache(maxsize=256)
def script_tree(source: str, functions: frozenset[str]) -> tuple[ast.stmt, ...]:
    """The checked statements of a script: assignments to plain names, ``if``, ``del``, ``pass``."""
    module = _checked(source, "exec", _SCRIPT_NODES, functions)
    for node in ast.walk(module):
        if isinstance(node, ast.Assign | ast.Delete):
            for target in node.targets:
                if not isinstance(target, ast.Name):
                    raise ExpressionRefused(source, "only plain names can be assigned or deleted")
                if target.id in functions or target.id == "typename":
                    raise ExpressionRefused(source, f"{target.id} is a reserved name")
    return tuple(module.body)  # type: ignore[attr-defined]


def is_name(text: str) -> bool:
    """Whether process data may hold something under that name, and expressions read it."""
    is_read = text.isidentifier() and not iskeyword(text)
    return is_read and _NAME.fullmatch(text) is not None and not text.startswith("_") and text != "typename"


def _checked(source: str, mode: str, allowed: tuple[type[ast.AST], ...], functions: frozenset[str]) -> ast.AST:
    if len(source) > MAX_SOURCE_LENGTH:
        raise ExpressionRefused(source, "too long")
    try:
        tree = ast.parse(source, mode=mode)
        for node in _nodes(tree, source):
            _check_node(node, source, allowed, functions)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionRefused(source, "not an expression") from error
    return tree


def _nodes(tree: ast.AST, source: str) -> Iterator[ast.AST]:
    """Every node, the outer first; raises `ExpressionRefused` where they are too many or too deep."""
    found, depth = [tree], 0
    count = 0
    while found:
        count, depth = count + len(found), depth + 1
        if count > MAX_NODES or depth > MAX_NESTING:
            raise ExpressionRefused(source, "too deep or too long")
        yield from found
        found = [child for node in found for child in ast.iter_child_nodes(node)]


def _check_node(node: ast.AST, source: str, allowed: tuple[type[ast.AST], ...], functions: frozenset[str]) -> None:
    if not isinstance(node, allowed):
        raise ExpressionRefused(source, f"{type(node).__name__} is not part of the language")
    if isinstance(node, ast.Constant):
        _check_constant(node.value, source)
    if isinstance(node, ast.Name):
        _check_name(node.id, source)
    if isinstance(node, ast.Attribute):
        _check_name(node.attr, source)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Mod) and _is_sized(node):
        raise ExpressionRefused(source, "only numbers can be multiplied or have a remainder")
    if isinstance(node, ast.Dict) and not all(_is_text(key) for key in node.keys):
        raise ExpressionRefused(source, "a key is a quoted text")  # FEEL's are not quoted, and would be read as names
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Compare | ast.BoolOp):
        raise ExpressionRefused(source, "a filter is not part of the language")
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise ExpressionRefused(source, "only the listed functions can be called")
        if node.func.id not in functions:
            raise ExpressionRefused(source, f"{node.func.id} is not a function of the language")


def _check_constant(value: object, source: str) -> None:
    if not isinstance(value, _CONSTANTS):
        raise ExpressionRefused(source, f"{type(value).__name__} is not part of the language")
    if isinstance(value, str) and not is_seen(value):
        raise ExpressionRefused(source, "a text has characters that nobody sees")


def _check_name(name: str, source: str) -> None:
    if name.startswith("_"):
        raise ExpressionRefused(source, f"{name} is a reserved name")
    if not _NAME.fullmatch(name):
        raise ExpressionRefused(source, f"{name} has letters of another alphabet")


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_sized(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(isinstance(side, _SIZED) or _is_text(side) for side in sides)
