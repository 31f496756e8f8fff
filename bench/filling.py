"""Fills a database by copying one real cycle many times, inside the database: a million instances in minutes.

The copies are of what pages read: instances, items, their groups, forms and history. Their hashes are the
original's, so a copied history does not verify; reading it costs the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, text

from bench.scratch import Scratch
from bench.walking import number_of, walk
from processes.models import Base, FormSubmission, HistoryEvent, Instance, WorkItem, WorkItemGroup
from services.models import Customer, CyclePerson, CycleTraits, User

CHUNK = 20_000  # copies a transaction: the write-ahead log stays small
CUSTOMERS_OF_A_MANAGER = 250
SHARE = 10  # every tenth open item waits for the command centre's group, the others have an assignee
ONE_GROUP = "(work_item_id, candidate_group) = (SELECT work_item_id, candidate_group FROM work_item_group LIMIT 1)"
NUMBERS = (
    "WITH RECURSIVE numbers(n) AS (SELECT CAST(:from AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :to)"
)
SUBJECT = "1 + n % :customers"
IN_CYCLE = {"cycle_id": ":instance + n"}
TRAITS = {
    **IN_CYCLE, "customer_id": SUBJECT, "tier": "substr('ABCPD', CAST(1 + n % 5 AS INTEGER), 1)",
    "outcome": "CASE WHEN n % 3 = 0 THEN 'improve' ELSE 'maintain' END", "intervened": "n % 5000 = 0",
    "late": "n % 7 = 0", "returned": "n % 11 = 0",
}  # fmt: skip
Changes = Mapping[str, str]  # column → SQL over ``n``, the copy's number, and ``place`` among the rows copied with it


def fill_customers(bank: Scratch, count: int) -> None:
    """That many customers more, and the account managers who look after them, in the first one's team."""
    with bank.runtime.read_session() as session:
        manager = session.get_one(Customer, 1).am_id
    managers = -(-count // CUSTOMERS_OF_A_MANAGER)
    hired = {"id": ":user + n", "login": "'manager-' || n"}
    first = _copy(bank, managers, [(User, f"id = {manager}", hired)])
    changes = {"number": "'B' || n", "uscc": "NULL", "am_id": f":user + n % {managers}"}
    _copy(bank, count, [(Customer, "id = 1", {"id": ":customer + n", **changes})], first)


def fill_open(bank: Scratch, count: int) -> None:
    """That many running instances, one open item each, over the customers and account managers there are."""
    cycle = walk(bank.runtime, number_of(0))
    item = f"id = (SELECT min(id) FROM work_item WHERE instance_id = {cycle} AND due_date IS NOT NULL)"
    grouped = f"n % {SHARE} = 0"
    on_sqlite = bank.runtime.database.kind == "sqlite"
    due = "date(due_date, (n % 97) || ' days')" if on_sqlite else "due_date + n % 97"
    opened = {
        "id": ":item + n", "instance_id": ":instance + n", "subject_id": SUBJECT, "status": "'open'",
        "completed_by_id": "NULL", "completed_at": "NULL", "claimed_at": "NULL", "due_date": due,
        "assignee_id": f"CASE WHEN {grouped} THEN NULL ELSE (SELECT am_id FROM customer WHERE id = {SUBJECT}) END",
    }  # fmt: skip
    running = {"id": ":instance + n", "business_key": "NULL", "subject_id": SUBJECT, "status": "'running'"}
    waiting = {"work_item_id": f":item + {SHARE} * n", "waiting": "TRUE", "candidate_group": "'cc'"}
    waiting["due_order"] = f"(SELECT due_date FROM work_item WHERE id = :item + {SHARE} * n)"
    first = _copy(bank, count, [(Instance, f"id = {cycle}", running), (WorkItem, item, opened)])
    _copy(bank, -(-count // SHARE), [(WorkItemGroup, ONE_GROUP, waiting)], first)
    _analyze(bank)


def fill_finished(bank: Scratch, instances: int = 0, plans: int = 0) -> int:
    """That many finished instances, cycles and their tasks, or that many plans with theirs, each with items, forms and
    history; the last cycle's id."""
    cycle = walk(bank.runtime, number_of(1))
    with bank.runtime.read_session() as session:
        tasks = list(session.scalars(select(Instance.id).where(Instance.parent_id == cycle)))
    copies, begin = plans or max(1, instances // (1 + len(tasks))), 0
    for member in (cycle, *tasks):
        mine = f"instance_id = {member}"
        items = f"(SELECT count(*) FROM work_item w WHERE w.{mine})"
        before = f"(SELECT count(*) FROM work_item w WHERE w.{mine} AND w.id < t.work_item_id)"
        owned = {"instance_id": ":instance + n"}
        below = {} if member == cycle else {"parent_id": f"{begin} + n"}
        found: list[tuple[type[Base], str, Changes]] = [
            (CycleTraits, f"cycle_id = {member}", TRAITS), (CyclePerson, f"cycle_id = {member}", IN_CYCLE),
        ]  # fmt: skip
        first = _copy(bank, copies, [
            (Instance, f"id = {member}", {"id": ":instance + n", "business_key": "NULL",
                                          "subject_id": SUBJECT, **below}),
            (WorkItem, mine, {"id": ":item + n * size + place", "subject_id": SUBJECT, **owned}),
            (FormSubmission, mine, {"id": ":form + n * size + place",
                                    "work_item_id": f":item + n * {items} + {before}", **owned}),
            (HistoryEvent, f"stream = 'instance:{member}'", {"stream": "'instance:' || (:instance + n)"}),
            *(found if member == cycle else []),
        ])  # fmt: skip
        begin = begin or first["instance"]
    _analyze(bank)
    return begin + copies - 1


def _copy(
    bank: Scratch, count: int, kinds: list[tuple[type[Base], str, Changes]], first: dict[str, int] | None = None
) -> dict[str, int]:
    """Copy rows ``count`` times, a chunk a transaction; the first free ids before that, or those given."""
    known: dict[str, int] = first or {}
    for start in range(0, count, CHUNK):
        with bank.runtime.writer.begin() as connection:
            known = known or _free_ids(connection)
            for kind, condition, changes in kinds:
                values = {**known, "from": start, "to": min(start + CHUNK, count)}
                connection.execute(text(_copying(kind, condition, changes)), values)
    return known


def _copying(kind: type[Base], condition: str, changes: Changes) -> str:
    table, name_of = kind.__table__, kind.__tablename__
    names = [column.name for column in table.columns]
    order = ", ".join(column.name for column in table.primary_key)
    chosen = ", ".join(changes.get(name, f't."{name}"') for name in names)
    ranked = f"SELECT *, row_number() OVER (ORDER BY {order}) - 1 AS place, count(*) OVER () AS size"
    model = f'{ranked} FROM "{name_of}" WHERE {condition}'
    listed = ", ".join(f'"{name}"' for name in names)
    into = f'INSERT INTO "{name_of}" ({listed})'
    return f"{into} {NUMBERS} SELECT {chosen} FROM numbers CROSS JOIN ({model}) t"


def _free_ids(connection: Connection) -> dict[str, int]:
    def largest(kind: type[Base]) -> int:
        found: int = connection.execute(text(f'SELECT coalesce(max(id), 0) FROM "{kind.__tablename__}"')).scalar_one()
        return found

    kinds = {"user": User, "customer": Customer, "instance": Instance, "item": WorkItem, "form": FormSubmission}
    return {**{name: largest(kind) + 1 for name, kind in kinds.items()}, "customers": largest(Customer)}


def _analyze(bank: Scratch) -> None:
    with bank.runtime.writer.begin() as connection:
        connection.execute(text("ANALYZE"))
