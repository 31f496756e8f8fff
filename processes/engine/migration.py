"""Whether a stored instance can go over to another version of its process, and taking it there.

The rule: nothing that has happened may be gone, whatever waits must wait for the same, every join must still get what
it waits for, nothing that lay ahead may be jumped, and what is read later must be there. When in doubt: blocked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from processes.engine import carrying
from processes.engine.comparison import Version
from processes.engine.environment import OperationCall
from processes.engine.instance import EngineInstance
from processes.engine.migration_case import Case, Change, Reason
from processes.engine.migration_reasons import changed_ahead, notes_of, reasons_of
from processes.engine.parsing import ProcessSpec
from processes.engine.state import dump_state, load_state
from processes.errors import ProcessError

__all__ = ["Change", "MigrationBlocked", "Reason", "Verdict", "Version", "classify", "migrate"]

BEFORE_ALL_TIMERS = datetime.min.replace(tzinfo=UTC)
Kind = Literal["unaffected", "migratable", "blocked"]


@dataclass(frozen=True)
class Verdict:
    """``reasons``: why it is blocked; ``notes``: what a person should know though it can migrate;
    ``changed``: element ids that it holds or can still reach and that differ."""

    kind: Kind
    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    changed: tuple[str, ...]


class MigrationBlocked(ProcessError):
    """The instance cannot go to that version. ``verdict``: with at least one reason."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("; ".join(f"{one.code} {one.element_id}" for one in verdict.reasons))
        self.verdict = verdict


def classify(change: Change, blob: bytes, finished: Collection[str]) -> Verdict:
    """The verdict on one stored instance. ``finished``: ids of all elements it ever finished. Changes nothing."""
    old = load_state(blob, change.old.spec.spec, change.old.spec.subprocess_specs)
    case = Case(change, old, frozenset(finished))
    reasons = tuple(reasons_of(case)) or tuple(_failures(case, blob))
    changed = tuple(sorted(changed_ahead(case)))
    if reasons:
        return Verdict("blocked", reasons, (), changed)
    return Verdict("migratable" if changed else "unaffected", (), tuple(notes_of(case)), changed)


def migrate(change: Change, blob: bytes, finished: Collection[str]) -> tuple[Verdict, bytes]:
    """The verdict, and the state under the new version; raises MigrationBlocked. ``blob`` is kept by whoever undoes."""
    verdict = classify(change, blob, finished)
    if verdict.kind == "blocked":
        raise MigrationBlocked(verdict)
    return verdict, _carried(change.new.spec, blob)


def _failures(case: Case, blob: bytes) -> list[Reason]:
    """The dry run: carry a copy over, store it, load it again, and compare everything that it holds."""
    try:
        stored = _carried(case.change.new.spec, blob)
        if carrying.holdings(stored) != carrying.holdings(blob):
            return [Reason("not_the_same", None)]
        return _unsteady(case, stored)
    except Exception as error:  # the library's own, of many kinds: whatever it is, this instance does not migrate
        return [Reason("not_loadable", None, type(error).__name__)]


def _unsteady(case: Case, stored: bytes) -> list[Reason]:
    """Nothing may have become due by the new version alone, nor stopped being waited for."""
    before = EngineInstance(case.change.old.spec, case.workflow, _defer, BEFORE_ALL_TIMERS)
    after = EngineInstance.load(case.change.new.spec, stored, _defer, BEFORE_ALL_TIMERS)
    after.fire_timers()
    same = (
        after.open_tasks() == before.open_tasks()
        and after.next_timer_at() == before.next_timer_at()
        and after.data == before.data
        and not after.visited
    )
    return [] if same else [Reason("not_the_same", None)]


def _carried(new: ProcessSpec, blob: bytes) -> bytes:
    return dump_state(carrying.carried_over(blob, new))


def _defer(call: OperationCall) -> Mapping[str, object] | None:
    del call
    return None
