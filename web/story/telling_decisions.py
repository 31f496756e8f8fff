"""The answers of decision tables in an instance: inputs, rules that matched, result, and which version of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from processes.engine.decisions import DecisionTable
from services.readings.history import HistoryRow
from services.readings.instances import element_names
from services.readings.story import version_after
from web.story.looking import Head, definition_of_number

MOST = 50


@dataclass(frozen=True)
class Decided:
    """One answer of a table. ``rules``: (id, what the row says); ``version``: of the process that holds it."""

    seq: int
    at: datetime
    name: str
    decision: str
    inputs: Mapping[str, Any]
    rules: list[tuple[str, str]]
    result: Mapping[str, Any]
    version: int


def decided(session: Session, head: Head, language: str) -> list[Decided]:
    """The newest answers of an instance's own tables, the newest first."""
    made = [event for event in head.events if event.action == "decision:made"][-MOST:]
    return [_told(session, head, language, event) for event in reversed(made)]


def _told(session: Session, head: Head, language: str, event: HistoryRow) -> Decided:
    version = version_after(head.events, event.seq)
    definition = definition_of_number(session, head, version)
    key = str(event.context["element"])
    table = definition.spec.tables.get(event.context["decision"])
    said = {rule.id: rule.description for rule in table.rules} if isinstance(table, DecisionTable) else {}
    result = event.context.get("result") or {}
    matched = result.get("matched_rules", ()) if isinstance(result, dict) else ()
    return Decided(
        event.seq,
        event.at,
        element_names(definition, language).get(key, key),
        str(event.context["decision"]),
        event.context.get("inputs") or {},
        [(rule, said.get(rule, "")) for rule in matched],
        {name: value for name, value in result.items() if name != "matched_rules"},
        version,
    )
