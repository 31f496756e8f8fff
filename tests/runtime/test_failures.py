"""What is told of an error: kinds and places, never what the error was about."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from processes.commands import CompleteWorkItem
from processes.engine.errors import DataRefused, ExpressionRefused, NoRuleMatched
from processes.engine.expressions import evaluate
from processes.errors import FormInvalid, ItemTaken, NotFound, ProcessError
from processes.failures import failure_text
from processes.forms.submission import FieldError
from processes.jobs.worker import run_due
from processes.models import HistoryEvent, Incident, Job
from processes.operations import operation
from tests.runtime.small import item_at, start
from tests.support.bank import Bank

SECRET = "张秀英 13800138000"


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        try:
            raise cause or KeyError(SECRET)
        except Exception as below:
            raise error from below
    except Exception as met:
        return met


@pytest.mark.parametrize(
    "error", [ValueError(SECRET), ItemTaken(SECRET), NotFound(SECRET), FormInvalid((FieldError(SECRET, "x"),))]
)
def test_an_error_is_its_kind_and_its_place(error: Exception) -> None:
    told = failure_text(raised(error))
    assert SECRET not in told
    assert told.startswith(f"{type(error).__name__} in raised (tests/runtime/test_failures.py:")
    assert " ← KeyError in raised (" in told


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NoRuleMatched("relation"), "NoRuleMatched relation"),
        (DataRefused(f"data.{SECRET}", "too large"), "DataRefused too large"),
        (ExpressionRefused("amount > 3", "too long"), "ExpressionRefused too long: amount > 3"),
    ],
)
def test_what_an_error_declares_is_told(error: ProcessError, told: str) -> None:
    assert failure_text(error) == told


@pytest.mark.parametrize(
    "source", ["number(name)", "1 + name", "{'a': 1}[name]", "name.key", "days_between(name, name)"]
)
def test_a_refused_expression_quotes_itself_and_no_value(source: str) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        evaluate(source, {"name": SECRET})
    assert source in str(refused.value)
    assert SECRET not in failure_text(refused.value)
    assert SECRET not in str(refused.value)


def test_a_refused_expression_names_what_is_missing() -> None:
    with pytest.raises(ExpressionRefused, match="amount is not defined"):
        evaluate("amount > 3", {})


def test_a_database_error_does_not_quote_its_parameters(small: Bank) -> None:
    with pytest.raises(DBAPIError) as met, small.runtime.writer.begin() as connection:
        connection.execute(text("INSERT INTO team (name, missing) VALUES (:name, 1)"), {"name": SECRET})
    assert SECRET not in str(met.value)
    assert SECRET not in failure_text(met.value)


def test_neither_job_nor_incident_nor_history_quotes_an_operation_s_error(
    small: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quoting(_context: object, **_parameters: object) -> dict[str, object]:
        raise ValueError(f"cannot score {SECRET}")

    monkeypatch.setitem(operation._entries, "test_double", quoting)
    instance_id = start(small, "handover")
    small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    for _ in range(3):
        run_due(small.runtime)
        small.clock.advance(hours=1)
    with small.runtime.read_session() as session:
        stored = [session.query(Incident).one().detail, session.query(Job).filter_by(kind="RunOperation").one().error]
        stored += [one.context for one in session.query(HistoryEvent).filter_by(action="incident:open")]
    assert len(stored) == 3
    for one in stored:
        assert "ValueError in quoting (tests/runtime/test_failures.py:" in one
        assert SECRET not in one
        assert "cannot score" not in one
