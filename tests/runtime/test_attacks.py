"""Sixteen attacks on the stored history: each changes rows behind the runtime's back, and verification names the place.

The attacker writes to the database as he likes; only where a test says so does he have the sealing key as well. He has
neither the signing key nor the copy of the checkpoints outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, insert, select, update

from processes.actors import SYSTEM
from processes.commands import CompleteWorkItem, UseKeys, WriteCheckpoint
from processes.database.rows import table_of
from processes.history import FIRST, KeyRing
from processes.history.checkpoints import Leaf, Statement, make_checkpoint
from processes.history.events import event_hash
from processes.history.findings import Report
from processes.history.outside import Outside, copy_checkpoints
from processes.history.verification import verify
from processes.models import (
    Base,
    Draft,
    FormSubmission,
    HistoryCheckpoint,
    HistoryEvent,
    HistoryHead,
    Instance,
    InstanceState,
    WorkItem,
    WorkItemGroup,
)
from tests.runtime.small import item_at, start
from tests.support.bank import Bank

EVENTS, HEADS, STORED, FORMS, ROWS, STATES = (
    table_of(one) for one in (HistoryEvent, HistoryHead, HistoryCheckpoint, FormSubmission, Instance, InstanceState)
)
ITEMS, GROUPS, DRAFTS = (table_of(one) for one in (WorkItem, WorkItemGroup, Draft))
OTHERS = KeyRing.passing()  # an attacker's own keys
Rows = list[dict[str, Any]]


@dataclass
class Scene:
    """A bank with two plans that went on, a checkpoint, and one that has gone on since."""

    bank: Bank
    stream: str
    other: str
    outside: Outside

    def read(self, table: Table, *conditions: Any) -> Rows:
        with self.bank.runtime.writer.connect() as connection:
            found = connection.execute(select(table).where(*conditions).order_by(*table.primary_key))
            return [dict(row._mapping) for row in found]

    def run(self, *statements: Any) -> int:
        """How many rows the statements changed."""
        with self.bank.runtime.writer.begin() as connection:
            return sum(connection.execute(statement).rowcount for statement in statements)

    def events(self, stream: str | None = None) -> Rows:
        return self.read(EVENTS, EVENTS.c.stream == (stream or self.stream))

    def replace(self, events: Rows, stream: str | None = None) -> int:
        """Put these in the place of a stream's events."""
        gone = self.run(delete(EVENTS).where(EVENTS.c.stream == (stream or self.stream)))
        self.run(insert(EVENTS).values(events))
        return gone

    def seal(self, seq: int, digest: bytes, keys: KeyRing, stream: str | None = None) -> int:
        """Put a head in the place of a stream's, sealed with these keys under the name of the bank's."""
        name = stream or self.stream
        wanted = {"seq": seq, "seal": keys.seal(name, seq, digest)}
        return self.run(update(HEADS).where(HEADS.c.stream == name).values(**wanted))

    def complete(self, stream: str, amount: str) -> None:
        instance_id = int(stream.removeprefix("instance:"))
        item = item_at(self.bank, instance_id, "enter_amount")
        self.bank.execute(CompleteWorkItem(item.id, {"amount": [amount], "note": ["李总"]}), "lin")

    def checkpoint(self) -> None:
        assert self.bank.runtime.execute(WriteCheckpoint(), SYSTEM) is not None
        assert copy_checkpoints(self.bank.runtime) > 0

    def report(self) -> Report:
        return verify(self.bank.runtime)


@pytest.fixture
def scene(small: Bank, tmp_path: Path) -> Scene:
    small.runtime.outside = Outside(tmp_path / "checkpoints")
    small.runtime.execute(UseKeys(), SYSTEM)
    scene = Scene(small, *(f"instance:{start(small, 'handover')}" for _ in range(2)), small.runtime.outside)
    scene.complete(scene.stream, "3")
    scene.checkpoint()
    scene.complete(scene.other, "4")
    return scene


def rechained(events: Rows, **changes: dict[str, Any]) -> Rows:
    """Events with their hashes made again; ``changes``: "s" and the place → columns."""
    made, previous = [], FIRST
    for place, event in enumerate(events, start=1):
        changed = {**event, "seq": place, **changes.get(f"s{place}", {})}
        changed["hash"] = previous = event_hash(HistoryEvent(**changed), previous)
        made.append(changed)
    return made


