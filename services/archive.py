"""The customer file 客户资料管理档案: immutable versions and their completeness (C1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.history import append
from services.models import ArchiveVersion

NEWEST = (
    select(ArchiveVersion)
    .where(ArchiveVersion.customer_id == bindparam("customer"))
    .order_by(ArchiveVersion.version.desc())
    .limit(1)
)
COMPLETE_PERCENT = Decimal(95)  # procedure step 1
AM_FIELDS = (
    "customer_name", "address", "legal_rep", "contacts", "main_business", "employees",
    "business_status", "operating.trend", "other_banks", "channels", "frequency", "potential",
)  # fmt: skip
BS_FIELDS = (
    "avg_deposit", "avg_loan", "settlement_products", "wealth_products", "loan_class", "overdue_days", "aml_risk",
)  # fmt: skip
SYS_FIELDS = ("satisfaction",)  # applicable to existing customers: all that a cycle runs for


@dataclass(frozen=True)
class Completeness:
    """``percent``: one decimal, half-up; ``missing``: field → who owns it, AM or BS."""

    percent: Decimal
    missing: Mapping[str, str]

    @property
    def is_complete(self) -> bool:
        """At least 95 %."""
        return self.percent >= COMPLETE_PERCENT


def completeness(values: Mapping[str, object]) -> Completeness:
    """Filled mandatory and applicable conditional fields ÷ all such fields (C1).

    The answers about satisfaction are entered by the AM for now, so a missing one is his.
    """
    owners = dict.fromkeys(AM_FIELDS, "AM") | dict.fromkeys(BS_FIELDS, "BS") | dict.fromkeys(SYS_FIELDS, "AM")
    missing = {name: owner for name, owner in owners.items() if not _filled(values, name)}
    percent = Decimal(100 * (len(owners) - len(missing))) / len(owners)
    return Completeness(percent.quantize(Decimal("0.1"), ROUND_HALF_UP), missing)


def current_archive(session: Session, customer_id: int) -> ArchiveVersion | None:
    """The newest version of a customer's file."""
    return session.scalars(NEWEST, {"customer": customer_id}).first()


def current_values(session: Session, customer_id: int) -> dict[str, object]:
    """A copy of the newest version's values; empty before the first."""
    found = current_archive(session, customer_id)
    return {} if found is None else dict(found.values)


def file_version(
    session: Session,
    customer_id: int,
    values: Mapping[str, object],
    source: str,
    actor: Actor,
    at: datetime,
    instance_id: int | None = None,
) -> ArchiveVersion:
    """File a new version; older ones stay as they are (E3). ``source``: what filed it; ``at``: UTC."""
    last = current_archive(session, customer_id)
    share = completeness(values)
    version = ArchiveVersion(
        customer_id=customer_id,
        version=last.version + 1 if last else 1,
        values=dict(values),
        completeness=str(share.percent),
        missing=dict(share.missing),
        source=source,
        instance_id=instance_id,
        filed_by=actor.name,
        filed_at=at,
    )
    session.add(version)
    session.flush()
    append(
        session,
        f"customer:{customer_id}",
        "archive:file",
        {"version": version.version, "source": source, "completeness": version.completeness, "instance": instance_id},
        actor,
        at,
    )
    return version


def _filled(values: Mapping[str, object], name: str) -> bool:
    if name == "other_banks":
        return _names_all(values, name, ("bank",)) or bool(values.get("no_other_banks"))
    if name == "contacts":
        return _names_all(values, name, ("name", "post", "phone"))
    if name == "wealth_products":
        # Counted with the balance: no product used is an answer once business support has said that nothing is held.
        balance = values.get("wealth_balance")
        return balance not in (None, "") and (bool(values.get(name)) or Decimal(str(balance)) == 0)
    head, _, tail = name.partition(".")
    value = values.get(head)
    if tail:
        value = value.get(tail) if isinstance(value, Mapping) else None
    return value not in (None, "", [])


def _names_all(values: Mapping[str, object], name: str, columns: tuple[str, ...]) -> bool:
    rows = values.get(name)
    if not isinstance(rows, list) or not rows:
        return False
    return all(isinstance(row, Mapping) and all(row.get(column) for column in columns) for row in rows)
