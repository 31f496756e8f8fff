"""Commands on a draft as a whole: begin it, give it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from processes.actors import Actor
from processes.command_registry import handles
from processes.context import CommandContext
from processes.drafts import DISCARDED, EDITING, SUBMITTED, kind_of, open_draft
from processes.errors import DraftClosed, DraftExists, NotAllowed, NotFound
from processes.models import DefinitionDraft, DraftAuthor, DraftFile


@dataclass(frozen=True)
class BeginDraft:
    """Begin a draft of ``key`` from a version, or from ``files`` where it has none yet."""

    key: str
    version: int | None
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True)
class DiscardDraft:
    """Give a draft up; its files stay with it and can be read, not edited."""

    draft_id: int


@handles(BeginDraft)
def begin_draft(context: CommandContext, command: BeginDraft) -> int:
    """The draft's id. DraftExists while another one is open; NotFound for an unknown version."""
    _refuse_others(context.actor, context)
    kind, key = kind_of(command.key), command.key
    earlier = open_draft(context.session, key)
    if earlier is not None:
        raise DraftExists(earlier.began_by_name)
    if command.version is not None:
        files = kind.files(context.session, key, command.version)
    elif command.files is not None and kind.current(context.session, key) is None:
        files = dict(command.files)
    else:
        raise NotFound(key)
    draft = begun_draft(context, key, files, command.version)
    note_author(context, draft)
    context.history(f"definition:{key}", "draft:begin", draft=draft.id, version=command.version)
    return draft.id


@handles(DiscardDraft)
def discard_draft(context: CommandContext, command: DiscardDraft) -> None:
    """DraftClosed when it was published or given up before."""
    draft = draft_for(context, command.draft_id)
    if draft.status not in (EDITING, SUBMITTED):
        raise DraftClosed(draft.status)
    settle(context, draft, DISCARDED)
    context.history(f"definition:{draft.key}", "draft:discard", draft=draft.id)


def begun_draft(context: CommandContext, key: str, files: Mapping[str, bytes], based_on: int | None) -> DefinitionDraft:
    """A new draft with these files, stored; nobody is its author yet. Does not commit."""
    draft = DefinitionDraft(
        key=key,
        status=EDITING,
        based_on=based_on,
        follows=kind_of(key).current(context.session, key),
        began_by_name=context.actor.name,
        began_at=context.now,
        reason="",
        files=[_first(context, path, content) for path, content in sorted(files.items())],
    )
    context.session.add(draft)
    context.session.flush()
    return draft


def draft_for(context: CommandContext, draft_id: int) -> DefinitionDraft:
    """A draft that the actor may edit, locked; NotAllowed, NotFound."""
    _refuse_others(context.actor, context)
    return locked_draft(context, draft_id)


def locked_draft(context: CommandContext, draft_id: int) -> DefinitionDraft:
    """The draft, held until the commit, so that what it holds is what is decided on; NotFound."""
    found = context.session.get(DefinitionDraft, draft_id, with_for_update=True)
    if found is None:
        raise NotFound(str(draft_id))
    return found


def note_author(context: CommandContext, draft: DefinitionDraft) -> None:
    """Remember that the actor changed it: he cannot publish it any more (E1)."""
    user_id = context.actor.user_id
    if user_id is not None and context.session.get(DraftAuthor, (draft.id, user_id)) is None:
        context.session.add(DraftAuthor(draft_id=draft.id, user_id=user_id))


def settle(context: CommandContext, draft: DefinitionDraft, status: str) -> None:
    """End a draft."""
    draft.status, draft.settled_by_name, draft.settled_at = status, context.actor.name, context.now


def _first(context: CommandContext, path: str, content: bytes) -> DraftFile:
    return DraftFile(path=path, content=content, revision=1, saved_by_name=context.actor.name, saved_at=context.now)


def _refuse_others(actor: Actor, context: CommandContext) -> None:
    if not context.runtime.ports.access.may_draft(actor):
        raise NotAllowed
