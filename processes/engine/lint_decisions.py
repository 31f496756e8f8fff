"""Lint of decision tables and of the business rule tasks that call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from processes.engine.decisions import DecisionTable
from processes.engine.elements import Outline
from processes.engine.errors import DefinitionRefused, Problem
from processes.engine.rule_tasks import MATCHED

Finding = tuple[str | None, str, str]


def tables_of(files: Mapping[str, bytes]) -> dict[str, DecisionTable]:
    """The tables among a definition's files by the key of their decision; DefinitionRefused for all that are wrong."""
    tables: dict[str, DecisionTable] = {}
    problems: list[Problem] = []
    for path, content in sorted(files.items()):
        if not path.endswith(".dmn"):
            continue
        try:
            table = DecisionTable.parse(content, path)
        except DefinitionRefused as refused:
            problems.extend(refused.problems)
            continue
        if table.key in tables:
            problems.append(Problem(path, table.key, "duplicate_decision", table.key))
        tables[table.key] = table
    if problems:
        raise DefinitionRefused(problems)
    return tables


def decision_problems(outline: Outline, tables: Mapping[str, DecisionTable]) -> Iterator[Finding]:
    """(element id, code, value at fault) of business rule tasks that could not decide."""
    for element in outline.elements.values():
        if element.type != "businessRuleTask":
            continue
        if element.decision is None:
            yield element.id, "no_decision", ""
        elif element.decision not in tables:
            yield element.id, "unknown_decision", element.decision
        elif MATCHED in tables[element.decision].outputs:
            yield element.id, "output_reserved", MATCHED
