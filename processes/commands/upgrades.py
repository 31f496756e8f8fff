"""Lets what comes with a newer program arrive as a draft, which people look at and publish or give up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from processes.command_registry import handles
from processes.commands.drafting import begun_draft
from processes.commands.publishing import digest_of
from processes.context import CommandContext
from processes.database.locking import lock_name
from processes.drafts import kind_of, open_draft
from processes.errors import NotAllowed
from processes.models import DefinitionDraft


@dataclass(frozen=True)
class ReceiveUpgrade:
    """The system's: let the files that this program brings for ``key`` arrive as a draft."""

    key: str
    files: Mapping[str, bytes]


@handles(ReceiveUpgrade)
def receive_upgrade(context: CommandContext, command: ReceiveUpgrade) -> int | None:
    """The draft's id; None when a version says what they say, or when they arrived before and people decided on them.

    While another draft is open they wait: the program asks again when it starts.
    """
    if not context.actor.is_system:
        raise NotAllowed
    key, digest = command.key, digest_of(command.files)
    lock_name(context.session, f"upgrade:{key}")  # each process of an installation asks as it starts
    kind = kind_of(key)
    arrived = select(DefinitionDraft.id).where(DefinitionDraft.key == key, DefinitionDraft.arrived_digest == digest)
    if kind.has(context.session, key, command.files) or context.session.scalars(arrived).first() is not None:
        return None
    if open_draft(context.session, key) is not None:
        return None
    draft = begun_draft(context, key, command.files, None)
    draft.arrived_digest = digest
    context.history(f"definition:{key}", "draft:arrive", draft=draft.id, digest=digest)
    return draft.id
