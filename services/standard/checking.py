"""Everything that is wrong with the files of a standard, before anybody is rated by it. Evaluates no customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from processes.engine.decision_reading import Rule
from processes.engine.decisions import DecisionTable
from processes.engine.errors import (
    DefinitionRefused,
    ExpressionRefused,
    NoRuleMatched,
    Problem,
    SeveralRulesMatched,
)
from processes.engine.expressions import evaluate, names_in
from services.standard.errors import StandardInvalid
from services.standard.interface import BY_TIER, INPUTS, OUTPUTS
from services.standard.parameters import FILE, TIERS, read_parameters
from services.standard.standard import check_table


def standard_problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """What would make ratings fail or mislead; none where `load_standard` reads the files and every table fits.

    ``element_id``: of a rule, or of the table's decision.
    """
    yield from _parameters(files)
    tables: dict[str, tuple[str, DecisionTable]] = {}
    for name, content in sorted(files.items()):
        if not name.endswith(".dmn"):
            continue
        try:
            table = DecisionTable.parse(content, name)
        except DefinitionRefused as refused:
            yield from refused.problems
            continue
        if table.key in tables:
            yield Problem(name, table.key, "standard_twice", tables[table.key][0])
        tables[table.key] = name, table
    yield from _tables(files, tables)


def _parameters(files: Mapping[str, bytes]) -> Iterator[Problem]:
    if FILE not in files:
        yield Problem(FILE, None, "standard_missing")
        return
    try:
        read_parameters(files[FILE])
    except StandardInvalid as invalid:
        yield Problem(FILE, None, invalid.code, invalid.detail)


def _tables(files: Mapping[str, bytes], tables: Mapping[str, tuple[str, DecisionTable]]) -> Iterator[Problem]:
    for key in OUTPUTS:
        name, table = tables.get(key, (f"{key}.dmn", None))
        if table is None:
            # A table that is there and cannot be read was told above.
            yield from () if f"{key}.dmn" in files else (Problem(name, None, "standard_missing"),)
            continue
        try:
            check_table(key, table)
        except StandardInvalid as invalid:
            yield Problem(name, key, invalid.code, invalid.detail)
        yield from _inputs(name, table)
        for rule in table.rules:
            yield from _outputs(name, table, rule)
        yield from _tiers(name, table)


def _inputs(name: str, table: DecisionTable) -> Iterator[Problem]:
    """A name that no rating gives would make every rating fail."""
    given = INPUTS[table.key]
    for column in table.inputs:
        yield from (
            Problem(name, table.key, "standard_input", one) for one in sorted(names_in(column.expression) - given)
        )
    for rule in table.rules:
        for source in (*rule.tests, *rule.results):
            unknown = names_in(source) - given - {"value"} if source is not None else ()
            yield from (Problem(name, rule.id, "standard_input", one) for one in sorted(unknown))


def _outputs(name: str, table: DecisionTable, rule: Rule) -> Iterator[Problem]:
    wanted = OUTPUTS[table.key]
    for output, source in zip(table.outputs, rule.results, strict=True):
        if output not in wanted or names_in(source):
            continue
        try:
            value = evaluate(source, {})
        except ExpressionRefused:
            yield Problem(name, rule.id, "cell", source)
            continue
        if not wanted[output].accepts(value):
            yield Problem(name, rule.id, wanted[output].code, f"{output}: {source}")


def _tiers(name: str, table: DecisionTable) -> Iterator[Problem]:
    """A customer of any tier has a norm and a budget."""
    if table.key not in BY_TIER:
        return
    for tier in sorted(TIERS):
        try:
            table.evaluate({"tier": tier})
        except (NoRuleMatched, SeveralRulesMatched):
            yield Problem(name, table.key, "standard_tier_rows", tier)
        except ExpressionRefused:
            return  # told with its name or its cell
