"""An administrator sees where it happened, runs it again, or gives it up with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import SettleIncident
from processes.commands.system import OpenIncident
from processes.errors import NotAllowed
from processes.jobs.worker import run_due
from processes.models import HistoryEvent, Incident
from processes.operations import operation
from tests.paths.walking import Walker
from tests.web.conftest import signed_in

QUOTED = "苏州恒岚, 13800138000"


@pytest.fixture
def incident(bank, monkeypatch) -> int:
    """Scoring is broken for good."""
    real = operation.get("score_customer")
    state = {"broken": True}

    def fragile(context, **parameters):
        if state["broken"]:
            raise RuntimeError(f"the scoring broke <script> for {QUOTED}")
        return real(context, **parameters)

    monkeypatch.setitem(operation._entries, "score_customer", fragile)
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.walk(cycle, ["supply_bank_figures", "collect_status_record"])
    for _ in range(3):
        run_due(bank.runtime)
        bank.clock.advance(hours=1)
    state["broken"] = False
    with bank.runtime.read_session() as session:
        return session.scalars(select(Incident.id)).one()


def test_the_page_shows_element_error_and_diagram_and_no_customer(app, bank, incident):
    client = signed_in(app, "admin")
    page = client.get(f"/admin/incidents/{incident}").text
    assert "score_customer" in page
    assert "is-incident" in page
    assert "RuntimeError in fragile (tests/web/test_incidents.py:" in page
    for quoted in ("K0001", "苏州恒岚", "13800138000", "the scoring broke"):
        assert quoted not in page
        assert quoted not in client.get("/admin/").text


def test_all_of_a_kind_are_retried_from_the_list(app, bank, incident):
    client = signed_in(app, "admin")
    assert 'value="RunOperation"' in client.get("/admin/").text
    short = client.post("/admin/jobs/retry", data={"kind": "RunOperation", "reason": "好 "})
    assert (short.status_code, 'value="好"' in short.text) == (422, True)
    assert run_due(bank.runtime) == 0
    again = client.post("/admin/jobs/retry", data={"kind": "RunOperation", "reason": "评分服务已恢复"})
    assert again.status_code == 303
    assert run_due(bank.runtime) == 1
    with bank.runtime.read_session() as session:
        assert session.get_one(Incident, incident).status == "resolved"
        event = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "incident:retry")).one()
    assert "评分服务已恢复" in event.context


def test_one_is_retried_only_with_a_reason(app, bank, incident):
    client = signed_in(app, "admin")
    with bank.runtime.read_session() as session:
        job = session.get_one(Incident, incident).job_id
    assert client.post(f"/admin/jobs/{job}/retry", data={}).status_code == 422
    assert client.post(f"/admin/jobs/{job}/retry", data={"reason": "评分服务已恢复"}).status_code == 303
    assert run_due(bank.runtime) == 1


def test_a_job_is_given_up_only_with_a_reason_which_the_history_keeps(app, bank, incident):
    client = signed_in(app, "admin")
    refused = client.post(f"/admin/incidents/{incident}/skip", data={"reason": "不要"})
    assert (refused.status_code, 'value="不要"' in refused.text) == (422, True)
    assert client.post(f"/admin/incidents/{incident}/skip", data={"reason": "改由人工评分"}).status_code == 303
    with bank.runtime.read_session() as session:
        event = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "incident:skip")).one()
    assert "改由人工评分" in event.context
    assert client.get(f"/admin/incidents/{incident}").status_code == 200


def test_an_incident_of_a_step_is_settled_with_a_reason_which_the_history_keeps(app, bank):
    cycle = Walker(bank.runtime).start_cycle("K0001")
    stuck = bank.runtime.execute(OpenIncident(cycle, "tier_approved", "EvaluationFailed", "no tier"), SYSTEM)
    client, address = signed_in(app, "admin"), f"/admin/incidents/{stuck}"
    page = client.get(address).text
    assert ("等级批准？" in page, "is-incident" in page, "由指挥中心将该流程迁移" in page) == (True, True, True)
    assert client.post(f"{address}/skip", data={"reason": "无"}).status_code == 422
    assert client.post(f"{address}/skip", data={"reason": "已按第 2 版重新提交"}).status_code == 303
    assert client.post(f"{address}/skip", data={"reason": "又点了一次按钮"}).status_code == 303
    with bank.runtime.read_session() as session:
        event = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "incident:settle")).one()
        assert session.get_one(Incident, stuck).status == "resolved"
    assert "已按第 2 版重新提交" in event.context
    assert 'name="reason"' not in client.get(address).text


def test_only_operators_settle_and_only_what_no_job_would_close(bank, incident):
    for login in ("jiang", "admin"):
        with pytest.raises(NotAllowed):
            bank.execute(SettleIncident(incident, "不该如此处理"), login)
    with bank.runtime.read_session() as session:
        assert session.get_one(Incident, incident).status == "open"
