"""Owns the append-only history and its hash chain; nothing here changes or removes an event (E9)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.database.locking import lock_name
from processes.models import HistoryEvent

FIRST = "0" * 64
HEADS = "history heads"


class Head(NamedTuple):
    """The last event of a stream, as the next one needs it."""

    seq: int
    hash: str


def append(
    session: Session, stream: str, action: str, context: Mapping[str, object], actor: Actor, at: datetime
) -> HistoryEvent:
    """Add an event at the end of a stream. One writer at a time: the stream is held until the commit."""
    heads = _heads(session)
    if stream not in heads:
        heads[stream] = _stored_head(session, stream)
    head = heads[stream]
    event = HistoryEvent(
        stream=stream,
        seq=head.seq + 1,
        at=at,
        actor=f"{actor.role}:{actor.name}",
        actor_id=actor.user_id,
        on_behalf_of=None,
        action=action,
        context=canonical(context),
        personal_data_commitment=None,
        previous_hash=head.hash,
    )
    event.hash = event_hash(event)
    session.add(event)
    heads[stream] = Head(event.seq, event.hash)
    return event


def canonical(context: Mapping[str, object]) -> str:
    """A context as the one text that is hashed and stored."""
    return json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def event_hash(event: HistoryEvent) -> str:
    """SHA-256 over the length-prefixed parts, so that no two events share a preimage."""
    digest = hashlib.sha256()
    for part in _parts(event):
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def first_broken(events: Iterable[HistoryEvent]) -> HistoryEvent | None:
    """The first event of one stream, given in order, that does not follow from the one before it."""
    previous = FIRST
    for seq, event in enumerate(events, start=1):
        if event.seq != seq or event.previous_hash != previous or event.hash != event_hash(event):
            return event
        previous = event.hash
    return None


def _heads(session: Session) -> dict[str, Head]:
    # Known while the transaction holds the streams, and no longer: afterwards others append.
    transaction = session.get_transaction() or session.begin()
    owner, heads = session.info.get(HEADS, (None, None))
    known: dict[str, Head] = heads if owner is transaction else {}
    session.info[HEADS] = (transaction, known)
    return known


def _stored_head(session: Session, stream: str) -> Head:
    lock_name(session, f"history:{stream}")
    last = select(HistoryEvent.seq, HistoryEvent.hash).where(HistoryEvent.stream == stream)
    found = session.execute(last.order_by(HistoryEvent.seq.desc()).limit(1)).first()
    return Head(0, FIRST) if found is None else Head(found.seq, found.hash)


def _parts(event: HistoryEvent) -> tuple[str, ...]:
    return (
        event.previous_hash,
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
