"""A page with the designer on it, over one file in memory, as the editors' contract says; for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template_string, request

from processes.engine.errors import DefinitionRefused
from processes.forms.schema import FormSchema
from services.models import OWNER
from web.drafts.forms import form_preview
from web.drafts.problems import problem_rows
from web.languages import language
from web.roles import roles

PATH = "forms/tested.json"
PAGE = """{% extends "base.html" %}{% block title %}{{ path }}{% endblock %}
{% block head %}<meta name="csrf-token" content="{{ csrf_token() }}">
<script type="module" src="{{ asset('dist/form-editor.js') }}"></script>{% endblock %}
{% block content %}<div class="page-head"><h1>{{ path }}</h1></div>
<div id="editor" class="editor" data-kind="form" data-language="{{ language() }}" data-revision="{{ revision }}"
data-read-only="{{ 'true' if read_only else 'false' }}" data-path="{{ path }}"
data-content-url="{{ url_for('tested.content') }}" data-save-url="{{ url_for('tested.save') }}"
data-keep-url="{{ url_for('tested.keep') }}" data-check-url="{{ url_for('tested.check') }}"
data-choices-url="" data-preview-url="{{ url_for('tested.preview') }}"></div>{% endblock %}"""


@dataclass
class Stored:
    """The file: its text, how often it was saved, whether it may be changed."""

    text: str = "{}"
    revision: int = 1
    read_only: bool = False
    saves: list[str] = field(default_factory=list)


def add_designer(app: Flask, stored: Stored) -> None:
    """Put the page at /tested for process owners."""
    tested = Blueprint("tested", __name__, url_prefix="/tested")

    @tested.get("/")
    @roles(OWNER)
    def page() -> str:
        values = {"path": PATH, "revision": stored.revision, "read_only": stored.read_only, "language": language}
        return render_template_string(PAGE, **values)

    @tested.get("/content")
    @roles(OWNER)
    def content() -> Response:
        return Response(stored.text, mimetype="text/plain")

    @tested.post("/save")
    @roles(OWNER)
    def save() -> Any:
        body = request.get_json()
        assert body["revision"] == stored.revision
        stored.text = body["content"]
        stored.revision += 1
        stored.saves.append(stored.text)
        return jsonify(revision=stored.revision, problems=problems(stored.text))

    @tested.route("/keep", methods=["GET", "POST"])
    @roles(OWNER)
    def keep() -> Response:
        return Response(status=204)

    @tested.post("/check")
    @roles(OWNER)
    def check() -> Response:
        return jsonify(problems=problems(request.get_json()["content"]))

    @tested.post("/preview")
    @roles(OWNER)
    def preview() -> Any:
        return form_preview(PATH)

    app.register_blueprint(tested)


def problems(text: str) -> list[dict[str, str | None]]:
    """What is wrong with a form's text."""
    try:
        FormSchema.parse(text.encode(), PATH)
    except DefinitionRefused as refused:
        return problem_rows(refused.problems)
    return []
