"""Which patterns a form may have: those that no text can make slow. Python's matching tries every way there is.

Also writes a text that a pattern matches, for examples.
"""

from __future__ import annotations

import re
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as reader  # type: ignore[attr-defined]
from typing import Any

LONGEST_PATTERN = 300
LONGEST_SAMPLE = 70_000  # characters; fixed repetitions inside one another multiply
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


def matching(pattern: str, least: int, most: int) -> str | None:
    """Some text of the pattern with ``least`` to ``most`` characters; None when no simple one is found."""
    tree = reader.parse(pattern)
    for times in (0, 1, 2, 3, 5, 8, 13, 20, least, most):
        text = _all(tree, times)
        if least <= len(text) <= most and re.fullmatch(pattern, text):
            return text
    return None


def _all(parts: Any, times: int) -> str:
    return "".join(_some(sign, argument, times) for sign, argument in parts)


def _some(sign: Any, argument: Any, times: int) -> str:
    """What one part of a pattern matches, its repetitions ``times``, or as often as they may."""
    if sign in _REPEATS:
        low, high, inner = argument
        once = _all(inner, times)
        repeated = min(max(low, min(high, times)), LONGEST_SAMPLE // max(1, len(once)) + 1)
        return once * int(repeated)
    if sign is signs.SUBPATTERN:
        return _all(argument[-1], times)
    if sign is signs.BRANCH:
        return _all(argument[1][0], times)
    if sign is signs.LITERAL:
        return chr(argument)
    return "" if sign is signs.AT else _sign(sign, argument)


def _sign(sign: Any, argument: Any) -> str:
    """One character that a class, or a negated one, takes."""
    if sign is signs.IN and argument[0][0] in (signs.LITERAL, signs.RANGE):
        kind, first = argument[0]
        return chr(first if kind is signs.LITERAL else first[0])
    if sign is signs.IN and argument[0][0] is signs.CATEGORY:
        return {signs.CATEGORY_DIGIT: "1", signs.CATEGORY_SPACE: " ", signs.CATEGORY_NOT_WORD: "-"}.get(
            argument[0][1], "a"
        )
    if sign is signs.NOT_LITERAL:
        return "a" if chr(argument) != "a" else "b"
    taken = argument if sign is signs.IN else []
    return next((one for one in "a1示A-_ .b" if not any(_covers(kind, what, one) for kind, what in taken)), "a")


def _covers(sign: Any, argument: Any, one: str) -> bool:
    if sign is signs.LITERAL:
        return chr(argument) == one
    if sign is signs.RANGE:
        return bool(argument[0] <= ord(one) <= argument[1])
    if sign is signs.CATEGORY:
        kinds = {signs.CATEGORY_DIGIT: r"\d", signs.CATEGORY_SPACE: r"\s", signs.CATEGORY_WORD: r"\w"}
        return argument in kinds and re.fullmatch(kinds[argument], one) is not None
    return False
