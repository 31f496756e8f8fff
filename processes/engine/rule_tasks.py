"""Business rule tasks: a decision table of the same definition, evaluated over the process data.

Never by the library's own tables: they take the first match for the only one, and their cells are Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from lxml.etree import _Element
from SpiffWorkflow.spiff.parser.task_spec import SpiffTaskParser
from SpiffWorkflow.spiff.serializer.task_spec import SpiffBpmnTaskConverter
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask

from processes.engine.decision_reading import Input, Output, Rule
from processes.engine.decisions import DecisionTable
from processes.engine.elements import decision_of
from processes.engine.expressions import look_at

MATCHED = "matched_rules"  # beside the outputs; no output may have this name


@dataclass(frozen=True)
class DecisionMade:
    """What a business rule task decided. ``inputs``: expression → value; ``result``: what became process data."""

    element_id: str
    decision: str
    inputs: dict[str, object]
    result: dict[str, object]


def decided(element_id: str, table: DecisionTable, data: Mapping[str, object]) -> DecisionMade:
    """The decision over process data; raises as `DecisionTable.evaluate` does.

    Each output under its name, of COLLECT the list of all; the ids of the matched rules under `MATCHED`.
    """
    found = table.evaluate(data)
    look_at([found.inputs, found.outputs], table.key)  # both are recorded, each time
    rows = found.outputs
    collected = {name: [row[name] for row in rows] for name in table.outputs} if isinstance(rows, list) else rows
    result = {**{name: _kept(value) for name, value in collected.items()}, MATCHED: list(found.matched_rules)}
    inputs = {source: _kept(value) for source, value in found.inputs.items()}
    return DecisionMade(element_id, table.key, inputs, result)


def _kept(value: object) -> object:
    """A Decimal as the number that JSON has for it."""
    if isinstance(value, list):
        return [_kept(one) for one in value]
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def table_to_dict(table: DecisionTable) -> dict[str, Any]:
    """JSON values; `table_from_dict` reads them."""
    return asdict(table)


def table_from_dict(stored: dict[str, Any]) -> DecisionTable:
    """The table of `table_to_dict`'s values."""
    rules = [{name: _tupled(value) for name, value in rule.items()} for rule in stored["rules"]]
    made = {
        "inputs": tuple(Input(**one) for one in stored["inputs"]),
        "results": tuple(Output(**one) for one in stored["results"]),
        "rules": tuple(Rule(**one) for one in rules),
    }
    return DecisionTable(**{**stored, **made})


def _tupled(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


class DecisionTask(SpiffBpmnTask):  # type: ignore[misc]
    """Evaluates its table when it runs. ``decision``: the table's key."""

    def __init__(self, wf_spec: Any, name: str, decision: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, name, **kwargs)
        self.decision = decision

    def _run_hook(self, my_task: Any) -> bool:
        my_task.data[self.bpmn_id] = my_task.workflow.script_engine.decide(my_task)
        return True


class DecisionTaskParser(SpiffTaskParser):  # type: ignore[misc]
    """Reads a business rule task."""

    def create_task(self) -> DecisionTask:
        """The spec."""
        extensions = self.parse_extensions()
        scripts = {"prescript": extensions.get("preScript"), "postscript": extensions.get("postScript")}
        return DecisionTask(self.spec, self.bpmn_id, decision_of(self.node) or "", **scripts, **self.bpmn_attributes)

    @staticmethod
    def get_decision_ref(node: _Element) -> str | None:
        """What the library asks when it lists what a file depends on."""
        return decision_of(node)


class DecisionTaskConverter(SpiffBpmnTaskConverter):  # type: ignore[misc]
    """Stores its spec."""

    def to_dict(self, spec: DecisionTask) -> dict[str, Any]:
        """JSON values of a spec."""
        return {**super().to_dict(spec), "decision": spec.decision}
