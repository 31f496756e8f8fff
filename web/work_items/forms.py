"""Owns how an item's form becomes a view: schema, base values, draft or posted texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from processes.attaching import attached_by, takes_files
from processes.context import ReadContext, bank_day
from processes.definitions import LoadedDefinition
from processes.forms.attached import Attached
from processes.forms.raw import Raw, add_row, raw_of_posted, raw_of_values, remove_row, without_file
from processes.forms.schema import FormSchema
from processes.forms.submission import FieldError
from processes.forms.view import FormViewer
from processes.forms.views import FormView
from processes.item_forms import base_values
from processes.models import Draft, FormSubmission, WorkItem
from services.choices import BankChoices
from services.visibility import KEY_PERSON_FORM
from web.forms.covered import covered
from web.languages import language
from web.numbers import number_in
from web.reading import actor_now, runtime
from web.recording import shows_key_persons

CONTROLS = frozenset(
    {"csrf_token", "_revision", "_key", "_draft", "_add", "_remove", "_recalculate", "_attach", "_detach"}
)


@dataclass(frozen=True)
class ItemForm:
    """An item's form ready to be shown. ``attached``: what the person has attached to it and not submitted."""

    schema: FormSchema
    base: Mapping[str, object]
    viewer: FormViewer
    attached: Attached

    def view(self, raw: Raw, errors: Sequence[FieldError] = ()) -> FormView:
        """The form with typed texts and faults."""
        return self.viewer.view(raw, self.base, errors)


def definition_of(session: Session, version_id: int) -> LoadedDefinition:
    """The loaded definition of an instance's version."""
    return runtime().definitions.get(session, version_id)


def item_form(session: Session, item: WorkItem) -> ItemForm | None:
    """The form of an item; None for a task without one."""
    if item.form_key is None:
        return None
    _mark("item", item.id, item.form_key)
    schema = definition_of(session, item.instance.definition_version_id).forms[item.form_key]
    now = runtime().clock()
    context = ReadContext(session, actor_now(), now, bank_day(now), item.instance)
    attached = attached_by(session, item.id, actor_now().user_id) if takes_files(schema) else {}
    return ItemForm(schema, base_values(context, item, schema), _viewer(session, schema, attached), attached)


def ended_form(session: Session, item: WorkItem, submitted: Mapping[str, object]) -> ItemForm | None:
    """The form of an item that is no longer open, its read-only fields as ``submitted``: its prefill may no longer
    answer, for the process has gone on."""
    if item.form_key is None:
        return None
    _mark("item", item.id, item.form_key)
    schema = definition_of(session, item.instance.definition_version_id).forms[item.form_key]
    return ItemForm(schema, _read_only(schema, submitted), _viewer(session, schema), {})


def _read_only(schema: FormSchema, submitted: Mapping[str, object]) -> dict[str, object]:
    """Without what somebody typed."""
    base: dict[str, object] = {}
    for field in schema.fields:
        value = submitted.get(field.id)
        if field.type == "table" and isinstance(value, list):
            columns = [column.id for column in field.columns if not column.is_filled]
            base[field.id] = [{key: row.get(key) for key in columns} for row in value]
        elif not field.is_filled:
            base[field.id] = value
    return base


def _viewer(session: Session, schema: FormSchema, attached: Attached | None = None) -> FormViewer:
    return FormViewer(schema, language(), BankChoices(session, actor_now()), attached)


def draft_raw(draft: Draft | None, form: ItemForm) -> Raw:
    """What the person had typed and kept; nothing when he had not."""
    return {} if draft is None else raw_of_posted(form.schema, _texts(draft.values))


def edited_raw(
    form: ItemForm, posted: Mapping[str, list[str]], added: str = "", removed: str = "", detached: str = ""
) -> Raw:
    """The typed texts with a row more or less, or a file less, as a button asked."""
    raw = raw_of_posted(form.schema, posted)
    if added:
        return add_row(raw, added)
    if detached:
        return without_file(raw, *detached.partition(".")[::2])
    table, _, row = removed.rpartition(".")
    place = number_in(row)
    return raw if not table or place is None else remove_row(raw, table, place)


def submission_view(
    session: Session,
    submission: FormSubmission,
    spoken: str | None = None,
    values: Mapping[str, object] | None = None,
) -> FormView:
    """A submitted form as it was. ``spoken``: zh or en instead of the reader's language; ``values``: instead of its
    own, of what was filed from it."""
    _mark("submission", submission.id, submission.form_key)
    schema = definition_of(session, submission.definition_version_id).forms[submission.form_key]
    said = submission.values if values is None else values
    viewer = FormViewer(schema, spoken or language(), BankChoices(session, actor_now()))
    return covered(session, schema, submission, viewer.view(raw_of_values(schema, said), said))


def form_title(session: Session, submission: Row[Any]) -> str:
    """What a submitted form is called, in the reader's language."""
    schema = definition_of(session, submission.definition_version_id).forms[submission.form_key]
    return schema.title[language()]


def typed_only(posted: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What the person typed, without the page's own controls."""
    return {name: texts for name, texts in posted.items() if name not in CONTROLS}


def _mark(kind: str, number: int, form_key: str) -> None:
    if form_key == KEY_PERSON_FORM:
        shows_key_persons(kind, number)


def _texts(values: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: [str(text) for text in texts] for name, texts in values.items()}
