"""What a load balancer asks: without signing in, without personal data."""

from __future__ import annotations

from sqlalchemy import text

from processes.actors import SYSTEM
from processes.commands.periodic import ReportWorker


def test_a_process_that_answers_is_alive(app) -> None:
    answer = app.test_client().get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_an_installation_without_a_worker_is_ready_and_says_so(app, bank) -> None:
    answer = app.test_client().get("/health/ready")
    assert answer.status_code == 200
    assert answer.json["parts"] == {"database": "ok", "schema": "ok", "workers": "warning"}
    bank.runtime.execute(ReportWorker("host:1", "embedded"), SYSTEM)
    assert app.test_client().get("/health/ready").json["parts"]["workers"] == "ok"


def test_tables_of_another_version_are_not_ready(app, bank) -> None:
    with bank.runtime.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = app.test_client().get("/health/ready")
    assert (answer.status_code, answer.json["status"]) == (503, "failure")