def edit(scene: Scene) -> int:
    return scene.run(update(EVENTS).where(EVENTS.c.stream == scene.stream, EVENTS.c.seq == 2).values(context="{}"))


def delete_one(scene: Scene) -> int:
    return scene.run(delete(EVENTS).where(EVENTS.c.stream == scene.stream, EVENTS.c.seq == 2))


def insert_one(scene: Scene) -> int:
    events = scene.events()
    more = [*events[:2], {**events[1], "action": "item:claim"}, *events[2:]]
    return scene.replace([{**event, "seq": seq} for seq, event in enumerate(more, start=1)])


def swap(scene: Scene) -> int:
    first, second, third, *rest = scene.events()
    return scene.replace([first, {**third, "seq": 2}, {**second, "seq": 3}, *rest])


def move(scene: Scene) -> int:
    last = scene.events()[-1]
    seq = len(scene.events(scene.other)) + 1
    moved = update(EVENTS).where(EVENTS.c.stream == scene.stream, EVENTS.c.seq == last["seq"])
    return scene.run(moved.values(stream=scene.other, seq=seq))


def cut_tail(scene: Scene) -> int:
    return scene.run(delete(EVENTS).where(EVENTS.c.stream == scene.stream, EVENTS.c.seq > 2))


def rewrite_all(scene: Scene) -> int:
    events = rechained(scene.events(), s1={"actor": "am:别人"})
    gone = scene.replace(events)
    return gone + scene.seal(events[-1]["seq"], events[-1]["hash"], OTHERS)


def rewrite_tail(scene: Scene) -> int:
    events = scene.events(scene.other)
    last = len(events)
    forged = rechained(events, **{f"s{last}": {"actor": "am:别人"}})
    assert forged[0] == events[0]
    return scene.replace(forged, scene.other)


def rewrite_with_the_key(scene: Scene) -> int:
    events = rechained(scene.events(), s2={"actor": "am:别人"})
    gone = scene.replace(events)
    return gone + scene.seal(events[-1]["seq"], events[-1]["hash"], scene.bank.runtime.keys)


def put_back_a_state(scene: Scene) -> int:
    instance_id = int(scene.other.removeprefix("instance:"))
    old = scene.read(STATES, STATES.c.instance_id == instance_id)[0]
    scene.complete(str(start_again(scene)), "5")
    newest = scene.read(STATES, STATES.c.instance_id != instance_id)[-1]
    assert newest["blob"] != old["blob"]
    return scene.run(update(STATES).where(STATES.c.instance_id == instance_id).values(blob=newest["blob"]))


def start_again(scene: Scene) -> str:
    return f"instance:{start(scene.bank, 'handover')}"


def edit_a_form(scene: Scene) -> int:
    form = scene.read(FORMS, FORMS.c.instance_id == int(scene.stream.removeprefix("instance:")))[0]
    values = {**form["form_values"], "amount": 4000}
    return scene.run(update(FORMS).where(FORMS.c.id == form["id"]).values(form_values=values))


def edit_personal_data(scene: Scene) -> int:
    form = scene.read(FORMS, FORMS.c.salt.is_not(None))[0]
    values = {**form["form_values"], "note": "王总"}
    assert values != form["form_values"]
    return scene.run(update(FORMS).where(FORMS.c.id == form["id"]).values(form_values=values))


def delete_a_plan(scene: Scene) -> int:
    instance_id = int(scene.stream.removeprefix("instance:"))
    items = select(ITEMS.c.id).where(ITEMS.c.instance_id == instance_id)
    return scene.run(
        *(delete(table).where(table.c.work_item_id.in_(items)) for table in (GROUPS, DRAFTS)),
        delete(EVENTS).where(EVENTS.c.stream == scene.stream),
        delete(HEADS).where(HEADS.c.stream == scene.stream),
        *(delete(table).where(column == instance_id) for table, column in rows_of_an_instance()),
    )


def rows_of_an_instance() -> list[tuple[Table, Any]]:
    """Every table that points at an instance, the ones that nothing points at first; the instance's own last."""
    tables = [table for table in reversed(Base.metadata.sorted_tables) if "instance_id" in table.c]
    return [(table, table.c.instance_id) for table in tables] + [(ROWS, ROWS.c.id)]


