"""Small test processes, the operations they call, and short ways to run and read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import PublishDefinition, StartInstance
from processes.forms.submission import FieldError
from processes.models import HistoryEvent, Instance, Job, WorkItem
from processes.operations import OperationContext, ReadContext, check, operation, prefill
from services.customers import search_customers
from tests.support.bank import Bank

PROCESSES = Path(__file__).parent / "processes"
NEVER = "2026-01-01T00:00:00+00:00"


@operation("test_double")
def double(context: OperationContext, amount: int, broken_until: str) -> dict[str, object]:
    """Twice the amount; breaks before that moment (ISO, aware)."""
    if context.now < datetime.fromisoformat(broken_until):
        raise RuntimeError("broken on purpose")
    return {"amount": 2 * amount}


@prefill("test_entry")
def entry(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The day as a first note."""
    return {"note": context.today.isoformat(), "element": item.element_id}


@check("test_entry")
def check_entry(_context: ReadContext, _item: WorkItem, values: Mapping[str, object]) -> list[FieldError]:
    """Thirteen is refused."""
    return [FieldError("amount", "unlucky")] if values.get("amount") == 13 else []


def folder(key: str) -> dict[str, bytes]:
    """The files of a test process."""
    root = PROCESSES / key
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.*"))}


def publish(bank: Bank, files: dict[str, bytes], reason: str = "test") -> int:
    """The id of the published version."""
    version: int = bank.runtime.execute(PublishDefinition(files, reason), SYSTEM)
    return version


def start(bank: Bank, key: str, **data: object) -> int:
    """An instance of a test process about lin's first customer; the system starts what no role may."""
    with bank.runtime.read_session() as session:
        customer_id = search_customers(session, bank.actor("lin"))[0].id
    defaults: dict[str, object] = {"customer_id": customer_id, "broken_until": NEVER}
    instance: int = bank.runtime.execute(StartInstance(key, {**defaults, **data}, subject_id=customer_id), SYSTEM)
    return instance


def item_at(bank: Bank, instance_id: int, element_id: str) -> WorkItem:
    """The latest item of an element."""
    with bank.runtime.read_session() as session:
        found = select(WorkItem).where(WorkItem.instance_id == instance_id, WorkItem.element_id == element_id)
        item = session.scalars(found.order_by(WorkItem.id.desc())).first()
    assert item is not None, element_id
    return item


def instance_row(bank: Bank, instance_id: int) -> Instance:
    """The instance as stored."""
    with bank.runtime.read_session() as session:
        return session.get_one(Instance, instance_id)


def jobs(bank: Bank, kind: str) -> list[Job]:
    """All jobs of a kind, the oldest first."""
    with bank.runtime.read_session() as session:
        return list(session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id)))


def events(bank: Bank, stream: str) -> list[HistoryEvent]:
    """A stream's events in order."""
    with bank.runtime.read_session() as session:
        found = select(HistoryEvent).where(HistoryEvent.stream == stream).order_by(HistoryEvent.seq)
        return list(session.scalars(found))


def as_system(bank: Bank, command: object) -> object:
    """Run a command as the system."""
    return bank.runtime.execute(command, SYSTEM)
