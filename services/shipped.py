"""Takes over what ships with this version: calendar, standard and processes, on an installation without them."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import PublishDefinition, ReceiveUpgrade
from processes.models import Definition
from processes.runtime import Runtime
from services.calendar import SeedCalendar
from services.standard.standard import shipped_files
from services.standard_drafts import KEY as STANDARD
from services.standard_versions import StoreShippedStandard

PROCESSES = ("relationship-maintenance", "maintenance-task", "plan-adjustment")


def take_over(runtime: Runtime) -> None:
    """Seed calendar and standard, and publish each shipped process that the database does not have.

    What is there stays: a later version arrives as a draft, never published by itself.
    """
    runtime.execute(SeedCalendar(), SYSTEM)
    if not runtime.execute(StoreShippedStandard(), SYSTEM):
        runtime.execute(ReceiveUpgrade(STANDARD, shipped_files()), SYSTEM)
    with runtime.read_session() as session:
        known = set(session.scalars(select(Definition.key)))
    for key in PROCESSES:
        if key in known:
            runtime.execute(ReceiveUpgrade(key, process_files(key)), SYSTEM)
        else:
            runtime.execute(PublishDefinition(process_files(key), "shipped"), SYSTEM)


def process_files(key: str) -> dict[str, bytes]:
    """The files of a shipped process: path in its folder → content."""
    return dict(_files(files("bpmn").joinpath(key), ""))


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            found += _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".bpmn", ".dmn", ".json")):
            found.append((f"{prefix}{entry.name}", entry.read_bytes()))
    return found
