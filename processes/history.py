"""Owns the append-only history and its hash chain; nothing here changes or removes an event (E9).

The events of a transaction are written together at its end, with the position of each among them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.database.locking import lock_name
from processes.database.rows import insert_rows, table_of
from processes.models import HistoryEvent

FIRST = bytes(32)
CHAIN = "history chain"
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


@dataclass
class Chain:
    """The events of one transaction, and the heads of their streams, known while it holds them."""

    heads: dict[str, Head] = field(default_factory=dict)
    appended: list[Appended] = field(default_factory=list)


def append(
    session: Session, stream: str, action: str, context: Mapping[str, object], actor: Actor, at: datetime
) -> None:
    """Add an event at the end of a stream. One writer at a time: the stream is held until the commit."""
    chain: Chain = session.info.setdefault(CHAIN, Chain())
    if stream not in chain.heads:
        chain.heads[stream] = _stored_head(session, stream)
    head = chain.heads[stream]
    event = Appended(
        stream=stream,
        seq=head.seq + 1,
        at=at,
        actor=f"{actor.role}:{actor.name}",
        actor_id=actor.user_id,
        on_behalf_of=None,
        action=action,
        context=canonical(context),
        personal_data_commitment=None,
    )
    event.hash = event_hash(event, head.hash)
    chain.appended.append(event)
    chain.heads[stream] = Head(event.seq, event.hash)


def begin_stream(session: Session, stream: str) -> None:
    """For a stream that this transaction makes: nothing is stored of it, so nothing is looked for."""
    session.info.setdefault(CHAIN, Chain()).heads[stream] = Head(0, FIRST)


def write_appended(session: Session) -> None:
    """Store what the transaction appended; its last act before the commit."""
    chain: Chain | None = session.info.pop(CHAIN, None)
    if chain is not None:
        insert_rows(session, HistoryEvent, [vars(event) for event in chain.appended])


def canonical(context: Mapping[str, object]) -> str:
    """A context as the one text that is hashed and stored."""
    return json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def event_hash(event: HistoryEvent | Appended, previous: bytes) -> bytes:
    """SHA-256 over the length-prefixed parts, so that no two events share a preimage."""
    digest = hashlib.sha256()
    for part in _parts(event, previous):
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.digest()


def first_broken(events: Iterable[HistoryEvent]) -> HistoryEvent | None:
    """The first event of one stream, given in order, that does not follow from the one before it."""
    previous = FIRST
    for seq, event in enumerate(events, start=1):
        if event.seq != seq or event.hash != event_hash(event, previous):
            return event
        previous = event.hash
    return None


def _stored_head(session: Session, stream: str) -> Head:
    lock_name(session, f"history:{stream}")
    found = session.connection().execute(LAST, {"stream": stream}).first()
    return Head(0, FIRST) if found is None else Head(found.seq, found.hash)


def _parts(event: HistoryEvent | Appended, previous: bytes) -> tuple[str, ...]:
    return (
        previous.hex(),
        event.stream,
        str(event.seq),
        event.at.isoformat(timespec="microseconds"),
        event.actor,
        "" if event.actor_id is None else str(event.actor_id),
        event.on_behalf_of or "",
        event.action,
        event.context,
        event.personal_data_commitment or "",
    )
