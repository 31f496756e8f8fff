"""Owns the sentences about a decision table: what an examination found, and why a trial decided nothing."""

from __future__ import annotations

from collections.abc import Iterable

from processes.engine.coverage.findings import Finding
from processes.engine.coverage.spans import Span, typed
from processes.engine.decision_trial import Reason, Trial
from processes.engine.decisions import DecisionTable
from processes.engine.errors import shown
from web.languages import gettext as _
from web.languages import localized

MAX_NAMED = 8  # of rules, or of parts of a region, in one sentence


def finding_row(table: DecisionTable, finding: Finding) -> dict[str, object]:
    """``code``, ``rules`` (ids), ``column``, ``example`` (name → text for its field), ``message``."""
    names = [column.expression for column in table.inputs]
    pairs = zip(names, finding.example, strict=False)
    example = dict(pairs) if len(finding.example) == len(names) else {}
    return {
        "code": finding.code,
        "rules": list(finding.rules),
        "column": finding.column,
        "example": example,
        "message": _sentence(table, finding),
    }


def trial_answer(table: DecisionTable, trial: Trial) -> dict[str, object]:
    """``rules`` (ids), ``results``: a list of outputs for each, ``reasons``: sentences."""
    return {
        "rules": list(trial.matched_rules),
        "results": [
            [
                {"name": one.name, "label": localized(one.label) or one.name, "value": _output(row[one.name])}
                for one in table.results
            ]
            for row in trial.outputs
        ],
        "reasons": [_reason(table, reason) for reason in trial.reasons],
    }


def _sentence(table: DecisionTable, finding: Finding) -> str:
    if finding.column is not None:
        return _cell_sentence(table, finding, _label(table, finding.column))
    if finding.code == "never_matches":
        return _("Rule %(rule)s never decides: all that it would match is matched before it, by rule %(others)s.") % {
            "rule": _number(table, finding.rules[0]),
            "others": _numbers(table, finding.rules[1:]),
        }
    sentences = {
        "overlap": _("Rules %(rules)s both match where %(region)s."),
        "gap": _("No rule matches where %(region)s."),
        "too_large": _("The table is too large to be examined as a whole; there may be more to find."),
        "more": _("There is more of this kind; correct these first."),
    }
    words = {"rules": _numbers(table, finding.rules), "region": _region(table, finding)}
    return sentences[finding.code] % words


def _cell_sentence(table: DecisionTable, finding: Finding, column: str) -> str:
    sentences = {
        "never_matches": _("Rule %(rule)s never matches: no value can meet its cell under “%(column)s”."),
        "cell_fails": _("Rule %(rule)s: its cell under “%(column)s” cannot be evaluated for %(value)s."),
        "not_examined": _(
            "Rule %(rule)s: its cell under “%(column)s” is a longer expression; overlaps and gaps there stay unknown."
        ),
    }
    value = shown("".join(finding.example))
    return sentences[finding.code] % {"rule": _number(table, finding.rules[0]), "column": column, "value": value}


def _region(table: DecisionTable, finding: Finding) -> str:
    parts = [f"{_label(table, place)}: {_spans(spans)}" for place, spans in enumerate(finding.region) if spans]
    return _listed(parts) if parts else _("the inputs are anything")


def _spans(spans: Iterable[Span]) -> str:
    words = {"any_number": _("any number"), "other_text": _("any other text"), "unknown": _("unknown")}
    told = [words.get(span.kind) or shown(span.cell) for span in spans]
    if len(told) > MAX_NAMED:
        told = [*told[:MAX_NAMED], "…"]
    return " | ".join(told)


def _label(table: DecisionTable, place: int) -> str:
    column = table.inputs[place]
    return shown(localized(column.label) or column.expression)


def _numbers(table: DecisionTable, rules: tuple[str, ...]) -> str:
    numbers = [_number(table, rule) for rule in rules[:MAX_NAMED]]
    return _(", ").join([*numbers, "…"] if len(rules) > MAX_NAMED else numbers)


def _number(table: DecisionTable, rule: str) -> str:
    """Rules are counted as the table shows them, from 1."""
    return str(next(place for place, one in enumerate(table.rules, 1) if one.id == rule))


def _reason(table: DecisionTable, reason: Reason) -> str:
    sentences = {
        "missing_input": _("“%(name)s” is empty; type a value, or null for unknown."),
        "not_a_number": _("“%(name)s” must be a number, such as 85 or 0.5."),
        "not_a_flag": _("“%(name)s” must be true or false."),
        "not_a_value": _("“%(name)s” is no list or record; write it as JSON, such as [1, 2]."),
        "too_long": _("“%(name)s” is too long."),
        "no_rule_matched": _("No rule matches these inputs; the process would stop here with an incident."),
        "several_rules": _("Rules %(rules)s match; a table with the hit policy UNIQUE must match one."),
        "not_evaluated": _("%(cell)s cannot be evaluated with these inputs."),
    }
    return sentences[reason.code] % {
        "name": shown(_field_label(table, reason.name)),
        "rules": _numbers(table, reason.rules),
        "cell": shown(reason.detail),
    }


def _field_label(table: DecisionTable, name: str) -> str:
    return next((localized(one.label) for one in table.inputs if one.expression == name and one.label), name)


def _listed(parts: list[str]) -> str:
    if len(parts) > MAX_NAMED:
        parts = [*parts[:MAX_NAMED], "…"]
    return _("; ").join(parts)


def _output(value: object) -> str:
    return shown(typed(value))
