"""What a draft meets in a try-out: the other processes and the standard in force, and a customer's record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.command_registry import handles
from processes.commands.publishing import digest_of
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.history import canonical
from processes.models import Definition
from services.customers import customer_for
from services.demo.customers import sample_records
from services.models import StandardVersion
from services.procedure.rating import record_of
from services.shipped import PROCESSES, process_files
from services.standard.standard import load_standard, shipped_files

Record = Mapping[str, object]


@dataclass(frozen=True)
class StoredStandard:
    """A version of the standard as it is stored."""

    version: str
    files: Mapping[str, str]
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True)
class Surroundings:
    """``processes``: key → the files of its current version; ``standards``: every version, so that any date has its."""

    processes: Mapping[str, Mapping[str, bytes]]
    standards: tuple[StoredStandard, ...]

    @cached_property
    def digest(self) -> str:
        """The same for the same content."""
        processes = {key: digest_of(files) for key, files in self.processes.items()}
        told = canonical({"processes": processes, "standards": [vars(one) for one in self.standards]})
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class StoreStandards:
    """Store versions of the standard in an empty world."""

    standards: tuple[StoredStandard, ...]


@handles(StoreStandards)
def store_standards(context: CommandContext, command: StoreStandards) -> None:
    """Only the system."""
    if not context.actor.is_system:
        raise NotAllowed
    for one in command.standards:
        context.session.add(
            StandardVersion(
                version=one.version,
                files=dict(one.files),
                effective_from=one.effective_from,
                effective_to=one.effective_to,
                recorded_at=context.now,
            )
        )


def surroundings_of(session: Session) -> Surroundings:
    """The current versions of an installation."""
    definitions = session.scalars(select(Definition).order_by(Definition.id))
    processes = {
        one.key: {file.path: file.content for file in one.versions[-1].files} for one in definitions if one.versions
    }
    stored = session.scalars(select(StandardVersion).order_by(StandardVersion.id))
    standards = [StoredStandard(one.version, one.files, one.effective_from, one.effective_to) for one in stored]
    return Surroundings(processes, tuple(standards))


def shipped_surroundings() -> Surroundings:
    """What ships with this version."""
    files = shipped_files()
    standard = load_standard(files)
    texts = {name: content.decode() for name, content in sorted(files.items())}
    stored = StoredStandard(standard.version, texts, standard.parameters.effective_from, None)
    return Surroundings({key: process_files(key) for key in PROCESSES}, (stored,))


def sample_customers() -> dict[str, Record]:
    """The fictional customers that anybody may try with: number → record."""
    return {str(record["customer_id"]): record for record in sample_records()}


def record_of_customer(session: Session, actor: Actor, customer_id: int) -> Record:
    """A real customer's record as it would be imported; NotFound for one that the actor does not see."""
    customer = customer_for(session, actor, customer_id)
    return {**record_of(session, customer.id), "customer_name": customer.name, "uscc": customer.uscc}
