"""Completes a work item: parse against its pinned form, check, store the submission, step the instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete

from processes.attaching import attached_by, submit_attachments, takes_files
from processes.command_registry import handles
from processes.commands.work_items import take
from processes.context import CommandContext
from processes.database.rows import table_of
from processes.errors import FormInvalid, ItemChanged
from processes.forms.schema import FormSchema
from processes.forms.submission import ParsedForm, parse_submission, process_values
from processes.history.personal import Vouched, vouch
from processes.item_forms import base_values, form_of
from processes.items import change_item, next_item_id
from processes.models import Draft, Instance, WorkItem
from processes.operations import check
from processes.rights import open_item_for
from processes.stepping import step
from processes.submissions import store_submission

DRAFTS = table_of(Draft)
FORGET_DRAFTS = delete(DRAFTS).where(DRAFTS.c.work_item_id == bindparam("item"))


@dataclass(frozen=True)
class CompleteWorkItem:
    """Submit an item's form.

    ``posted``: HTML name → texts, as a browser posts them. ``seen_revision``: the item's revision that
    the page showed, None when no page was shown. ``language``: zh or en, kept as evidence.
    """

    work_item_id: int
    posted: Mapping[str, Sequence[str]]
    seen_revision: int | None = None
    language: str = "zh"


@handles(CompleteWorkItem)
def complete_work_item(context: CommandContext, command: CompleteWorkItem) -> dict[str, object]:
    """The instance, the item with its names, and the actor's next item of the instance, None when he has none.

    Raises FormInvalid (each field at fault), ItemFinished, ItemTaken, ItemChanged, FourEyes, NotFound."""
    item = open_item_for(context, command.work_item_id)
    instance = item.instance
    _refuse_stale(command, item)
    take(context, item)
    parsed = _parse(context, item, instance, command.posted)
    schema = form_of(context, item)
    vouched = vouch(schema, parsed.values)
    submission_id = _store(context, item, parsed, command.language, vouched.salt)
    _finish(context, item, schema, parsed, submission_id, vouched)
    values = {} if schema is None else process_values(schema, parsed.values)
    step(context, instance, lambda engine: engine.complete_user_task(item.engine_task_id, values))
    return {
        "instance_id": instance.id,
        "work_item_id": item.id,
        "name": item.name,
        "name_en": item.name_en,
        "next_item_id": next_item_id(context.session, context.actor, instance.id),
    }


def _refuse_stale(command: CompleteWorkItem, item: WorkItem) -> None:
    # Nobody has it and the page is old: somebody gave it back meanwhile. His own change is no surprise to him.
    if item.assignee_id is None and command.seen_revision not in (None, item.revision):
        raise ItemChanged(item.element_id)


def _parse(
    context: CommandContext, item: WorkItem, instance: Instance, posted: Mapping[str, Sequence[str]]
) -> ParsedForm:
    schema = form_of(context, item)
    if schema is None:
        return ParsedForm({}, ())
    reading = context.reading(instance)
    choices = context.runtime.ports.choices(context.session, context.actor)
    attached = attached_by(context.session, item.id, context.actor.user_id) if takes_files(schema) else None
    parsed = parse_submission(schema, posted, base_values(reading, item, schema), choices, attached)
    errors = parsed.errors
    if not errors and item.check is not None:
        errors = tuple(check.get(item.check)(reading, item, parsed.values))
    if errors:
        raise FormInvalid(errors)
    return parsed


def _store(context: CommandContext, item: WorkItem, parsed: ParsedForm, language: str, salt: bytes | None) -> int:
    return store_submission(
        context.session,
        item.instance_id,
        item.element_id,
        work_item_id=item.id,
        form_key=item.form_key or "",
        definition_version_id=item.instance.definition_version_id,
        values=parsed.values,
        language=language,
        submitted_by_id=context.actor.user_id,
        submitted_by_name=context.actor.name,
        submitted_at=context.now,
        salt=salt,
    )


def _finish(
    context: CommandContext,
    item: WorkItem,
    schema: FormSchema | None,
    parsed: ParsedForm,
    submission_id: int,
    vouched: Vouched,
) -> None:
    change_item(
        context,
        item,
        status="completed",
        completed_at=context.now,
        completed_by_id=context.actor.user_id,
        completed_by_name=context.actor.name,
    )
    context.session.connection().execute(FORGET_DRAFTS, {"item": item.id})
    files = {} if schema is None else submit_attachments(context, item, schema, parsed.values.values(), submission_id)
    told = {
        "item": item.id,
        "element": item.element_id,
        "form": item.form_key or "",
        "submission": submission_id,
        "digest": vouched.digest,
        **files,
    }
    context.tell(f"instance:{item.instance_id}", "item:complete", told, vouched.commitment)
