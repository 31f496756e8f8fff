"""Owns what can be drafted: each key's kind, which knows its versions, what may not be published, and how it is stored.

A key without a kind of its own is a process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.commands.publishing import check_definition, digest_of, store_version
from processes.context import CommandContext
from processes.errors import NotFound
from processes.models import Definition, DefinitionDraft, DefinitionFile, DefinitionVersion
from processes.published_files import is_read

Files = Mapping[str, bytes]
EDITING, SUBMITTED, PUBLISHED, DISCARDED = "editing", "submitted", "published", "discarded"


class DraftKind(Protocol):
    """How one kind of thing is drafted and published."""

    def current(self, session: Session, key: str) -> int | None:
        """The number of its last version; None when it has none."""

    def files(self, session: Session, key: str, version: int) -> dict[str, bytes]:
        """The files of a version: path → content; NotFound when there is none of that number."""

    def has(self, session: Session, key: str, files: Files) -> bool:
        """Whether a version says what these files say."""

    def accepts(self, path: str) -> bool:
        """Whether a file of this name belongs to it."""

    def check(self, files: Files, key: str) -> None:
        """DefinitionRefused, with every problem, for what may not be published."""

    def refuse_terms(self, context: CommandContext, draft: DefinitionDraft) -> None:
        """A ProcessError when it cannot be published as was asked for."""

    def publish(self, context: CommandContext, draft: DefinitionDraft, files: Files) -> int:
        """Check the files and store them as the next version; its number. DefinitionRefused."""


class ProcessKind:
    """A process: a diagram with its forms and tables."""

    def current(self, session: Session, key: str) -> int | None:
        """See DraftKind."""
        of_key = select(DefinitionVersion.version).join(Definition).where(Definition.key == key)
        return session.scalars(of_key.order_by(DefinitionVersion.version.desc()).limit(1)).first()

    def files(self, session: Session, key: str, version: int) -> dict[str, bytes]:
        """See DraftKind."""
        wanted = (
            select(DefinitionFile.path, DefinitionFile.content)
            .join(DefinitionVersion)
            .join(Definition)
            .where(Definition.key == key, DefinitionVersion.version == version)
        )
        found = {path: bytes(content) for path, content in session.execute(wanted)}
        if not found:
            raise NotFound(f"{key} {version}")
        return found

    def has(self, session: Session, key: str, files: Files) -> bool:
        """See DraftKind."""
        of_key = select(DefinitionVersion.id).join(Definition).where(Definition.key == key)
        return session.scalars(of_key.where(DefinitionVersion.digest == digest_of(files))).first() is not None

    def accepts(self, path: str) -> bool:
        """See DraftKind."""
        return is_read(path)

    def check(self, files: Files, key: str) -> None:
        """See DraftKind."""
        check_definition(files, key)

    def refuse_terms(self, context: CommandContext, draft: DefinitionDraft) -> None:
        """Nothing: new instances use a version from the moment it is published."""

    def publish(self, context: CommandContext, draft: DefinitionDraft, files: Files) -> int:
        """See DraftKind."""
        return store_version(context, files, draft.reason, draft.key).version


_kinds: dict[str, DraftKind] = {}
_process = ProcessKind()


def register_kind(key: str, kind: DraftKind) -> None:
    """Draft ``key`` as that kind instead of as a process; given once."""
    if key in _kinds:
        raise RuntimeError(f"{key} is registered already")
    _kinds[key] = kind


def kind_of(key: str) -> DraftKind:
    """How a key is drafted."""
    return _kinds.get(key, _process)


def is_process(key: str) -> bool:
    """Whether a key is that of a process."""
    return key not in _kinds


def open_draft(session: Session, key: str) -> DefinitionDraft | None:
    """The draft of a key that is edited or waits to be published."""
    wanted = select(DefinitionDraft).where(DefinitionDraft.key == key)
    return session.scalars(wanted.where(DefinitionDraft.status.in_((EDITING, SUBMITTED)))).first()


def files_of(draft: DefinitionDraft) -> dict[str, bytes]:
    """Its files as last saved: path → content."""
    return {file.path: file.content for file in draft.files}
