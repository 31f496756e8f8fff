"""A field that fills itself from an earlier form of the same instance, in the real runtime."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from processes.commands import CompleteWorkItem
from processes.engine.errors import DefinitionRefused
from processes.models import FormSubmission
from tests.runtime.small import folder, item_at, publish, start
from tests.support.bank import Bank

REMARK = "forms/remark.json"
LABEL = {"zh": "金额", "en": "Amount"}


def with_field(**settings: object) -> dict[str, bytes]:
    """The files of handover, the second form with one field more."""
    files = folder("handover")
    form = json.loads(files[REMARK])
    form["sections"][0]["fields"].append({"id": "shown", "label": LABEL, **settings})
    return {**files, REMARK: json.dumps(form).encode()}


def values_at(bank: Bank, instance_id: int, element_id: str) -> dict[str, object]:
    with bank.runtime.read_session() as session:
        found = select(FormSubmission.values).where(
            FormSubmission.instance_id == instance_id, FormSubmission.element_id == element_id
        )
        return dict(session.scalars(found).one())


def test_a_read_only_field_records_what_an_earlier_form_said_whatever_is_posted(small):
    publish(small, with_field(type="integer", read_only=True, prefill="enter_amount.amount * 2"))
    instance = start(small, "handover")
    small.execute(CompleteWorkItem(item_at(small, instance, "enter_amount").id, {"amount": ["3"]}), "lin")
    small.execute(CompleteWorkItem(item_at(small, instance, "check_amount").id, {"shown": ["99"]}), "chen")
    assert values_at(small, instance, "check_amount")["shown"] == 6


@pytest.mark.parametrize(
    ("prefill", "named"),
    [
        ("enter_amuont.amount + today", "enter_amuont.amount"),
        ("enter_amount.amuont", "enter_amount.amuont"),
        ("double_amount.amount", "double_amount.amount"),
        ("countersign", "countersign"),
    ],
)
def test_a_prefill_that_names_no_field_of_a_drawn_tasks_form_is_refused(bank, prefill, named):
    with pytest.raises(DefinitionRefused) as refused:
        publish(bank, with_field(type="integer", prefill=prefill))
    assert [(one.file, one.element_id, one.code, one.detail) for one in refused.value.problems] == [
        (REMARK, "shown", "prefill_unknown", named)
    ]
