"""Commands that seal and sign the history: keys taken into use, checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.locking import lock_name
from processes.database.rows import insert_row, table_of
from processes.errors import NotAllowed
from processes.history import KeysMissing
from processes.history.checkpoints import Leaf, Signed, make_checkpoint
from processes.history.heads import write_heads
from processes.models import HistoryCheckpoint, HistoryEvent, HistoryHead, HistoryKey
from processes.models.history import IS_UNCOVERED

STREAM = "administration"
HEADS, EVENTS, CHECKPOINTS = table_of(HistoryHead), table_of(HistoryEvent), table_of(HistoryCheckpoint)
MOST_LEAVES = 100_000  # of a checkpoint; what is left waits for the next
AT_ONCE = 5_000  # heads sealed between two looks at the database
LAST: Select[Any] = select(CHECKPOINTS.c.number, CHECKPOINTS.c.statement).order_by(CHECKPOINTS.c.number.desc()).limit(1)
HEAD_EVENTS = select(HEADS.c.stream, HEADS.c.seq, EVENTS.c.hash, HEADS.c.covered_seq).join(
    EVENTS, (EVENTS.c.stream == HEADS.c.stream) & (EVENTS.c.seq == HEADS.c.seq)
)
CHANGED = HEAD_EVENTS.where(IS_UNCOVERED).order_by(HEADS.c.stream).limit(MOST_LEAVES)
UNSEALED = HEAD_EVENTS.where(HEADS.c.seal.is_(None)).limit(AT_ONCE)
COVER = (
    update(HEADS)
    .where(HEADS.c.stream == bindparam("its"))
    .values(covered_seq=bindparam("covered"), checkpoint=bindparam("by"))
)


@dataclass(frozen=True)
class UseKeys:
    """Seal and sign with the runtime's keys from now on; what was written before any key is sealed with them."""


@dataclass(frozen=True)
class WriteCheckpoint:
    """Sign the heads that changed since the last checkpoint."""


@handles(UseKeys)
def use_keys(context: CommandContext, _command: UseKeys) -> None:
    """Nothing when they are in use. KeysMissing when one that was used before is not among them."""
    _only_system(context)
    lock_name(context.session, "history keys")  # several processes may start at once
    keys, known = context.runtime.keys, {one.id: one.kind for one in context.session.scalars(select(HistoryKey))}
    missing = tuple(sorted(known.keys() - keys.seals.keys() - keys.public.keys()))
    if missing:
        raise KeysMissing(missing, keys.place)
    used = {keys.seal_key_id: None, keys.signing_key_id: keys.public[keys.signing_key_id].hex()}
    new = {key_id: public for key_id, public in used.items() if key_id not in known}
    for key_id, public in new.items():
        kind = "seal" if public is None else "signing"
        context.session.add(HistoryKey(id=key_id, kind=kind, public=public, since=context.now))
    sealed = 0 if "seal" in known.values() else _seal_all(context)
    if new:
        context.history(STREAM, "history:use-keys", **used, sealed=sealed)


@handles(WriteCheckpoint)
def write_checkpoint(context: CommandContext, _command: WriteCheckpoint) -> int | None:
    """Its number; None when nothing has changed."""
    _only_system(context)
    lock_name(context.session, "history checkpoint")
    found = context.session.connection().execute(CHANGED)
    leaves = [Leaf(row.stream, row.seq, bytes(row.hash), row.covered_seq + 1) for row in found]
    return store_checkpoint(context, leaves).number if leaves else None


def store_checkpoint(context: CommandContext, leaves: list[Leaf], gone: int = 0) -> Signed:
    """Sign and store a checkpoint. ``gone``: the last number that was given and is no longer in the database."""
    last = context.session.connection().execute(LAST).first()
    before = 0 if last is None else last.number
    abandoned = (before + 1, gone) if gone > before else None
    number, previous = max(before, gone) + 1, None if last is None else last.statement
    made = make_checkpoint(context.runtime.keys, leaves, number, previous, context.now, abandoned)
    insert_row(context.session, HistoryCheckpoint, **made._asdict())
    if leaves:
        covered = [{"its": leaf.stream, "covered": leaf.seq, "by": number} for leaf in leaves]
        context.session.connection().execute(COVER, covered)
    return made


def _seal_all(context: CommandContext) -> int:
    """Seal the heads of a database from before there were seals; how many."""
    session, sealed = context.session, 0
    while found := session.connection().execute(UNSEALED).all():
        write_heads(session, context.runtime.keys, {row.stream: (row.seq, bytes(row.hash)) for row in found})
        sealed += len(found)
    return sealed


def _only_system(context: CommandContext) -> None:
    if not context.actor.is_system:
        raise NotAllowed
