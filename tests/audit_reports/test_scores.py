"""Every score computed again from its stored inputs and standard gives the stored result; an altered one is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from processes.models import Base
from processes.packing import packed
from services.bank import bank_runtime
from services.database import migrate
from services.demo.bank import make_demo_bank
from services.models import Assessment, AuditFinding, AuditSampleItem, StandardVersion
from services.readings.audit_reports import REPORTS, Wanted
from tests.audit_reports.reading import altered, rows_of
from tests.conftest import close
from tests.support.bank import MovableClock
from tests.support.keys import KEYS


def test_every_score_of_the_demo_bank_gives_the_stored_result_and_an_auditor_has_been_there(tmp_path: Path) -> None:
    runtime = bank_runtime(f"sqlite:///{tmp_path / 'demo.sqlite3'}", KEYS, MovableClock())
    migrate(runtime.writer)
    assert make_demo_bank(runtime)
    with runtime.read_session() as session:
        stored = session.scalar(select(func.count()).select_from(Assessment))
        rows = list(REPORTS["scores"].rows(session, Wanted()))
        findings = session.execute(select(AuditFinding.status, AuditFinding.severity)).all()
        states = [state for (state,) in session.execute(select(AuditSampleItem.state))]
    close(runtime)
    assert findings == [("open", "medium")]
    assert sorted(states) == ["finding", "in_order", *["open"] * 4]
    assert len(rows) == stored
    assert len(rows) > 50
    assert {row.verdict.code for row in rows} == {"same"}


def test_an_altered_result_is_named_with_both_values(bank, tiered):
    with bank.runtime.read_session() as session:
        stored = session.scalars(select(Assessment).order_by(Assessment.id)).first()
        result = {**stored.result, "score": "99.9"}
    altered(bank, "UPDATE assessment SET result = :new WHERE id = :id", new=as_stored(result), id=stored.id)
    (row,) = rows_of(bank, "scores", Wanted(option="differs"))
    assert row.instance_id == tiered
    (difference,) = row.differences
    assert difference.about == {"what": "score", "stored": "99.9", "again": stored.result["score"]}
    assert len(rows_of(bank, "scores", Wanted(option="same"))) == 1


def test_altered_inputs_are_named_as_well(bank, tiered):
    with bank.runtime.read_session() as session:
        stored = session.scalars(select(Assessment).order_by(Assessment.id)).first()
    inputs = as_stored({**stored.inputs, "avg_deposit": 1, "avg_loan": 0, "potential": 1})
    altered(bank, "UPDATE assessment SET inputs = :new WHERE id = :id", new=inputs, id=stored.id)
    (row,) = rows_of(bank, "scores", Wanted(option="differs"))
    assert "score" in {one.about["what"] for one in row.differences}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("standard_version", "9.9"),
        ("inputs", {"customer_id": "K1004", "avg_deposit": "plenty"}),
        ("inputs", {"customer_id": "K1004", "avg_deposit": {"a": 1}}),
    ],
)
def test_what_cannot_be_computed_is_named_and_hides_nothing_else(bank, tiered, column, value):
    with bank.runtime.read_session() as session:
        first = session.scalar(select(func.min(Assessment.id)))
    new = value if column == "standard_version" else as_stored(value)
    altered(bank, f"UPDATE assessment SET {column} = :new WHERE id = :id", new=new, id=first)
    assert [row.verdict.code for row in rows_of(bank, "scores")] == ["same", "impossible"]


def test_a_standard_that_was_altered_in_its_table_shows(bank, tiered):
    with bank.runtime.read_session() as session:
        files = dict(session.scalars(select(StandardVersion)).one().files)
    parameters = json.loads(files["parameters.json"])
    indicators = parameters["indicators"]
    first, second = indicators[:2]
    first["weight_percent"], second["weight_percent"] = second["weight_percent"], first["weight_percent"]
    files["parameters.json"] = json.dumps(parameters, ensure_ascii=False)
    altered(bank, "UPDATE standard_version SET files = :new", new=json.dumps(files))
    assert {row.verdict.code for row in rows_of(bank, "scores")} == {"differs"}


def as_stored(value: dict[str, object]) -> bytes:
    assert Base.metadata.tables["assessment"].c.result is not None
    return packed(json.dumps(value, ensure_ascii=False, default=str).encode())
