"""Checks what lies around the events of a stream: its sealed head, its instance, the forms that it tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.forms.schema import FormSchema
from processes.history.findings import Report
from processes.history.keys import KeyRing
from processes.history.personal import proves, proves_erased
from processes.history.standing import standing_digest
from processes.models import FormSubmission, HistoryHead, Instance, InstanceState

HEADS, ROWS, STATES, FORMS = (table_of(one) for one in (HistoryHead, Instance, InstanceState, FormSubmission))
OF_INSTANCE = "instance:"
SchemaOf = Callable[[int, str], FormSchema | None]  # (definition version, form key)


@dataclass
class Tail:
    """What the events of a stream say of the rest. ``state``: (seq, digest) of the last that tells of the instance;
    ``forms``: submission → (seq, digest, commitment); ``erased``: submission → (seq, digest of what stays) of the
    erasure of its personal data; ``is_chained``: whether its events follow from one another."""

    stream: str
    seq: int = 0
    hash: bytes = b""
    remaining: int = 0
    state: tuple[int, bytes] | None = None
    forms: dict[int, tuple[int, str, str | None]] = field(default_factory=dict)
    erased: dict[int, tuple[int, str]] = field(default_factory=dict)
    covered_seq: int = 0
    is_chained: bool = True

    @property
    def instance_id(self) -> int | None:
        """Of an instance's stream."""
        number = self.stream.removeprefix(OF_INSTANCE)
        return int(number) if number != self.stream and number.isdigit() else None


def check_tails(session: Session, keys: KeyRing, tails: Sequence[Tail], schema_of: SchemaOf, report: Report) -> None:
    """Note what of some streams does not hold together."""
    heads = _by(session, select(HEADS).where(HEADS.c.stream.in_([tail.stream for tail in tails])), "stream")
    for tail in tails:
        if tail.remaining:
            report.note("transaction", tail.stream, tail.seq)
        _check_head(keys, tail, heads.get(tail.stream), report)
    _check_instances(session, tails, report)
    _check_forms(session, tails, schema_of, report)


def _check_head(keys: KeyRing, tail: Tail, head: Row[Any] | None, report: Report) -> None:
    if head is None:
        report.note("head", tail.stream, tail.seq)
    elif head.seq != tail.seq:
        report.note("cut" if head.seq > tail.seq else "added", tail.stream, min(head.seq, tail.seq) + 1)
    elif head.seal is None:
        report.note("unsealed", tail.stream, tail.seq)
    elif head.key_id not in keys.seals:
        report.note("key", tail.stream, tail.seq)
    elif bytes(head.seal) != keys.seal(tail.stream, tail.seq, tail.hash, head.key_id):
        report.note("seal", tail.stream, tail.seq)
    if head is not None and head.covered_seq != tail.covered_seq:
        report.note("cover", tail.stream, head.covered_seq)


def _check_instances(session: Session, tails: Sequence[Tail], report: Report) -> None:
    wanted = {tail.instance_id: tail for tail in tails if tail.instance_id is not None}
    if not wanted:
        return
    asked = (
        select(ROWS, STATES.c.blob).outerjoin(STATES, STATES.c.instance_id == ROWS.c.id).where(ROWS.c.id.in_(wanted))
    )
    found = _by(session, asked, "id")
    for instance_id, tail in wanted.items():
        row = found.get(instance_id)
        if row is None:
            report.note("instance", tail.stream)
        elif tail.state is not None and standing_digest(row, row.blob) != tail.state[1]:
            report.note("state", tail.stream, tail.state[0])


def _check_forms(session: Session, tails: Sequence[Tail], schema_of: SchemaOf, report: Report) -> None:
    told = {number: (tail, *said) for tail in tails for number, said in tail.forms.items()}
    if not told:
        return
    found = _by(session, select(FORMS).where(FORMS.c.id.in_(told)), "id")
    for number, (tail, seq, digest, committed) in told.items():
        form = found.get(number)
        if form is None or form.instance_id != tail.instance_id:
            report.note("form_gone", tail.stream, seq)
        else:
            schema = schema_of(form.definition_version_id, form.form_key)
            _check_form(form, schema, tail, (seq, digest, committed), report)


def _check_form(
    row: Row[Any], schema: FormSchema | None, tail: Tail, said: tuple[int, str, str | None], report: Report
) -> None:
    """Personal data may be gone only where the row and an event of its stream both say so."""
    seq, digest, committed = said
    erasure, form = tail.erased.get(row.id), _values(row)
    if erasure is None and row.erased_at is not None:
        report.note("erased", tail.stream, seq)
    elif erasure is not None and row.erased_at is None:
        report.note("unerased", tail.stream, erasure[0])
    elif erasure is None:
        if not proves(schema, form, digest, committed):
            report.note("form", tail.stream, seq)
    elif not proves_erased(schema, form, digest if committed is not None else erasure[1]):
        report.note("unerased", tail.stream, erasure[0])


def _values(form: Row[Any]) -> FormSubmission:
    return FormSubmission(values=form.form_values, salt=form.salt)


def _by(session: Session, asked: Any, key: str) -> Mapping[object, Row[Any]]:
    rows: Iterable[Row[Any]] = session.connection().execute(asked)
    return {getattr(row, key): row for row in rows}
