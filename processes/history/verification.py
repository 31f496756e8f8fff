"""Verifies the history: every event, head, instance and form against one another and against the checkpoints.

Reads in constant memory, on one snapshot, while people work. What nobody can see from inside: events since the last
checkpoint, when their head and their instance are put back with them as they were before (a minute at most).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, String, cast, func, literal, select, true
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.forms.schema import FormSchema
from processes.history.checking_checkpoints import check_checkpoints
from processes.history.checking_streams import OF_INSTANCE, Tail, check_tails
from processes.history.events import FIRST, HASHED, hash_of
from processes.history.findings import Progress, Report
from processes.history.ledger import Ledger
from processes.models import HistoryEvent, HistoryHead, Instance

if TYPE_CHECKING:
    from processes.runtime import Runtime

EVENTS, HEADS, ROWS = table_of(HistoryEvent), table_of(HistoryHead), table_of(Instance)
AT_ONCE = 2_000  # events in memory
STREAMS_AT_ONCE = 200
SEQ, ACTION, CONTEXT, COMMITMENT, REMAINING, STATE = (
    HASHED.index(name) for name in ("seq", "action", "context", "personal_data_commitment", "remaining", "state_digest")
)
Event = Row[Any]


def verify(runtime: Runtime, plan: int | None = None, progress: Progress = lambda _done, _of: None) -> Report:
    """Verify everything, or of one plan its stream and those of what it started; the checkpoints are verified in both.

    ``progress``: told now and then of how many events of how many were looked at.
    """
    report = Report()
    with runtime.read_session() as session, Ledger() as ledger:
        _on_one_snapshot(session)
        check_checkpoints(session, runtime.keys, runtime.outside, ledger, report)
        _check_events(session, runtime, _of_plan(plan), ledger, report, progress)
        if plan is None:
            _check_absences(session, ledger, report)
    return report


def _on_one_snapshot(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _of_plan(plan: int | None) -> ColumnElement[bool]:
    if plan is None:
        return true()
    members = select(literal(OF_INSTANCE) + cast(ROWS.c.id, String)).where(
        (ROWS.c.id == plan) | (ROWS.c.parent_id == plan)
    )
    return (EVENTS.c.stream == f"{OF_INSTANCE}{plan}") | EVENTS.c.stream.in_(members)


def _check_events(
    session: Session,
    runtime: Runtime,
    wanted: ColumnElement[bool],
    ledger: Ledger,
    report: Report,
    progress: Progress,
) -> None:
    total = session.scalar(select(func.count()).select_from(EVENTS).where(wanted)) or 0
    waiting: list[Tail] = []

    def schema_of(version_id: int, form_key: str) -> FormSchema | None:
        return runtime.definitions.get(session, version_id).forms.get(form_key)

    for stream, events in groupby(_read(session, wanted), itemgetter(0)):
        tail = _follow(stream, events, ledger, report)
        report.streams += 1
        waiting.append(tail)
        if len(waiting) == STREAMS_AT_ONCE:
            check_tails(session, runtime.keys, waiting, schema_of, report)
            waiting.clear()
            progress(report.events, total)
    check_tails(session, runtime.keys, waiting, schema_of, report)
    progress(report.events, total)


def _read(session: Session, wanted: ColumnElement[bool]) -> Iterator[Event]:
    """Events as rows in the order of `HASHED`, their hash behind them."""
    columns = [EVENTS.c[name] for name in (*HASHED, "hash")]
    asked = select(*columns).where(wanted).order_by(EVENTS.c.stream, EVENTS.c.seq)
    yield from session.connection().execute(asked, execution_options={"yield_per": AT_ONCE})


def _follow(stream: str, events: Iterator[Event], ledger: Ledger, report: Report) -> Tail:
    """Go through a stream's events; what they say of the rest."""
    tail, previous = Tail(stream), FIRST
    covered = ledger.meet(stream)
    if covered is not None:
        tail.covered_seq = covered[0].seq
    for place, event in enumerate(events, start=1):
        report.events += 1
        stored, made = event[-1], hash_of(previous, *event[: len(HASHED)])
        if tail.is_chained and (event[SEQ] != place or made != stored):
            tail.is_chained = False
            report.note("chain", stream, event[SEQ])
        previous = stored
        if covered is not None and event[SEQ] == covered[0].seq and stored != covered[0].hash:
            report.note("covered", stream, event[SEQ], covered[1])
        _remember(tail, event)
    tail.hash = previous
    if covered is not None and tail.seq < covered[0].seq:
        report.note("covered", stream, tail.seq + 1, covered[1])
    return tail


def _remember(tail: Tail, event: Event) -> None:
    tail.seq, tail.remaining = event[SEQ], event[REMAINING] or 0
    if event[STATE] is not None:
        tail.state = (event[SEQ], event[STATE])
    if event[ACTION] == "item:complete":
        try:
            context = json.loads(event[CONTEXT])
            tail.forms[int(context["submission"])] = (event[SEQ], str(context["digest"]), event[COMMITMENT])
        except (ValueError, KeyError, TypeError):
            return  # the chain tells of it


def _check_absences(session: Session, ledger: Ledger, report: Report) -> None:
    """What should have events and has none."""
    for stream, seq, number in list(ledger.unmet()):
        report.note("gone", stream, seq, number)
    has_events = select(EVENTS.c.seq).where(EVENTS.c.stream == HEADS.c.stream).exists()
    for stream, seq in session.connection().execute(select(HEADS.c.stream, HEADS.c.seq).where(~has_events)):
        report.note("emptied", stream, seq)
    its_stream = literal(OF_INSTANCE) + cast(ROWS.c.id, String)
    is_told = select(EVENTS.c.seq).where(EVENTS.c.stream == its_stream).exists()
    for instance_id in session.connection().scalars(select(ROWS.c.id).where(~is_told)):
        report.note("silent", f"{OF_INSTANCE}{instance_id}")
