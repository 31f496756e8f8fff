"""Commands on the files of a draft: save, remove, keep what is not saved yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete

from processes.command_registry import handles
from processes.commands.drafting import draft_for, note_author
from processes.context import CommandContext
from processes.drafts import EDITING, files_of, kind_of
from processes.errors import DraftClosed, FileChanged, NotFound
from processes.models import DefinitionDraft, DraftFile, KeptFile
from processes.published_files import refuse_unreadable, refuse_unstorable


@dataclass(frozen=True)
class SaveDraftFile:
    """Save a file of a draft. ``revision``: the one that was edited, 0 for a new file."""

    draft_id: int
    path: str
    content: bytes
    revision: int


@dataclass(frozen=True)
class SaveDraftFiles:
    """Save files as they came together, over whatever there is. ``files``: path → content."""

    draft_id: int
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class RemoveDraftFile:
    """Take a file out of a draft. ``revision``: the one that was seen."""

    draft_id: int
    path: str
    revision: int


@dataclass(frozen=True)
class KeepFile:
    """Keep what the actor has changed and not saved, for him alone."""

    draft_id: int
    path: str
    content: bytes
    revision: int


@handles(SaveDraftFile)
def save_draft_file(context: CommandContext, command: SaveDraftFile) -> int:
    """The file's new revision, the same when nothing differs.

    FileChanged when somebody saved it meanwhile; DefinitionRefused for what cannot be read back; DraftClosed.
    """
    draft = _edited(context, command.draft_id)
    _refuse(draft, {command.path: command.content})
    file = _seen(context, draft, command.path, command.revision)
    file = _store(context, draft, file, command.path, command.content)
    _forget_kept(context, draft, command.path)
    return file.revision


@handles(SaveDraftFiles)
def save_draft_files(context: CommandContext, command: SaveDraftFiles) -> int:
    """How many changed. DefinitionRefused for what cannot be read back; then none is stored."""
    draft = _edited(context, command.draft_id)
    _refuse(draft, {**files_of(draft), **command.files})
    there = {file.path: file for file in draft.files}
    changed = {path for path, content in command.files.items() if path not in there or there[path].content != content}
    for path in sorted(changed):
        _store(context, draft, there.get(path), path, command.files[path])
    return len(changed)


@handles(RemoveDraftFile)
def remove_draft_file(context: CommandContext, command: RemoveDraftFile) -> None:
    """FileChanged when somebody saved it meanwhile; NotFound when it is not there."""
    draft = _edited(context, command.draft_id)
    file = _seen(context, draft, command.path, command.revision)
    if file is None:
        raise NotFound(command.path)
    context.session.delete(file)
    context.session.execute(delete(KeptFile).where(KeptFile.draft_id == draft.id, KeptFile.path == command.path))
    note_author(context, draft)
    context.history(f"definition:{draft.key}", "draft:remove", draft=draft.id, path=command.path)


@handles(KeepFile)
def keep_file(context: CommandContext, command: KeepFile) -> None:
    """One copy a person and file; it is no change of the draft, so no history and no check but the size's."""
    draft = _edited(context, command.draft_id)
    refuse_unstorable({command.path: command.content}, kind_of(draft.key).accepts)
    assert context.actor.user_id is not None
    kept = context.session.get(KeptFile, (draft.id, command.path, context.actor.user_id))
    if kept is None:
        kept = KeptFile(draft_id=draft.id, path=command.path, user_id=context.actor.user_id)
        context.session.add(kept)
    kept.content, kept.revision, kept.kept_at = command.content, command.revision, context.now


def _edited(context: CommandContext, draft_id: int) -> DefinitionDraft:
    draft = draft_for(context, draft_id)
    if draft.status != EDITING:
        raise DraftClosed(draft.status)
    return draft


def _refuse(draft: DefinitionDraft, files: Mapping[str, bytes]) -> None:
    refuse_unstorable(files, kind_of(draft.key).accepts)
    refuse_unreadable(files)


def _seen(context: CommandContext, draft: DefinitionDraft, path: str, revision: int) -> DraftFile | None:
    """The file as it was seen; None for a new one. FileChanged otherwise, with what is there now."""
    file = context.session.get(DraftFile, (draft.id, path))
    if file is None and revision > 0:
        raise FileChanged(path, None, None, 0, b"")
    if file is not None and file.revision != revision:
        raise FileChanged(path, file.saved_by_name, file.saved_at, file.revision, file.content)
    return file


def _store(
    context: CommandContext, draft: DefinitionDraft, file: DraftFile | None, path: str, content: bytes
) -> DraftFile:
    if file is not None and file.content == content:
        return file
    if file is None:
        file = DraftFile(draft_id=draft.id, path=path, revision=0)
        context.session.add(file)
    file.content, file.revision = content, file.revision + 1
    file.saved_by_name, file.saved_at = context.actor.name, context.now
    note_author(context, draft)
    context.history(
        f"definition:{draft.key}",
        "draft:save",
        draft=draft.id,
        path=path,
        revision=file.revision,
        digest=hashlib.sha256(content).hexdigest(),
    )
    return file


def _forget_kept(context: CommandContext, draft: DefinitionDraft, path: str) -> None:
    mine = KeptFile.draft_id == draft.id, KeptFile.path == path, KeptFile.user_id == context.actor.user_id
    context.session.execute(delete(KeptFile).where(*mine))
