"""Disposals 到期处置 as pages show them: how far each is, and the records on its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from processes.errors import NotFound
from services.models import Customer, Disposal, DisposalEntry, LegalHold, User
from services.privacy.disposals import COLLECTING, ERASING, PENDING
from services.privacy.falling_due import KINDS
from services.readings.paging import Page, page_of

PROPOSER, DECIDER = aliased(User), aliased(User)


@dataclass(frozen=True)
class DisposalRow:
    """A disposal and who did what with it."""

    disposal: Disposal
    proposed_by: str
    decided_by: str

    @property
    def is_moving(self) -> bool:
        """The system is at it."""
        return self.disposal.status in (COLLECTING, ERASING)


@dataclass(frozen=True)
class Counted:
    """Of each kind that is on a list, how many records by status; ``held``: how many of those to come a hold keeps."""

    kinds: dict[str, dict[str, int]]
    held: int

    def of(self, status: str) -> int:
        """Of all kinds."""
        return sum(found.get(status, 0) for found in self.kinds.values())

    @property
    def total(self) -> int:
        """All records on the list."""
        return sum(sum(found.values()) for found in self.kinds.values())


@dataclass(frozen=True)
class EntryRow:
    """A record on a list. ``hold``: reference of the legal hold that the customer is under, empty for none."""

    kind: str
    record_id: int
    customer_id: int
    customer: str
    number: str
    due: date
    status: str
    hold: str


def disposals_page(session: Session, number: int) -> Page[DisposalRow]:
    """The newest first."""
    return page_of(session, _asked().order_by(Disposal.id.desc()), number, lambda found: DisposalRow(*_said(found)))


def disposal_row(session: Session, disposal_id: int) -> DisposalRow:
    """NotFound when there is none."""
    found = session.execute(_asked().where(Disposal.id == disposal_id)).first()
    if found is None:
        raise NotFound(str(disposal_id))
    return DisposalRow(*_said(found))


def counted(session: Session, disposal_id: int) -> Counted:
    """What is on a list."""
    mine = DisposalEntry.disposal_id == disposal_id
    grouped = select(DisposalEntry.kind, DisposalEntry.status, func.count()).where(mine)
    kinds: dict[str, dict[str, int]] = {}
    for kind, status, count in session.execute(grouped.group_by(DisposalEntry.kind, DisposalEntry.status)):
        kinds.setdefault(kind, {})[status] = count
    is_held = DisposalEntry.customer_id.in_(select(LegalHold.customer_id).where(LegalHold.released_at.is_(None)))
    held = session.scalar(select(func.count()).where(mine, DisposalEntry.status == PENDING, is_held)) or 0
    return Counted({kind: kinds[kind] for kind in KINDS if kind in kinds}, held)


def entries_page(session: Session, disposal_id: int, kind: str, status: str, number: int) -> Page[EntryRow]:
    """The records of a list. ``kind``, ``status``: empty for all."""
    query = select(DisposalEntry, Customer.name, Customer.number, LegalHold.reference)
    query = query.join(Customer, Customer.id == DisposalEntry.customer_id)
    in_force = (LegalHold.customer_id == DisposalEntry.customer_id) & LegalHold.released_at.is_(None)
    query = query.outerjoin(LegalHold, in_force).where(DisposalEntry.disposal_id == disposal_id)
    if kind:
        query = query.where(DisposalEntry.kind == kind)
    if status:
        query = query.where(DisposalEntry.status == status)

    def row(found: tuple[DisposalEntry, str, str, str | None]) -> EntryRow:
        entry, name, customer_number, hold = found
        told = (entry.kind, entry.record_id, entry.customer_id, name, customer_number, entry.due, entry.status)
        return EntryRow(*told, hold or "")

    return page_of(session, query.order_by(DisposalEntry.kind, DisposalEntry.record_id), number, row)


def _asked() -> Select[Disposal, str, str | None]:
    asked = select(Disposal, PROPOSER.name, DECIDER.name).join(PROPOSER, PROPOSER.id == Disposal.proposed_by_id)
    return asked.outerjoin(DECIDER, DECIDER.id == Disposal.decided_by_id)


def _said(found: tuple[Disposal, str, str | None]) -> tuple[Disposal, str, str]:
    disposal, proposed, decided = found
    return disposal, proposed, decided or ""
