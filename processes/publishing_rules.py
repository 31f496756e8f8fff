"""Owns the register of rules that a definition must keep to be published, beside being able to run.

The runtime knows none; the bank's own are registered by `services` (segregation of duties).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from processes.engine.errors import Problem
from processes.engine.parsing import ProcessSpec

Rule = Callable[[ProcessSpec], Iterator[Problem]]
_rules: list[Rule] = []


def publishing_rule(rule: Rule) -> Rule:
    """Ask the decorated function of every definition that is to be published."""
    _rules.append(rule)
    return rule


def broken_rules(spec: ProcessSpec) -> list[Problem]:
    """What every rule says of it."""
    return [problem for rule in _rules for problem in rule(spec)]
