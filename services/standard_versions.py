"""The stored versions of the standard: one in force on a date; results stay reproducible (E3)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound
from services.models import StandardVersion
from services.standard.standard import Standard, load_standard, shipped_files

_loaded: dict[str, Standard] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class StoreShippedStandard:
    """Store the standard that comes with this version, on an installation that has none."""


@handles(StoreShippedStandard)
def store_shipped_standard(context: CommandContext, _command: StoreShippedStandard) -> bool:
    """Whether it was stored."""
    if not context.actor.is_system:
        raise NotAllowed
    if context.session.scalars(select(StandardVersion.id)).first() is not None:
        return False
    files = shipped_files()
    standard = load_standard(files)
    stored = StandardVersion(
        version=standard.version,
        files={name: content.decode() for name, content in files.items()},
        effective_from=standard.parameters.effective_from,
        recorded_at=context.now,
    )
    context.session.add(stored)
    context.history(
        "standard", "standard:store", version=standard.version, effective_from=standard.parameters.effective_from
    )
    return True


def standard_on(session: Session, day: date) -> Standard:
    """The standard in force on a rating date; NotFound when none is."""
    found = session.scalars(
        select(StandardVersion)
        .where(
            StandardVersion.effective_from <= day,
            (StandardVersion.effective_to.is_(None)) | (StandardVersion.effective_to >= day),
        )
        .order_by(StandardVersion.effective_from.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound(f"standard on {day}")
    with _lock:
        if found.version not in _loaded:
            _loaded[found.version] = load_standard({name: text.encode() for name, text in found.files.items()})
        return _loaded[found.version]


def files_named(session: Session, version: str) -> dict[str, bytes]:
    """The files of a stored version: name → content; NotFound when there is none."""
    found = session.scalars(select(StandardVersion).where(StandardVersion.version == version)).first()
    if found is None:
        raise NotFound(f"standard {version}")
    return {name: text.encode() for name, text in found.files.items()}
