"""Owns the preview of a form that is being edited: by the macros of the real pages, in either language, on paper too.

Nothing is stored, and nobody's data are shown: what fills the form is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from processes.engine.errors import DefinitionRefused
from processes.forms.attached import made_up
from processes.forms.raw import Raw, add_row, raw_of_posted, remove_row, without_file
from processes.forms.samples import SampleChoices, sample_values
from processes.forms.schema import FormSchema
from processes.forms.submission import FieldError, parse_submission
from processes.forms.view import FormViewer
from processes.forms.views import FormView
from services.models import AUD, CC, CC_HEAD, OWNER
from web.drafts.finding import draft_of, file_of
from web.drafts.problems import problem_rows
from web.languages import LANGUAGES, speaking
from web.numbers import number_in
from web.presentation import today
from web.roles import roles

blueprint = Blueprint("draft_forms", __name__, url_prefix="/drafts")
MAX_TEXTS = 2_000  # of a form filled in a preview
MAX_ROWS = 20  # of a table in a preview: enough to see it

Texts = dict[str, list[str]]


@dataclass(frozen=True)
class Asked:
    """What to show. ``texts``: what was typed into the preview, as a browser posts it; empty for example values.
    ``check``: show what would be refused; ``on_paper``: as it is printed."""

    content: str
    language: str
    texts: Texts
    check: bool
    on_paper: bool


@blueprint.post("/<key>/preview/<path:path>")
@roles(OWNER, AUD, CC, CC_HEAD)
def preview(key: str, path: str) -> Response:
    """The form of the posted document as a page of its own for a frame; 422 with the problems of one that is no form.

    Whoever may look at the draft may look at this."""
    asked = _asked(request.get_json(silent=True))
    file = file_of(draft_of(key), path)
    try:
        schema = FormSchema.parse(asked.content.encode(errors="surrogatepass"), file.path)
    except DefinitionRefused as refused:
        return make_response(jsonify(problems=problem_rows(refused.problems)), 422)
    with speaking(asked.language):
        page = render_template("drafts/form_preview.html", view=view_of(schema, asked), on_paper=asked.on_paper)
    return make_response(page)


def view_of(schema: FormSchema, asked: Asked) -> FormView:
    """The form with example values, or with what was typed over them."""
    samples = sample_values(schema, asked.language, today())
    choices = SampleChoices(asked.language)
    viewer = FormViewer(schema, asked.language, choices, made_up(schema))
    if not asked.texts:
        return viewer.view({}, samples)
    errors: tuple[FieldError, ...] = ()
    if asked.check:
        errors = parse_submission(schema, asked.texts, samples, choices, made_up(schema)).errors
    return viewer.view(_raw(schema, asked.texts), samples, errors)


def _raw(schema: FormSchema, texts: Texts) -> Raw:
    raw = raw_of_posted(schema, texts)
    for place in texts.get("_detach", []):
        raw = without_file(raw, *place.partition(".")[::2])
    for table in texts.get("_add", []):
        raw = add_row(raw, table)
    for place in texts.get("_remove", []):
        table, _, row = place.rpartition(".")
        number = number_in(row)
        raw = raw if number is None else remove_row(raw, table, number)
    return {key: value[:MAX_ROWS] if _is_rows(value) else value for key, value in raw.items()}


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _asked(body: Any) -> Asked:
    """What a request asks for; one of another shape is none of our editor's and answered with 400."""
    if not isinstance(body, dict) or not isinstance(body.get("content"), str) or body.get("language") not in LANGUAGES:
        abort(400)
    texts = body.get("values") or {}
    if not isinstance(texts, dict) or len(texts) > MAX_TEXTS or not all(map(_is_texts, texts.values())):
        abort(400)
    return Asked(body["content"], body["language"], texts, bool(body.get("check")), bool(body.get("print")))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MAX_TEXTS and all(isinstance(one, str) for one in value)
