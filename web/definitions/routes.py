"""Routes of definitions: list, one version's diagram and files."""

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from sqlalchemy import select
from werkzeug.wrappers import Response

from processes.diagrams import Marks
from processes.drafts import EDITING, SUBMITTED, open_draft
from processes.errors import NotFound
from processes.models import Definition, DefinitionDraft
from services.models import AUD, CC, CC_HEAD, OWNER
from services.readings.migrations import count_elsewhere
from services.standard_drafts import KEY as STANDARD
from web.definitions.finding import definition_of, version_of
from web.drawings import called_pictures, picture
from web.languages import gettext as _
from web.numbers import number_or
from web.reading import read_session, runtime
from web.roles import roles

blueprint = Blueprint("definitions", __name__, url_prefix="/processes")


@blueprint.get("/")
@roles(OWNER, AUD, CC, CC_HEAD)
def index() -> str:
    """Every process with its current version."""
    found = read_session().scalars(select(Definition).order_by(Definition.id))
    drafted = select(DefinitionDraft).where(DefinitionDraft.status.in_((EDITING, SUBMITTED)))
    drafts = {draft.key: draft for draft in read_session().scalars(drafted)}
    return render_template("definitions/index.html", definitions=list(found), drafts=drafts, standard=STANDARD)


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


def _page(definition: Definition) -> str:
    latest = definition.versions[-1].version
    version = version_of(definition, number_or(latest, request.args.get("version")))
    loaded = runtime().definitions.get(read_session(), version.id)
    return render_template(
        "definitions/page.html",
        definition=definition,
        version=version,
        latest=latest,
        draft=open_draft(read_session(), definition.key),
        elsewhere=count_elsewhere(read_session(), version),
        drawing=picture(loaded.diagram, Marks(), _("The process")),
        called=called_pictures(loaded.called, Marks()),
    )
