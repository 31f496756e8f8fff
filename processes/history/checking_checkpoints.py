"""Checks the signed checkpoints: each by itself, their order, and the copy outside against the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.history.checkpoints import FIRST_PREVIOUS, Leaf, Signed, Statement, digest_of, unpack_leaves
from processes.history.findings import Report
from processes.history.keys import KeyRing
from processes.history.ledger import Ledger
from processes.history.merkle import root_of
from processes.history.outside import Outside
from processes.models import HistoryCheckpoint

STORED = table_of(HistoryCheckpoint)
IN_ORDER = select(STORED.c.number, STORED.c.statement, STORED.c.signature, STORED.c.leaves).order_by(STORED.c.number)
AT_ONCE = 50  # checkpoints in memory


@dataclass
class _Known:
    """Number → digest of the statement in the database; the ranges that restored backups no longer hold."""

    digests: dict[int, str] = field(default_factory=dict)
    abandoned: list[tuple[int, int]] = field(default_factory=list)

    def is_abandoned(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.abandoned)


def check_checkpoints(session: Session, keys: KeyRing, outside: Outside | None, ledger: Ledger, report: Report) -> None:
    """Note what does not hold, and put what does into the ledger. To be asked before the session has read anything."""
    # What is copied from now on may be of after the session's snapshot: it is not missing from it.
    newest = 0 if outside is None else outside.last_number
    known, last, before = _Known(), 0, FIRST_PREVIOUS
    for one in _stored(session):
        report.checkpoints += 1
        statement = _statement(one, keys, report)
        known.digests[one.number] = digest_of(one.statement)
        if statement is not None:
            _check_order(statement, last, before, report)
            if statement.abandoned is not None:
                known.abandoned.append(statement.abandoned)
            ledger.put(_leaves(one, statement, report), one.number)
        last, before = max(one.number, 0), digest_of(one.statement)
    if outside is not None:
        _check_outside(outside, newest, keys, known, ledger, report)


def _stored(session: Session) -> Iterator[Signed]:
    found = session.connection().execute(IN_ORDER, execution_options={"yield_per": AT_ONCE})
    for row in found:
        yield Signed(row.number, row.statement, bytes(row.signature), bytes(row.leaves))


def _statement(one: Signed, keys: KeyRing, report: Report) -> Statement | None:
    """The statement, when it was signed with a key of the ring."""
    try:
        statement = Statement.read(one.statement)
    except ValueError:
        report.note("checkpoint", number=one.number)
        return None
    if not keys.is_signed(one.statement, one.signature, statement.key):
        report.note("signature" if statement.key in keys.public else "key", number=one.number)
        return None
    if statement.number != one.number:
        report.note("order", number=one.number)
        return None
    return statement


def _check_order(statement: Statement, last: int, before: str, report: Report) -> None:
    first = last + 1 if statement.abandoned is None else statement.abandoned[1] + 1
    begins = statement.abandoned is None or statement.abandoned[0] == last + 1
    if statement.number != first or not begins or statement.previous != before:
        report.note("order", number=statement.number)


def _leaves(one: Signed, statement: Statement, report: Report) -> list[Leaf]:
    """The leaves, when they are those that were signed."""
    try:
        leaves = unpack_leaves(one.leaves)
    except ValueError:
        leaves = []
    if len(leaves) != statement.leaves or root_of([leaf.hashed for leaf in leaves]).hex() != statement.root:
        report.note("checkpoint", number=one.number)
        return []
    return leaves


def _check_outside(outside: Outside, newest: int, keys: KeyRing, known: _Known, ledger: Ledger, report: Report) -> None:
    report.outside = 0
    for one in outside.checkpoints():
        if one.number > newest:
            continue
        report.outside += 1
        if known.is_abandoned(one.number) or known.digests.get(one.number) == digest_of(one.statement):
            continue
        statement = _statement(one, keys, report)
        report.note("outside" if one.number in known.digests else "missing", number=one.number)
        if statement is not None:  # what it says still holds
            ledger.put(_leaves(one, statement, report), one.number)
