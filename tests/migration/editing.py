"""The second versions of the small test processes, and ways to look at an instance."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select

from processes.models import HistoryEvent, Instance, InstanceState, Migration, WorkItem
from tests.runtime.small import folder, publish
from tests.support.bank import Bank

REASON = "新增复核环节"


def edited(key: str, *pairs: tuple[str, str]) -> dict[str, bytes]:
    """The files of a test process with texts replaced, in whichever file they are."""
    files = {path: content.decode() for path, content in folder(key).items()}
    for old, new in pairs:
        assert any(old in content for content in files.values()), f"{old} is not there"
        files = {path: content.replace(old, new) for path, content in files.items()}
    return {path: content.encode() for path, content in files.items()}


RENAMED = (("录入金额", "填写金额"), ("Enter the amount", "Give the amount"))
INSERTED = (
    ('<bpmn:endEvent id="ended"/>', '<bpmn:endEvent id="ended"/><bpmn:userTask id="extra" name="加签"/>'),
    ('sourceRef="enter_amount" targetRef="double_amount"', 'sourceRef="enter_amount" targetRef="extra"'),
    ("</bpmn:process>", '<bpmn:sequenceFlow id="x" sourceRef="extra" targetRef="double_amount"/></bpmn:process>'),
    ("<bpmn:flowNodeRef>check_amount", "<bpmn:flowNodeRef>extra</bpmn:flowNodeRef><bpmn:flowNodeRef>check_amount"),
)
WITHOUT_CHECK = (
    ('targetRef="check_amount"', 'targetRef="countersign"'),
    ('<bpmn:sequenceFlow id="check_amount_countersign" sourceRef="check_amount" targetRef="countersign"/>', ""),
    ("<bpmn:flowNodeRef>check_amount</bpmn:flowNodeRef>", ""),
    ('value="check_amount"', 'value="enter_amount"'),
)


def second(bank: Bank, key: str, *pairs: tuple[str, str]) -> int:
    """The id of a version with these texts replaced."""
    return publish(bank, edited(key, *pairs))


def without_element(key: str, element: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with a user task cut out, its flows being elsewhere already."""
    diagram = files[f"{key}.bpmn"].decode()
    begin = diagram.index(f'<bpmn:userTask id="{element}"')
    end = diagram.index("</bpmn:userTask>", begin) + len("</bpmn:userTask>")
    return {**files, f"{key}.bpmn": (diagram[:begin] + diagram[end:]).encode()}


def everything(bank: Bank, instance_id: int) -> dict[str, Any]:
    """All that is stored of an instance and its items, but for revisions."""
    with bank.runtime.read_session() as session:
        row = session.get_one(Instance, instance_id)
        blob = session.get_one(InstanceState, instance_id).blob
        items = session.scalars(select(WorkItem).where(WorkItem.instance_id == instance_id).order_by(WorkItem.id))
        return {"row": columns(row), "blob": blob, "items": [columns(item) for item in items]}


def columns(row: Instance | WorkItem) -> dict[str, object]:
    """A row's values, but for its revision."""
    return {one.key: getattr(row, one.key) for one in inspect(row).mapper.column_attrs if one.key != "revision"}


def counts(bank: Bank, instance_id: int) -> tuple[int, int]:
    """How many migrations and events an instance has."""
    with bank.runtime.read_session() as session:
        stream = select(HistoryEvent).where(HistoryEvent.stream == f"instance:{instance_id}")
        rows = select(Migration).where(Migration.instance_id == instance_id)
        return len(session.scalars(rows).all()), len(session.scalars(stream).all())
