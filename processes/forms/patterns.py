"""Which patterns a form may have: those that no text can make slow. Python's matching tries every way there is.

Also writes a text that a pattern matches, for examples.
"""

from __future__ import annotations

import re
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as reader  # type: ignore[attr-defined]
from typing import Any

LONGEST_PATTERN = 300
LONGEST_EXAMPLE = 4000  # ((a{300}){300}){300} is one way to match, of 27 MB
MAX_WAYS = 20_000_000  # to divide the longest text among the repetitions: a second at most

_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)
_PLAIN = (signs.LITERAL, signs.NOT_LITERAL, signs.ANY, signs.IN, signs.AT)


class PatternRefused(ValueError):
    """No regular expression, or one that some text makes slow."""


def checked(pattern: str, longest: int) -> str:
    """The pattern itself; ``longest``: characters of the texts it meets. Raises `PatternRefused`."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternRefused("too long")
    try:
        tree = reader.parse(pattern)
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError, MemoryError, Warning) as error:  # it may warn of a doubtful class
        raise PatternRefused(str(error)) from error
    if _ways(tree, longest) > MAX_WAYS:
        raise PatternRefused("too many ways to match; give a max_length")
    return pattern


def example(pattern: str) -> str:
    """A short text that matches a checked pattern; empty where none is found by writing its parts one after another."""
    written = _written(reader.parse(pattern))
    return written if re.fullmatch(pattern, written) else ""


def _written(tree: Any) -> str:
    return "".join(_part(sign, argument) for sign, argument in tree)[:LONGEST_EXAMPLE]


def _part(sign: Any, argument: Any) -> str:
    if sign in _REPEATS:
        low, high, inner = argument
        return _written(inner) * int(min(max(low, 1), high, LONGEST_PATTERN))
    if sign is signs.SUBPATTERN:
        return _written(argument[-1])
    if sign is signs.BRANCH:
        return _written(argument[1][0])
    if sign is signs.LITERAL:
        return chr(argument)
    return _member(argument) if sign is signs.IN else "" if sign is signs.AT else "x"


def _member(members: Any) -> str:
    sign, argument = members[0]
    if sign is signs.LITERAL:
        return chr(argument)
    if sign is signs.RANGE:
        return chr(argument[0])
    return "1" if argument is signs.CATEGORY_DIGIT else " " if argument is signs.CATEGORY_SPACE else "a"


def _ways(tree: Any, longest: int) -> int:
    ways = 1
    for sign, argument in tree:
        ways *= _ways_of(sign, argument, longest)
    return ways


def _ways_of(sign: Any, argument: Any, longest: int) -> int:
    if sign in _REPEATS:
        low, high, inner = argument
        inside = _ways(inner, longest)
        if inside > 1 and high > 1:
            raise PatternRefused("a repetition inside a repetition")
        return int(min(high, longest) - min(low, longest) + 1) * inside
    if sign is signs.SUBPATTERN:
        return _ways(argument[-1], longest)
    if sign is signs.BRANCH:
        return sum(_ways(branch, longest) for branch in argument[1])
    if sign in _PLAIN:
        return 1
    raise PatternRefused("only texts, classes, groups and repetitions are allowed")
