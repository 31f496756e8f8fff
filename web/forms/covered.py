"""Owns what a page shows in the place of personal data that was erased, or that this person may not read any more."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from processes.context import bank_day
from processes.forms.personal import personal_fields
from processes.forms.schema import FormSchema
from processes.forms.views import FieldView, FormView
from processes.models import FormSubmission
from services.privacy.restricted import erasure_of, hidden_from
from web.languages import gettext as _
from web.reading import actor_now
from web.words import erased_for


def covered(session: Session, schema: FormSchema, submission: FormSubmission, view: FormView) -> FormView:
    """The view of a submitted form, with a sentence where personal data is gone or kept in storage only."""
    personal = frozenset(personal_fields(schema))
    if not personal:
        return view
    sentence = _sentence(session, submission)
    return view if sentence is None else cover(view, personal, sentence)


def cover(view: FormView, personal: frozenset[str], sentence: str) -> FormView:
    """The same with the sentence in the place of what these fields hold."""

    def shown(field: FieldView) -> FieldView:
        if field.path in personal:
            return _said(field, sentence)
        rows = tuple(
            tuple(_said(cell, sentence) if f"{field.path}.{column.path}" in personal else cell for cell, column in both)
            for both in (list(zip(row, field.columns, strict=True)) for row in field.rows)
        )
        return replace(field, rows=rows)

    sections = tuple(replace(one, fields=tuple(map(shown, one.fields))) for one in view.sections)
    return replace(view, sections=sections)


def erased_sentence(session: Session, kind: str, record_id: int) -> str | None:
    """Since when a record's personal data is gone, and for what; None where nothing was erased."""
    found = erasure_of(session, kind, record_id)
    if found is None:
        return None
    day = bank_day(found.erased_at).isoformat()
    return _("erased on %(day)s by %(why)s", day=day, why=erased_for(found.request, found.disposal))


def restricted_sentence() -> str:
    """In the place of what is kept in storage only."""
    return _("kept in storage only, not to be used")


def _sentence(session: Session, submission: FormSubmission) -> str | None:
    if submission.erased_at is not None:
        return erased_sentence(session, "form", submission.id)
    is_hidden = submission.id in hidden_from(session, actor_now(), "form", [submission.id])
    return restricted_sentence() if is_hidden else None


def _said(field: FieldView, sentence: str) -> FieldView:
    nothing: dict[str, Any] = {"unit": "", "rows": (), "columns": (), "files": (), "options": ()}
    return replace(field, type="text", text=sentence, shown=sentence, **nothing)
