"""Routes of definitions: list, one version's diagram and files, publish."""

from io import BytesIO

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from processes.commands import PublishDefinition
from processes.diagrams import Marks
from processes.engine.errors import DefinitionRefused
from processes.errors import NotFound
from processes.models import Definition
from services.models import AUD, CC, CC_HEAD, OWNER
from services.readings.migrations import count_elsewhere
from web.definitions.finding import definition_of, version_of
from web.definitions.reasons import refusal_line
from web.drawings import picture
from web.reading import execute, read_session
from web.roles import roles

blueprint = Blueprint("definitions", __name__, url_prefix="/processes")
SHORTEST_REASON = 5


@blueprint.get("/")
@roles(OWNER, AUD, CC, CC_HEAD)
def index() -> str:
    """Every process with its current version."""
    found = read_session().scalars(select(Definition).order_by(Definition.id))
    return render_template("definitions/index.html", definitions=list(found))


@blueprint.get("/<key>")
@roles(OWNER, AUD, CC, CC_HEAD)
def page(key: str) -> str:
    """A process: the drawing of a version, its files, all versions."""
    return _page(definition_of(key))


@blueprint.get("/<key>/<int:version>/<path:path>")
@roles(OWNER, AUD, CC, CC_HEAD)
def file(key: str, version: int, path: str) -> Response:
    """One file of a version, as published."""
    found = next((one for one in version_of(definition_of(key), version).files if one.path == path), None)
    if found is None:
        raise NotFound(path)
    name = path.rpartition("/")[2]
    return send_file(BytesIO(found.content), "application/octet-stream", as_attachment=True, download_name=name)


@blueprint.post("/<key>/publish")
@roles(OWNER)
def publish(key: str) -> Response:
    """Publish the current version's files with the uploaded ones in their places."""
    definition = definition_of(key)
    reason = request.form.get("reason", "").strip()[:500]
    uploaded = {item.filename: item.read() for item in request.files.getlist("files") if item.filename}
    if not uploaded or len(reason) < SHORTEST_REASON:
        problem = _("Choose at least one file and give a reason of at least five characters.")
        return make_response(_page(definition, reason, [problem]), 422)
    try:
        execute(PublishDefinition(_merged(definition, uploaded), reason))
    except DefinitionRefused as refused:
        lines = [refusal_line(problem) for problem in refused.problems]
        return make_response(_page(definition_of(key), reason, lines), 422)
    flash(_("Published. Running cycles stay on their version; new ones use this one."), "success")
    return redirect(url_for("definitions.page", key=key), 303)


def _page(definition: Definition, reason: str = "", problems: list[str] | None = None) -> str:
    wanted = request.args.get("version", "")
    latest = definition.versions[-1].version
    version = version_of(definition, int(wanted) if wanted.isdecimal() and len(wanted) < 7 else latest)
    diagram = next(one.content for one in version.files if one.path.endswith(".bpmn"))
    return render_template(
        "definitions/page.html",
        definition=definition,
        version=version,
        latest=latest,
        shortest=SHORTEST_REASON,
        elsewhere=count_elsewhere(read_session(), version),
        drawing=picture(diagram, Marks(), _("The process")),
        reason=reason,
        problems=problems or [],
    )


def _merged(definition: Definition, uploaded: dict[str, bytes]) -> dict[str, bytes]:
    files = {one.path: one.content for one in definition.versions[-1].files}
    for name, content in uploaded.items():
        base = name.replace("\\", "/").rpartition("/")[2]
        files[f"forms/{base}" if base.endswith(".json") else base] = content
    return files
