"""Commands that take a draft to a published version: two people, the second of whom changed nothing in it (E1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from processes.command_registry import handles
from processes.commands.drafting import draft_for, locked_draft, settle
from processes.commands.publishing import digest_of
from processes.context import CommandContext
from processes.drafts import EDITING, PUBLISHED, SUBMITTED, files_of, kind_of
from processes.errors import DraftChanged, DraftClosed, DraftOutdated, DraftUnchanged, NotAllowed, OwnDraft
from processes.models import DefinitionDraft, DraftAuthor


@dataclass(frozen=True)
class SubmitDraft:
    """Ask for a draft to be published. ``effective_from``: of a standard, ISO."""

    draft_id: int
    reason: str
    effective_from: str | None = None


@dataclass(frozen=True)
class ReturnDraft:
    """Give a submitted draft back to be edited; its owner withdraws it, the one who was to publish it returns it."""

    draft_id: int
    comment: str = ""


@dataclass(frozen=True)
class PublishDraft:
    """Publish a submitted draft as the next version. ``digest``: of the files that were looked at;

    ``failed``: its scenarios that do not hold, and ``override``: the reason to publish it all the same.
    """

    draft_id: int
    digest: str
    failed: tuple[str, ...] = ()
    override: str = ""


@handles(SubmitDraft)
def submit_draft(context: CommandContext, command: SubmitDraft) -> None:
    """DefinitionRefused while it cannot run; DraftUnchanged when it says what is published already; DraftClosed."""
    draft = draft_for(context, command.draft_id)
    if draft.status != EDITING:
        raise DraftClosed(draft.status)
    draft.reason = command.reason
    draft.effective_from = None if command.effective_from is None else date.fromisoformat(command.effective_from)
    _refuse_stale(context, draft)
    kind_of(draft.key).check(files_of(draft), draft.key)
    draft.status, draft.comment = SUBMITTED, None
    draft.submitted_by_name, draft.submitted_at = context.actor.name, context.now
    context.history(
        f"definition:{draft.key}",
        "draft:submit",
        draft=draft.id,
        digest=digest_of(files_of(draft)),
        reason=draft.reason,
        effective_from=draft.effective_from,
    )


@handles(ReturnDraft)
def return_draft(context: CommandContext, command: ReturnDraft) -> None:
    """DraftClosed unless it waits to be published."""
    draft, access = locked_draft(context, command.draft_id), context.runtime.ports.access
    if not (access.may_draft(context.actor) or access.may_publish(context.actor)):
        raise NotAllowed
    _refuse_unsubmitted(draft)
    draft.status, draft.comment = EDITING, command.comment
    context.history(f"definition:{draft.key}", "draft:return", draft=draft.id, comment=command.comment)


@handles(PublishDraft)
def publish_draft(context: CommandContext, command: PublishDraft) -> int:
    """The number of the new version. OwnDraft for whoever changed it; DraftChanged when other files were looked at.

    DraftOutdated when another version came meanwhile; DefinitionRefused when it cannot run (any more).
    """
    draft = locked_draft(context, command.draft_id)
    if not context.runtime.ports.access.may_publish(context.actor):
        raise NotAllowed
    _refuse_unsubmitted(draft)
    if context.session.get(DraftAuthor, (draft.id, context.actor.user_id)) is not None:
        raise OwnDraft
    files = files_of(draft)
    if digest_of(files) != command.digest:
        raise DraftChanged
    _refuse_stale(context, draft)
    version = kind_of(draft.key).publish(context, draft, files)
    settle(context, draft, PUBLISHED)
    overridden = {"failed": list(command.failed), "override": command.override} if command.failed else {}
    context.history(
        f"definition:{draft.key}",
        "draft:publish",
        draft=draft.id,
        version=version,
        digest=command.digest,
        drafted_by=draft.submitted_by_name,
        **overridden,
    )
    return version


def _refuse_unsubmitted(draft: DefinitionDraft) -> None:
    if draft.status != SUBMITTED:
        raise DraftClosed(draft.status)


def _refuse_stale(context: CommandContext, draft: DefinitionDraft) -> None:
    """For what is published already, what another version overtook, and terms that can no longer be kept."""
    kind, files = kind_of(draft.key), files_of(draft)
    current = kind.current(context.session, draft.key)
    if current is not None and digest_of(kind.files(context.session, draft.key, current)) == digest_of(files):
        raise DraftUnchanged
    if current != draft.follows:
        raise DraftOutdated
    kind.refuse_terms(context, draft)
