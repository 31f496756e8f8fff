"""Verifies the history: every event, head, instance and form against one another and against the checkpoints.

Reads in constant memory, on one snapshot, while people work. What nobody can see from inside: events since the last
checkpoint, when their head and their instance are put back with them as they were before (a minute at most).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, String, cast, func, literal, select, true
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.errands import errands
from processes.forms.schema import FormSchema
from processes.history.checking_checkpoints import check_checkpoints
from processes.history.checking_streams import OF_INSTANCE, Tail, check_tails
from processes.history.findings import Progress, Report
from processes.history.hashing import FIRST, HASHED, hash_of
from processes.history.ledger import Ledger
from processes.history.reading import moment_of, read_events
from processes.models import HistoryEvent, HistoryHead, Instance

if TYPE_CHECKING:
    from processes.runtime import Runtime

EVENTS, HEADS, ROWS = table_of(HistoryEvent), table_of(HistoryHead), table_of(Instance)
ERASED = "personal:erase"
FORMS_TOLD = ("item:complete", ERASED)
STREAMS_AT_ONCE = 200
SEQ, AT, ACTION, CONTEXT, COMMITMENT, REMAINING, STATE = (
    HASHED.index(name)
    for name in ("seq", "at", "action", "context", "personal_data_commitment", "remaining", "state_digest")
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


def verify_apart(runtime: Runtime) -> Report:
    """Everything, as an errand; in this thread where another process cannot open the database (`Runtime.reopen`)."""
    return verify(runtime) if runtime.reopen is None else errands.run(_verify_there, runtime.reopen)


def _verify_there(reopen: Callable[[], Runtime]) -> Report:
    runtime = reopen()
    try:
        return verify(runtime)
    finally:
        runtime.database.close()


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

    for stream, events in groupby(read_events(session, wanted), itemgetter(0)):
        tail = _follow(stream, events, ledger, report)
        report.streams += 1
        waiting.append(tail)
        if len(waiting) == STREAMS_AT_ONCE:
            check_tails(session, runtime.keys, waiting, schema_of, report)
            waiting.clear()
            progress(report.events, total)
    check_tails(session, runtime.keys, waiting, schema_of, report)
    progress(report.events, total)


def _follow(stream: str, events: Iterator[Event], ledger: Ledger, report: Report) -> Tail:
    """Go through a stream's events; what they say of the rest."""
    tail, previous, place = Tail(stream), FIRST, 0
    covered, number = ledger.meet(stream) or (None, 0)
    if covered is not None:
        tail.covered_seq = covered.seq
    for place, event in enumerate(events, start=1):
        seq, stored = event[SEQ], event[-1]
        if tail.is_chained and (seq != place or stored != _hash(previous, event)):
            tail.is_chained = False
            report.note("chain", stream, seq if isinstance(seq, int) else place)
        if seq == tail.covered_seq and covered is not None and stored != covered.hash:
            report.note("covered", stream, seq, number)
        if event[STATE] is not None:
            tail.state = (seq, event[STATE])
        if event[ACTION] in FORMS_TOLD:
            _remember_form(tail, event)
        previous = stored
    tail.seq, tail.hash, tail.remaining = event[SEQ], previous, event[REMAINING] or 0
    report.events += place
    if covered is not None and tail.seq < covered.seq:
        report.note("covered", stream, tail.seq + 1, number)
    return tail


def _hash(previous: bytes, event: Event) -> bytes | None:
    """None where a value is none that an event may have: SQLite keeps whatever somebody writes there."""
    try:
        return hash_of(previous, event[0], event[SEQ], moment_of(event[AT]), *event[AT + 1 : -1])
    except (TypeError, AttributeError, ValueError):
        return None


def _remember_form(tail: Tail, event: Event) -> None:
    try:
        context = json.loads(event[CONTEXT])
        number, digest = int(context["submission"]), str(context["digest"])
    except (ValueError, KeyError, TypeError):
        return  # the chain tells of it
    if event[ACTION] == ERASED:
        tail.erased[number] = (event[SEQ], digest)
    else:
        tail.forms[number] = (event[SEQ], digest, event[COMMITMENT])


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