def delete_the_newest_checkpoint(scene: Scene) -> int:
    newest = select(func.max(STORED.c.number)).scalar_subquery()
    return scene.run(delete(STORED).where(STORED.c.number == newest), update(HEADS).values(covered_seq=0))


def forge_a_checkpoint(scene: Scene) -> int:
    stored = scene.read(STORED)[-1]
    event = scene.events()[-1]
    leaves = [Leaf(scene.stream, event["seq"], event["hash"])]
    forged = make_checkpoint(OTHERS, leaves, stored["number"] + 1, stored["statement"], scene.bank.clock())
    text = Statement(**{**vars(Statement.read(forged.statement)), "key": Statement.read(stored["statement"]).key}).text
    scene.run(insert(STORED).values(**{**forged._asdict(), "statement": text}))
    return len(scene.read(STORED, STORED.c.number == forged.number))


ATTACKS: dict[str, tuple[Callable[[Scene], int], set[str]]] = {
    "an event is edited": (edit, {"chain"}),
    "an event is deleted": (delete_one, {"chain"}),
    "an event is put in": (insert_one, {"chain"}),
    "two events are swapped": (swap, {"chain"}),
    "an event is moved to another plan": (move, {"chain", "cut"}),
    "a tail is cut": (cut_tail, {"cut"}),
    "a whole chain is rewritten": (rewrite_all, {"seal"}),
    "a tail is rewritten and hashed without the key": (rewrite_tail, {"seal"}),
    "a chain is rewritten with the key after a checkpoint": (rewrite_with_the_key, {"covered"}),
    "an engine's state is put back": (put_back_a_state, {"state"}),
    "a stored form is edited": (edit_a_form, {"form"}),
    "personal data is edited": (edit_personal_data, {"form"}),
    "a plan is deleted with all its events": (delete_a_plan, {"gone"}),
    "the newest checkpoint is deleted": (delete_the_newest_checkpoint, {"missing"}),
    "a checkpoint is forged": (forge_a_checkpoint, {"signature"}),
}


def test_an_untouched_history_is_whole(scene: Scene) -> None:
    report = scene.report()
    assert report.findings == []
    assert report.events == len(scene.read(EVENTS))
    assert (report.checkpoints, report.outside) == (1, 1)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_reported_with_its_place(scene: Scene, attack: str) -> None:
    act, codes = ATTACKS[attack]
    assert act(scene) > 0
    found = scene.report().findings
    assert codes <= {one.code for one in found}
    assert all(one.stream or one.number for one in found)
    if not codes & {"missing", "signature"}:
        assert {one.stream for one in found if one.code in codes} <= {scene.stream, scene.other}


def test_yesterdays_database_put_back_is_reported(scene: Scene) -> None:
    """The sixteenth: everything goes back together, the copy of the checkpoints outside does not."""
    yesterday = {table: scene.read(table) for table in Base.metadata.sorted_tables}
    scene.complete(start_again(scene), "6")
    scene.checkpoint()
    assert scene.report().is_whole
    put_back(scene, yesterday)
    found = scene.report().findings
    assert ("missing", 2) in {(one.code, one.number) for one in found}
    assert {one.stream for one in found if one.code in ("covered", "gone")} != set()


def test_what_happened_since_the_last_checkpoint_can_be_put_back_unseen(scene: Scene) -> None:
    """The bound: who saved the whole database after a checkpoint can put it back before the next, a minute later."""
    before = {table: scene.read(table) for table in Base.metadata.sorted_tables}
    scene.complete(start_again(scene), "6")
    put_back(scene, before)
    assert scene.report().is_whole


def put_back(scene: Scene, saved: dict[Table, Rows]) -> None:
    """Every row of every table as it was."""
    with scene.bank.runtime.writer.connect() as connection:
        if scene.bank.runtime.database.kind == "sqlite":
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            gone = sum(connection.execute(delete(table)).rowcount for table in reversed(Base.metadata.sorted_tables))
            for table, rows in saved.items():
                if rows:
                    connection.execute(insert(table), rows)
    assert gone > sum(map(len, saved.values()))
