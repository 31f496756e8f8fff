"""Each of many is a work item of its own: whose, until when and what its form begins with come from its item."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from processes.commands import ClaimWorkItem, CompleteWorkItem, MigrateInstance
from processes.errors import FourEyes, ItemFinished, StepFailed
from processes.item_forms import item_values
from processes.models import Incident, WorkItem
from tests.engine.diagrams import diagram, flows, nodes
from tests.engine.many import many
from tests.runtime.small import events, instance_row, publish, start
from tests.support.bank import Bank

ROWS = [{"who": 0, "days": 3, "note": "甲"}, {"who": 0, "days": 1, "note": "乙"}, {"who": 0, "days": 2, "note": "丙"}]
LABEL = {"zh": "字段", "en": "Field"}
FIELDS = [{"id": "note", "label": LABEL, "type": "text"}, {"id": "n", "label": LABEL, "type": "integer"}]


def form() -> bytes:
    fields = [{**one, "process": True} for one in FIELDS]
    return json.dumps(
        {"key": "answer", "title": LABEL, "sections": [{"id": "s", "title": LABEL, "fields": fields}]}
    ).encode()


def asking(name: str = "评审", sequential: bool = False, **properties: str) -> dict[str, bytes]:
    """A task for each row of the start data."""
    given = {"form": "answer", "prefill": "item", **properties}
    listed = "".join(f'<spiffworkflow:property name="{key}" value="{value}"/>' for key, value in given.items())
    listed = f"<spiffworkflow:properties>{listed}</spiffworkflow:properties>"
    more = f"<bpmn:extensionElements>{listed}</bpmn:extensionElements>"
    task = many("m", "rows", item="row", sequential=sequential, more=more)
    task = task.replace('id="m"', f'id="m" name="{name}" steward:nameEn="Review"', 1)
    body = nodes("startEvent s", "scriptTask k ><bpmn:script>ended = len(m)</bpmn:script>", "endEvent e") + task
    return {**diagram(body + flows("s m", "m k", "k e")), "forms/answer.json": form()}


ASSIGNED = {"assignee": "row.who", "due_working_days": "row.days"}


def rows(bank: Bank, *logins: str) -> list[dict[str, object]]:
    return [{**row, "who": bank.actor(login).user_id} for row, login in zip(ROWS, logins, strict=True)]


def items(bank: Bank, instance_id: int) -> list[WorkItem]:
    with bank.runtime.read_session() as session:
        return list(session.scalars(select(WorkItem).where(WorkItem.instance_id == instance_id).order_by(WorkItem.id)))


def test_each_goes_to_the_person_of_its_item_until_its_day_and_begins_with_its_values(bank: Bank) -> None:
    publish(bank, asking(**ASSIGNED))
    instance_id = start(bank, "small", rows=rows(bank, "lin", "chen", "zhou"))
    found = items(bank, instance_id)
    assert [one.assignee_id for one in found] == [bank.actor(login).user_id for login in ("lin", "chen", "zhou")]
    assert [str(one.due_date) for one in found] == ["2026-03-05", "2026-03-03", "2026-03-04"]
    assert [one.name for one in found] == ["评审 (1/3)", "评审 (2/3)", "评审 (3/3)"]
    assert found[1].name_en == "Review (2/3)"
    assert [item_values(None, one)["note"] for one in found] == ["甲", "乙", "丙"]  # type: ignore[arg-type]
    opened = [json.loads(one.context) for one in events(bank, f"instance:{instance_id}") if one.action == "item:open"]
    assert [(one["number"], one["count"]) for one in opened] == [(1, 3), (2, 3), (3, 3)]
    row = instance_row(bank, instance_id)
    assert (row.waiting_at, "row" in row.data, row.visits) == (["m"], False, {"s": 1})


def test_results_stand_in_the_order_of_the_items_whoever_finishes_first(bank: Bank) -> None:
    publish(bank, asking(**ASSIGNED))
    instance_id = start(bank, "small", rows=rows(bank, "lin", "chen", "zhou"))
    found = items(bank, instance_id)
    for place, login in ((2, "zhou"), (0, "lin"), (1, "chen")):
        assert instance_row(bank, instance_id).status == "running"
        bank.execute(CompleteWorkItem(found[place].id, {"note": [login], "n": [str(place)]}), login)
    row = instance_row(bank, instance_id)
    assert row.status == "completed"
    assert [one["note"] for one in row.data["m"]] == ["lin", "chen", "zhou"]  # type: ignore[attr-defined]
    assert (row.data["ended"], row.visits["m"]) == (3, 1)
    with pytest.raises(ItemFinished):
        bank.execute(CompleteWorkItem(found[0].id, {"n": ["9"]}), "lin")


def test_one_after_another_opens_the_next_when_one_is_done(bank: Bank) -> None:
    publish(bank, asking(sequential=True, candidate_groups="cc"))
    instance_id = start(bank, "small", rows=ROWS)
    for number in (1, 2, 3):
        found = items(bank, instance_id)
        assert [one.status for one in found] == ["completed"] * (number - 1) + ["open"]
        bank.execute(CompleteWorkItem(found[-1].id, {"n": [str(number)]}), "chen")
    assert instance_row(bank, instance_id).status == "completed"


def test_four_eyes_on_itself_gives_each_to_another_person(bank: Bank) -> None:
    publish(bank, asking(candidate_groups="cc", not_by="m"))
    instance_id = start(bank, "small", rows=ROWS)
    first, second, _ = items(bank, instance_id)
    bank.execute(CompleteWorkItem(first.id, {"n": ["1"]}), "chen")
    with pytest.raises(FourEyes):
        bank.execute(ClaimWorkItem(second.id), "chen")
    bank.execute(CompleteWorkItem(second.id, {"n": ["1"]}), "luo")


@pytest.mark.parametrize("given", [[{"who": "x"}], [{}], "abc", [{"who": 1, "days": 1}] * 201])
def test_an_item_that_gives_no_person_or_too_many_items_are_an_incident_at_the_task(bank: Bank, given: object) -> None:
    publish(bank, asking(**ASSIGNED))
    with pytest.raises(StepFailed) as failed:
        start(bank, "small", rows=given)
    assert failed.value.element_id == "m"
    with bank.runtime.read_session() as session:
        assert session.scalars(select(Incident)).one().element_id == "m"
        assert session.scalars(select(WorkItem)).first() is None


def test_a_migration_keeps_which_one_each_is(bank: Bank) -> None:
    publish(bank, asking(candidate_groups="cc"))
    instance_id = start(bank, "small", rows=ROWS)
    bank.execute(CompleteWorkItem(items(bank, instance_id)[1].id, {"n": ["2"]}), "chen")
    newer = publish(bank, asking("复审", candidate_groups="cc"))
    bank.execute(MigrateInstance(instance_id, newer, "另一个名称"), "gao")
    first, _, third = items(bank, instance_id)
    assert [first.name, third.name] == ["复审 (1/3)", "复审 (3/3)"]
    for item in (third, first):
        bank.execute(CompleteWorkItem(item.id, {"n": ["1"]}), "chen")
    assert [one["n"] for one in instance_row(bank, instance_id).data["m"]] == [1, 2, 1]  # type: ignore[attr-defined]
