"""What another version would mean for the instances that run: each classified, nothing changed.

For a version that is published, or for a draft that is only parsed (`Version` of its spec and forms).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from processes.definitions import DefinitionCache, is_form, parse_forms
from processes.engine.errors import StateRefused
from processes.engine.migration import Change, Reason, Verdict, Version, classify
from processes.engine.parsing import ProcessSpec, parse_process
from processes.impact_questions import Answer, Asked, impact_question
from processes.models import IS_RUNNING, DefinitionVersion, Instance, InstanceState

INSTANCES = "instances"
UNREADABLE = Verdict("blocked", (Reason("not_loadable", None),), (), ())
DRAFTS_KEPT = 4


@dataclass(frozen=True)
class Classified:
    """One running instance. ``version``: the number of the one it is on."""

    instance_id: int
    version: int
    waiting_at: tuple[str, ...]
    verdict: Verdict


def impact_of_version(
    session: Session, definitions: DefinitionCache, to: DefinitionVersion, key: str, most: int
) -> list[Classified]:
    """The running instances on other versions than ``to``, the oldest first, at most so many."""
    changes = {one.id: definitions.change(session, one.id, to.id) for one in to.definition.versions if one.id != to.id}
    oldest = _running(key) & Instance.definition_version_id.in_(changes)
    return list(_classified(session, changes, oldest, most))


@impact_question(INSTANCES)
class InstancesQuestion:
    """What publishing a process's files would mean for each of its running instances.

    Totals: ``kinds``: unaffected, migratable, blocked; ``blocked_by`` and ``notes``: what a reason says → how many.
    """

    at_once = 50  # about eight milliseconds each

    def prepare(self, session: Session, subject: str, files: Mapping[str, bytes], today: date) -> dict[str, Any]:
        """DefinitionRefused for files that cannot run."""
        _parsed(files)
        return {}

    def subjects(self, subject: str) -> Select[int]:
        """The running instances of the process."""
        return select(Instance.id).where(_running(subject))

    def answer(self, session: Session, definitions: DefinitionCache, asked: Asked, ids: Sequence[int]) -> Answer:
        """Each as it would fare if these files were published."""
        chosen = Instance.id.in_(ids) & _running(asked.subject)
        versions = session.scalars(select(Instance.definition_version_id).where(chosen).distinct())
        changes = {one: _KEPT.change(session, definitions, one, asked) for one in versions}
        kinds: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        notes: Counter[str] = Counter()
        for one in _classified(session, changes, chosen, len(ids)):
            kinds[one.verdict.kind] += 1
            reasons.update({_key(reason) for reason in one.verdict.reasons})
            notes.update({_key(note) for note in one.verdict.notes})
        return Answer({"kinds": dict(kinds), "blocked_by": dict(reasons), "notes": dict(notes)})


def reason_of(key: str) -> Reason:
    """The reason that a total's name stands for."""
    code, element_id, detail = key.split("\n", 2)
    return Reason(code, element_id or None, detail)


def _key(reason: Reason) -> str:
    return f"{reason.code}\n{reason.element_id or ''}\n{reason.detail or ''}"


class _Kept:
    """The last drafts asked about, parsed, and how they differ from what runs: each part of a run asks for the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drafts: dict[str, Version] = {}
        self._changes: dict[tuple[int, str], Change] = {}

    def change(self, session: Session, definitions: DefinitionCache, version_id: int, asked: Asked) -> Change:
        """From a published version to the draft."""
        with self._lock:
            if asked.digest not in self._drafts:
                while len(self._drafts) >= DRAFTS_KEPT:
                    self._forget(next(iter(self._drafts)))
                self._drafts[asked.digest] = _parsed(asked.files)
            found = self._changes.get((version_id, asked.digest))
            if found is None:
                found = Change(definitions.get(session, version_id).version, self._drafts[asked.digest])
                self._changes[version_id, asked.digest] = found
            return found

    def _forget(self, digest: str) -> None:
        del self._drafts[digest]
        self._changes = {key: one for key, one in self._changes.items() if key[1] != digest}


_KEPT = _Kept()


def _parsed(files: Mapping[str, bytes]) -> Version:
    spec = parse_process({path: content for path, content in files.items() if not is_form(path)})
    # As a published version is read: one that was only parsed differs from the same one read, and all would migrate.
    return Version(ProcessSpec.load(spec.dump()), parse_forms(files))


def _running(key: str) -> ColumnElement[bool]:
    return and_(Instance.definition_key == key, IS_RUNNING)


def _classified(
    session: Session, changes: Mapping[int, Change], chosen: ColumnElement[bool], most: int
) -> Iterator[Classified]:
    query = (
        select(Instance.id, Instance.waiting_at, Instance.visits, DefinitionVersion, InstanceState.blob)
        .join(DefinitionVersion, DefinitionVersion.id == Instance.definition_version_id)
        .join(InstanceState, InstanceState.instance_id == Instance.id)
        .where(chosen)
        .order_by(Instance.id)
        .limit(most)
    )
    for instance_id, waiting_at, visits, version, blob in session.execute(query):
        try:
            verdict = classify(changes[version.id], blob, visits)
        except StateRefused:
            verdict = UNREADABLE
        yield Classified(instance_id, version.version, tuple(waiting_at), verdict)
