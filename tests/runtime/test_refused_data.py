"""Every door into process data refuses what a state could not bring back; a state that grows is an incident."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from processes.actors import SYSTEM
from processes.commands import ClaimJob, CompleteJob, CompleteWorkItem, CorrelateMessage, StartInstance
from processes.engine.errors import DataRefused, DefinitionRefused
from processes.engine.values import MAX_CHARACTERS
from processes.errors import StepFailed
from processes.forms.schema import FormSchema
from processes.jobs.worker import run_due
from processes.models import FormSubmission, Incident, Instance, Job
from processes.operations import operation
from tests.engine.hostile.making import form
from tests.runtime.carrying import Carrier, asked
from tests.runtime.small import NEVER, as_system, folder, instance_row, item_at, jobs, publish, start
from tests.support.bank import Bank

HARMFUL = [{"typename": "x"}, {"rows": [{"deep": {"typename": 1}}]}, {"text": "x" * (MAX_CHARACTERS + 1)}, {"n": "a\0"}]
IDS = ["key", "deep key", "long", "nul"]


def stored(bank: Bank, kind: type) -> int:
    with bank.runtime.read_session() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.mark.parametrize("harmful", HARMFUL, ids=IDS)
def test_not_with_the_data_of_a_start(small: Bank, harmful: dict[str, object]) -> None:
    with pytest.raises(DataRefused):
        small.runtime.execute(StartInstance("handover", {"customer_id": 1, **harmful}), SYSTEM)
    assert stored(small, Instance) == 0


@pytest.mark.parametrize("harmful", HARMFUL, ids=IDS)
def test_not_with_a_message(small: Bank, harmful: dict[str, object]) -> None:
    instance_id = start(small, "doorbell")
    with pytest.raises(DataRefused):
        as_system(small, CorrelateMessage(instance_id, "rung", harmful))
    assert instance_row(small, instance_id).waiting_at == ["wait"]


@pytest.mark.parametrize("harmful", HARMFUL, ids=IDS)
def test_not_with_an_operations_result(
    small: Bank, harmful: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(operation._entries, "test_double", lambda _context, **_parameters: harmful)
    instance_id = start(small, "handover")
    item = item_at(small, instance_id, "enter_amount")
    with pytest.raises(StepFailed):
        small.execute(CompleteWorkItem(item.id, {"amount": ["3"]}), "lin")
    assert (stored(small, FormSubmission), item_at(small, instance_id, "enter_amount").status) == (0, "open")
    with small.runtime.read_session() as session:
        incident = session.scalars(select(Incident)).one()
    assert (incident.element_id, incident.code, incident.status) == ("double_amount", "EngineFailed", "open")
    assert "x" * 100 not in incident.detail


@pytest.mark.parametrize("harmful", HARMFUL, ids=IDS)
def test_not_with_what_another_system_answers(
    small: Bank,
    carrier: Carrier,
    harmful: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instance_id = asked(small)
    for _ in range(3):
        job = as_system(small, ClaimJob("worker"))
        assert isinstance(job, dict)
        with pytest.raises(DataRefused):
            as_system(small, CompleteJob(job["job_id"], job["fence"], harmful))
        small.clock.advance(hours=1)
    assert run_due(small.runtime) == 0
    assert jobs(small, "RunOperation")[0].status == "failed"
    assert instance_row(small, instance_id).waiting_at == ["double_amount"]
    with small.runtime.read_session() as session:
        assert session.scalars(select(Incident.instance_id)).all() == [instance_id]


def test_not_with_a_form() -> None:
    with pytest.raises(DefinitionRefused) as refused:
        FormSchema.parse(form([{"id": "typename", "type": "text", "process": True}]))
    assert ("typename", "bad_id") in {(problem.element_id, problem.code) for problem in refused.value.problems}


def test_what_was_given_in_may_change_afterwards(small: Bank) -> None:
    inside: list[object] = [1]
    data: dict[str, object] = {"customer_id": 1, "broken_until": NEVER, "rows": [{"deep": inside}]}
    instance_id = small.runtime.execute(StartInstance("doorbell", data), SYSTEM)
    inside.append(2)
    assert instance_row(small, instance_id).data["rows"] == [{"deep": [1]}]


def test_a_state_that_grows_without_end_is_an_incident_and_the_form_is_kept(
    small: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {f"k{number}": "x" * 60_000 for number in range(3)}
    calls = [0]

    def more(_context: object, **_parameters: object) -> dict[str, object]:
        calls[0] += 1
        return {"amount": 1, **{f"{key}_{calls[0]}": text for key, text in many.items()}}

    monkeypatch.setitem(operation._entries, "test_double", more)
    publish(small, {name: content.replace(b"handover", b"hoarder") for name, content in hoarder().items()})
    instance_id = start(small, "hoarder")
    with pytest.raises(StepFailed) as failed:
        small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    assert (failed.value.code, calls[0] > 5) == ("StateTooLarge", True)
    assert item_at(small, instance_id, "enter_amount").status == "open"
    with small.runtime.read_session() as session:
        incident = session.scalars(select(Incident)).one()
    assert (incident.instance_id, incident.code) == (instance_id, "StateTooLarge")
    assert incident.element_id is not None
    assert stored(small, Job) == 0


def hoarder() -> dict[str, bytes]:
    """The handover, its operation called seven times in a row under seven names."""
    files = folder("handover")
    text = files.pop("handover.bpmn").decode()
    begin, end = text.index('<bpmn:serviceTask id="double_amount"'), text.index("</bpmn:serviceTask>")
    call = text[begin : end + len("</bpmn:serviceTask>")]
    calls = [call.replace("double_amount", f"double_{number}") for number in range(7)]
    row = ["double_amount", *(f"double_{number}" for number in range(7)), "check_amount"]
    ways = "".join(
        f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in zip(row, row[1:], strict=False)
    )
    old = '<bpmn:sequenceFlow id="double_amount_check_amount" sourceRef="double_amount" targetRef="check_amount"/>'
    assert old in text
    text = text.replace(old, ways).replace(call, call + "".join(calls))
    return {**files, "hoarder.bpmn": text.encode()}
