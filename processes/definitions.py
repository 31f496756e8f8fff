"""Reads published definitions and keeps each version parsed once in this process; versions never change."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from processes.database.rows import table_of
from processes.engine.errors import DefinitionRefused, Problem
from processes.engine.migration import Change, Version
from processes.engine.parsing import Page, ProcessSpec
from processes.errors import NotFound
from processes.forms.schema import FormSchema
from processes.models import Definition, DefinitionFile, DefinitionVersion

VERSIONS, DEFINITIONS = table_of(DefinitionVersion), table_of(Definition)
CURRENT = (
    select(VERSIONS.c.id, VERSIONS.c.version, VERSIONS.c.digest)
    .join(DEFINITIONS)
    .where(DEFINITIONS.c.key == bindparam("key"))
    .order_by(VERSIONS.c.version.desc())
    .limit(1)
)


@dataclass(frozen=True)
class LoadedDefinition:
    """A version ready to run: its spec, its forms by key, its main diagram as published, and those that it calls."""

    version_id: int
    spec: ProcessSpec
    forms: Mapping[str, FormSchema]
    diagram: bytes
    called: tuple[tuple[Page, bytes], ...]

    def diagram_of(self, element_id: str) -> bytes:
        """The diagram that an element stands in."""
        return next((drawn for page, drawn in self.called if element_id in page.elements), self.diagram)

    def calls_around(self, waiting_at: Collection[str], path: Mapping[str, int], visits: Mapping[str, int]) -> set[str]:
        """The call activities that an instance is in: what they call waits, and they were entered and not finished."""
        found: set[str] = set()
        ahead = list(waiting_at)
        for one in ahead:
            page = next((page for page, _ in self.called if one in page.elements), None)
            for call in self.spec.elements.values() if page is not None else ():
                entered = sum(path.get(flow, 0) for flow in call.incoming)
                if page is not None and call.called == page.key and entered > visits.get(call.id, 0):
                    ahead.extend({call.id} - found)
                    found.add(call.id)
        return found

    @property
    def version(self) -> Version:
        """This version, to be compared with another."""
        return Version(self.spec, self.forms)


class DefinitionCache:
    """Loaded versions by id; shared by threads, filled once each."""

    def __init__(self) -> None:
        self._loaded: dict[int, LoadedDefinition] = {}
        self._changes: dict[tuple[int, int], Change] = {}
        self._lock = threading.Lock()

    def get(self, session: Session, version_id: int) -> LoadedDefinition:
        """The loaded version; NotFound when it does not exist."""
        with self._lock:
            if version_id not in self._loaded:
                self._loaded[version_id] = _load(session, version_id)
            return self._loaded[version_id]

    def change(self, session: Session, from_version_id: int, to_version_id: int) -> Change:
        """What differs between two versions, compared once: many instances ask for the same two."""
        found = self._changes.get((from_version_id, to_version_id))
        if found is None:
            found = Change(self.get(session, from_version_id).version, self.get(session, to_version_id).version)
            self._changes[from_version_id, to_version_id] = found
        return found

    def forget(self, version_id: int) -> None:
        """Drop a version whose publishing was rolled back."""
        with self._lock:
            self._loaded.pop(version_id, None)


def current_version(session: Session, key: str) -> Row[int, int, str]:
    """Id, version and digest of what new instances of a process get; NotFound when none was published."""
    found = session.connection().execute(CURRENT, {"key": key}).first()
    if found is None:
        raise NotFound(key)
    return found


def is_diagram(path: str) -> bool:
    """Whether a definition's file is one of its diagrams."""
    return path.endswith(".bpmn")


def is_form(path: str) -> bool:
    """Whether a definition's file is one of its forms."""
    return path.startswith("forms/") and path.endswith(".json")


def parse_forms(files: Mapping[str, bytes]) -> dict[str, FormSchema]:
    """The forms among a definition's files, by key; DefinitionRefused names the first that is wrong."""
    forms: dict[str, FormSchema] = {}
    for path, content in sorted(files.items()):
        if is_form(path):
            form = FormSchema.parse(content, path)
            if form.key in forms:
                raise DefinitionRefused([Problem(path, None, "duplicate_form", form.key)])
            forms[form.key] = form
    return forms


def _load(session: Session, version_id: int) -> LoadedDefinition:
    version = session.get(DefinitionVersion, version_id)
    if version is None:
        raise NotFound(str(version_id))
    rows = session.scalars(select(DefinitionFile).where(DefinitionFile.version_id == version_id))
    files = {row.path: row.content for row in rows}
    spec = ProcessSpec.load(version.spec)
    main = spec.pages[0].file if spec.pages else next(path for path in files if is_diagram(path))
    called = tuple((page, files[page.file]) for page in spec.pages[1:])
    return LoadedDefinition(version_id, spec, parse_forms(files), files[main], called)
