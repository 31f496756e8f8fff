"""Routes of definitions: list, one version's diagram and files, publish."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from processes.commands import PublishDefinition
from processes.diagrams import Marks
from processes.engine.errors import DefinitionRefused, Problem, is_seen
from processes.errors import NotFound
from processes.models import Definition
from services.models import AUD, CC, CC_HEAD, OWNER
from services.readings.migrations import count_elsewhere
from web.definitions.finding import definition_of, version_of
from web.definitions.reasons import refusal_line
from web.drawings import picture
from web.languages import gettext as _
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
    uploaded = list(_uploaded())
    if not uploaded or len(reason) < SHORTEST_REASON or not is_seen(reason):
        problem = _("Choose at least one file and give a reason of at least five characters.")
        return make_response(_page(definition, reason, [problem]), 422)
    try:
        execute(PublishDefinition(_merged(definition, uploaded), reason, key))
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


def _uploaded() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file that was sent; a large one lies in a temporary file, which is closed."""
    for item in request.files.getlist("files"):
        with closing(item):
            if item.filename:
                yield item.filename, item.read()


def _merged(definition: Definition, uploaded: list[tuple[str, bytes]]) -> dict[str, bytes]:
    """The files of the last version with the uploaded ones in their places; DefinitionRefused where two take one."""
    placed: dict[str, bytes] = {}
    for name, content in uploaded:
        base = name.replace("\\", "/").rpartition("/")[2]
        path = f"forms/{base}" if base.endswith(".json") else base
        if path in placed:
            raise DefinitionRefused([Problem(path, None, "double_file")])
        placed[path] = content
    return {one.path: one.content for one in definition.versions[-1].files} | placed
