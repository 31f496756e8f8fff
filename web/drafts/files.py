"""Routes of a draft's files as files: new ones, removing, a zip of all in and out."""

from __future__ import annotations

import re
from contextlib import closing

from flask import Blueprint, flash, make_response, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from processes.commands import RemoveDraftFile, SaveDraftFile, SaveDraftFiles
from processes.drafts import files_of, kind_of
from processes.engine.errors import DefinitionRefused, Problem
from services.models import AUD, CC, CC_HEAD, OWNER
from services.standard.parameters import FILE as PARAMETERS
from web.definitions.reasons import refusal_line
from web.drafts.blanks import BLANKS
from web.drafts.bundles import BundleRefused, bundle, unbundle
from web.drafts.finding import draft_of, posted_text
from web.drafts.showing import Typed, draft_page
from web.languages import gettext as _
from web.numbers import number_or
from web.reading import execute, read_session
from web.roles import roles

blueprint = Blueprint("draft_files", __name__, url_prefix="/drafts")
_NAME = re.compile(r"[a-z][a-z0-9-]{1,48}")


@blueprint.post("/<key>/files")
@roles(OWNER)
def add(key: str) -> Response:
    """A new form or table, to be filled in its editor."""
    kind, name = posted_text("kind", 10), posted_text("name", 60)
    if kind not in BLANKS or not _NAME.fullmatch(name):
        problem = _("A name begins with a small letter and holds small letters, digits and -, two to 49 of them.")
        return _refused(key, (problem,))
    path, content = BLANKS[kind](name)
    execute(SaveDraftFile(draft_of(key).id, path, content, 0))
    return redirect(url_for("draft_editing.editor", key=key, path=path), 303)


@blueprint.post("/<key>/remove/<path:path>")
@roles(OWNER)
def remove(key: str, path: str) -> Response:
    """Take a file out of the draft."""
    revision = posted_text("revision", 9)
    execute(RemoveDraftFile(draft_of(key).id, path, number_or(0, revision)))
    flash(_("%(path)s was removed from the draft.", path=path), "success")
    return redirect(url_for("drafts.page", key=key), 303)


@blueprint.get("/<key>/export")
@roles(OWNER, AUD, CC, CC_HEAD)
def export(key: str) -> Response:
    """The draft as a zip of plain files."""
    return _zip(files_of(draft_of(key)), f"{key}-draft.zip")


@blueprint.get("/<key>/export/<int:version>")
@roles(OWNER, AUD, CC, CC_HEAD)
def export_version(key: str, version: int) -> Response:
    """A version as a zip of plain files."""
    return _zip(kind_of(key).files(read_session(), key, version), f"{key}-{version}.zip")


@blueprint.post("/<key>/import")
@roles(OWNER)
def import_files(key: str) -> Response:
    """Put files, or those of a zip, into the draft, over what is there."""
    try:
        changed = execute(SaveDraftFiles(draft_of(key).id, _sent()))
    except BundleRefused as refused:
        return _refused(key, (refused.sentence(),))
    except DefinitionRefused as refused:
        return _refused(key, tuple(refusal_line(problem) for problem in refused.problems))
    flash(_("New or changed files: %(count)s", count=changed), "success")
    return redirect(url_for("drafts.page", key=key), 303)


def _refused(key: str, errors: tuple[str, ...]) -> Response:
    return make_response(draft_page(draft_of(key), Typed(errors=errors)), 422)


def _sent() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for item in request.files.getlist("files"):
        with closing(item):
            name, content = item.filename or "", item.read()
        for path, one in _placed(name, content).items():
            if path in found:
                raise DefinitionRefused([Problem(path, None, "double_file")])
            found[path] = one
    if not found:
        raise BundleRefused("empty")
    return found


def _placed(name: str, content: bytes) -> dict[str, bytes]:
    """The file by its path in the draft; several of a zip, none without a name."""
    if not name:
        return {}
    if name.lower().endswith(".zip"):
        return unbundle(content)
    base = name.replace("\\", "/").rpartition("/")[2]
    return {f"forms/{base}" if base.endswith(".json") and base != PARAMETERS else base: content}


def _zip(files: dict[str, bytes], name: str) -> Response:
    return send_file(bundle(files), "application/zip", as_attachment=True, download_name=name)
