"""Owns the append-only history and its hash chain; nothing here changes or removes an event (E9).

The events of a transaction are hashed, sealed and written together at its end, when it is known how many follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.database.locking import lock_name
from processes.database.rows import insert_rows, table_of
from processes.history.hashing import FIRST, hash_of, moment_text
from processes.history.heads import write_heads
from processes.history.keys import KeyRing
from processes.history.standing import standing_digest
from processes.history.texts import canonical
from processes.models import HistoryEvent, Instance

CHAIN = "history chain"
STEPPED = "instance:step"  # what changed an instance and had nothing else to tell
EVENTS = table_of(HistoryEvent)
LAST: Select[int, bytes] = (
    select(EVENTS.c.seq, EVENTS.c.hash)
    .where(EVENTS.c.stream == bindparam("stream"))
    .order_by(EVENTS.c.seq.desc())
    .limit(1)
)


class Head(NamedTuple):
    """The last event of a stream, as the next one needs it. ``hash``: 32 bytes."""

    seq: int
    hash: bytes


@dataclass
class Appended:
    """An event that its transaction has not written yet."""

    stream: str
    seq: int
    at: datetime
    actor: str
    actor_id: int | None
    on_behalf_of: str | None
    action: str
    context: str
    personal_data_commitment: str | None
    hash: bytes = b""
    remaining: int | None = None
    state_digest: bytes | None = None


@dataclass
class Chain:
    """The events of one transaction, the heads of their streams before it, and the instances that it changed.

    ``located``: the (stream, address) that it told already.
    """

    heads: dict[str, Head] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    appended: list[Appended] = field(default_factory=list)
    located: set[tuple[str, str | None]] = field(default_factory=set)
    changed: dict[str, tuple[Instance, Actor, datetime]] = field(default_factory=dict)


def append(
    session: Session,
    stream: str,
    action: str,
    context: Mapping[str, object],
    actor: Actor,
    at: datetime,
    commitment: str | None = None,
) -> None:
    """Add an event at the end of a stream. One writer at a time: the stream is held until the commit.

    The actor's first event there in this transaction also says from which address he acts.
    ``commitment``: to personal data that lies elsewhere and may be erased (`processes.history.personal`).
    """
    chain = _chain(session)
    if stream not in chain.heads:
        chain.heads[stream] = _stored_head(session, stream)
        chain.lengths[stream] = chain.heads[stream].seq
    chain.lengths[stream] += 1
    event = Appended(
        stream=stream,
        seq=chain.lengths[stream],
        at=at,
        actor=f"{actor.role}:{actor.name}",
        actor_id=actor.user_id,
        on_behalf_of=None,
        action=action,
        context=canonical(_located(chain, stream, context, actor)),
        personal_data_commitment=commitment,
    )
    chain.appended.append(event)


def begin_stream(session: Session, stream: str) -> None:
    """For a stream that this transaction makes: nothing is stored of it, so nothing is looked for."""
    chain = _chain(session)
    chain.heads[stream], chain.lengths[stream] = Head(0, FIRST), 0


def note_change(session: Session, instance: Instance, actor: Actor, at: datetime) -> None:
    """The last event of the instance's stream will hold how the transaction leaves it."""
    _chain(session).changed[f"instance:{instance.id}"] = (instance, actor, at)


def write_appended(session: Session, keys: KeyRing) -> None:
    """Store what the transaction appended, and seal the new heads; its last act before the commit."""
    chain: Chain | None = session.info.get(CHAIN)
    if chain is None:
        return
    _tell_silent_changes(session, chain)
    del session.info[CHAIN]
    _finish(chain)
    insert_rows(session, HistoryEvent, [vars(event) for event in chain.appended])
    write_heads(session, keys, {event.stream: Head(event.seq, event.hash) for event in chain.appended})


def event_hash(event: HistoryEvent | Appended, previous: bytes) -> bytes:
    """What the hash of an event has to be, behind the event with the hash ``previous``."""
    return hash_of(
        previous,
        event.stream,
        event.seq,
        moment_text(event.at),
        event.actor,
        event.actor_id,
        event.on_behalf_of,
        event.action,
        event.context,
        event.personal_data_commitment,
        event.remaining,
        event.state_digest,
    )


def first_broken(events: Iterable[HistoryEvent]) -> HistoryEvent | None:
    """The first event of one stream, given in order, that does not follow from the one before it."""
    previous = FIRST
    for seq, event in enumerate(events, start=1):
        if event.seq != seq or event.hash != event_hash(event, previous):
            return event
        previous = event.hash
    return None


def _chain(session: Session) -> Chain:
    chain: Chain = session.info.setdefault(CHAIN, Chain())
    return chain


def _located(chain: Chain, stream: str, context: Mapping[str, object], actor: Actor) -> Mapping[str, object]:
    if actor.address is None or (stream, actor.address) in chain.located:
        return context
    chain.located.add((stream, actor.address))
    return {**context, "address": actor.address}


def _stored_head(session: Session, stream: str) -> Head:
    lock_name(session, f"history:{stream}")
    found = session.connection().execute(LAST, {"stream": stream}).first()
    return Head(0, FIRST) if found is None else Head(found.seq, found.hash)


def _tell_silent_changes(session: Session, chain: Chain) -> None:
    """A change without an event would be one that nothing proves."""
    told = {event.stream for event in chain.appended}
    for stream, (_, actor, at) in chain.changed.items():
        if stream not in told:
            append(session, stream, STEPPED, {}, actor, at)


def _finish(chain: Chain) -> None:
    counts, passed = Counter(event.stream for event in chain.appended), Counter[str]()
    for event in chain.appended:
        passed[event.stream] += 1
        event.remaining = counts[event.stream] - passed[event.stream]
        if event.remaining == 0 and event.stream in chain.changed:
            instance = chain.changed[event.stream][0]
            event.state_digest = standing_digest(instance, None if instance.state is None else instance.state.blob)
        event.hash = event_hash(event, chain.heads[event.stream].hash)
        chain.heads[event.stream] = Head(event.seq, event.hash)
