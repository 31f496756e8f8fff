"""Fills a database by copying one real cycle many times, table by table: a million rows in minutes.

The copies are of what pages read: instances, items, their groups, forms and history. Their hashes are the
original's, so a copied history does not verify; reading it costs the same.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, insert, select, text

from bench.scratch import Scratch
from bench.walking import number_of, walk
from processes.models import FormSubmission, HistoryEvent, Instance, WorkItem, WorkItemGroup
from services.models import Customer, User

CHUNK = 2_000
Row = dict[str, object]
SHARE = 10  # every tenth open item waits for the command centre's group, the others have an assignee


def fill_customers(bank: Scratch, count: int) -> None:
    """That many customers more, dealt to the account managers."""
    with bank.runtime.writer.begin() as connection:
        model = _row(connection, Customer, 1)
        people = connection.execute(select(User.id).where(User.role == "am")).scalars().all()
        first = (_largest(connection, Customer) or 0) + 1
        for start in range(0, count, CHUNK):
            rows = [
                {**model, "id": first + n, "number": f"B{n}", "uscc": None, "am_id": people[n % len(people)]}
                for n in range(start, min(start + CHUNK, count))
            ]
            connection.execute(insert(Customer.__table__), rows)


def fill_open(bank: Scratch, count: int) -> None:
    """That many running instances, one open item each, over the customers and account managers there are."""
    with bank.runtime.read_session() as session:
        customers = [(one.id, one.am_id) for one in session.scalars(select(Customer))]
        people = list(session.scalars(select(User.id).where(User.role == "am")))
    cycle = walk(bank.runtime, number_of(0))
    with bank.runtime.writer.begin() as connection:
        instance, item = _row(connection, Instance, cycle), _first_item(connection, cycle)
        first = (_largest(connection, Instance) or 0) + 1
        first_item = (_largest(connection, WorkItem) or 0) + 1
        for start in range(0, count, CHUNK):
            numbers = range(start, min(start + CHUNK, count))
            dealt = [customers[number % len(customers)][0] for number in numbers]
            instances = [
                {**instance, "id": first + number, "business_key": None, "subject_id": customer, "status": "running"}
                for number, customer in zip(numbers, dealt, strict=True)
            ]
            items = [
                {
                    **item,
                    "id": first_item + number,
                    "instance_id": first + number,
                    "subject_id": customer,
                    "status": "open",
                    "completed_by_id": None,
                    "assignee_id": None if number % SHARE == 0 else people[number % len(people)],
                    "due_date": item["due_date"] + timedelta(days=number % 97),
                    "completed_at": None,
                }
                for number, customer in zip(numbers, dealt, strict=True)
            ]
            connection.execute(insert(Instance.__table__), instances)
            connection.execute(insert(WorkItem.__table__), items)
            waiting = [_group(one) for one in items if one["assignee_id"] is None]
            connection.execute(insert(WorkItemGroup.__table__), waiting)
    _analyze(bank)


def fill_finished(bank: Scratch, count: int) -> int:
    """That many finished cycles with their items, forms and history; the id of the last one."""
    cycle = walk(bank.runtime, number_of(1))
    with bank.runtime.writer.begin() as connection:
        customers = connection.execute(select(Customer.id)).scalars().all()
        first = (_largest(connection, Instance) or 0) + 1
        instance = _row(connection, Instance, cycle)
        items = _rows(connection, WorkItem, WorkItem.instance_id == cycle)
        forms = _rows(connection, FormSubmission, FormSubmission.instance_id == cycle)
        events = _rows(connection, HistoryEvent, HistoryEvent.stream == f"instance:{cycle}")
        item_id, form_id = (_largest(connection, kind) or 0 for kind in (WorkItem, FormSubmission))
        for start in range(0, count, CHUNK // 20):
            batch = range(start, min(start + CHUNK // 20, count))
            copies = list[Row](), list[Row](), list[Row](), list[Row]()
            for number in batch:
                own = first + number
                copies[0].append(
                    {**instance, "id": own, "business_key": None, "subject_id": customers[number % len(customers)]}
                )
                numbers = {row["id"]: item_id + place for place, row in enumerate(items, 1)}
                copies[1].extend({**row, "id": numbers[row["id"]], "instance_id": own} for row in items)
                item_id += len(items)
                copies[2].extend(
                    {**row, "id": form_id + place, "instance_id": own, "work_item_id": numbers[row["work_item_id"]]}
                    for place, row in enumerate(forms, 1)
                )
                form_id += len(forms)
                copies[3].extend({**row, "stream": f"instance:{own}"} for row in events)
            for kind, rows in zip((Instance, WorkItem, FormSubmission, HistoryEvent), copies, strict=True):
                connection.execute(insert(kind.__table__), rows)
    _analyze(bank)
    return first + count - 1


def _group(item: Row) -> Row:
    row = {"work_item_id": item["id"], "candidate_group": "cc", "waiting": True}
    return {**row, "due_order": item["due_date"], "step": item["step"]}


def _first_item(connection: Connection, cycle: int) -> Row:
    found = select(WorkItem.__table__).where(WorkItem.instance_id == cycle, WorkItem.due_date.is_not(None)).limit(1)
    return dict(connection.execute(found).mappings().one())


def _row(connection: Connection, kind: type, row_id: int) -> Row:
    return dict(connection.execute(select(kind.__table__).filter_by(id=row_id)).mappings().one())


def _rows(connection: Connection, kind: type, condition: object) -> list[Row]:
    return [dict(row) for row in connection.execute(select(kind.__table__).where(condition)).mappings()]


def _largest(connection: Connection, kind: type) -> int | None:
    return connection.execute(text(f'SELECT max(id) FROM "{kind.__tablename__}"')).scalar()  # noqa: S608


def _analyze(bank: Scratch) -> None:
    with bank.runtime.writer.begin() as connection:
        connection.execute(text("ANALYZE"))
