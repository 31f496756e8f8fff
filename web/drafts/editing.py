"""Routes of the editors: a file's page, its content, saving, keeping, checking while it is edited, and choices."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from processes.commands import KeepFile, SaveDraftFile
from processes.drafts import EDITING, files_of
from processes.engine.errors import DefinitionRefused
from processes.errors import FileChanged, ProcessError
from processes.models import KeptFile
from processes.scenarios.documents import name_of
from services.models import AUD, CC, CC_HEAD, OWNER
from web.drafts.assets import bundles_of
from web.drafts.choices import choices_of
from web.drafts.finding import draft_of, editor_of, file_of, file_title, title_of
from web.drafts.problems import problem_rows, problems_with
from web.errors import error_page
from web.presentation import moment
from web.reading import execute, read_session
from web.roles import roles
from web.security import EDITOR_POLICY
from web.sentences import problem_of

MANY = 10**9
blueprint = Blueprint("draft_editing", __name__, url_prefix="/drafts")


@blueprint.get("/<key>/edit/<path:path>")
@roles(OWNER, AUD, CC, CC_HEAD)
def editor(key: str, path: str) -> BaseResponse:
    """The page of a file in its editor; who may not change it sees it there, read-only."""
    draft = draft_of(key)
    file = file_of(draft, path)
    if editor_of(path) == "parameters":
        return redirect(url_for("draft_parameters.page"))
    if editor_of(path) == "scenario":
        return redirect(url_for("tryout.page", key=key, scenario=name_of(path)))
    kind = editor_of(path)
    names = ("content", "save", "keep", "check", "choices")
    page = render_template(
        "drafts/editor.html",
        draft=draft,
        file=file,
        title=title_of(key),
        name=file_title(file),
        kind=kind,
        read_only=current_user.role != OWNER or draft.status != EDITING,
        urls={name: _url(name, key, path) for name in names} | _own_urls(key, path),
        **bundles_of(kind),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response


@blueprint.get("/<key>/content/<path:path>")
@roles(OWNER, AUD, CC, CC_HEAD)
def content(key: str, path: str) -> Response:
    """The file as last saved."""
    response = make_response(file_of(draft_of(key), path).content)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<key>/keep/<path:path>")
@roles(OWNER)
def kept(key: str, path: str) -> Response:
    """What this person changed and did not save; 204 when nothing is kept."""
    found = read_session().get(KeptFile, (draft_of(key).id, path, current_user.actor.user_id))
    if found is None:
        return Response(status=204)
    return jsonify(content=found.content.decode(), revision=found.revision, kept_at=moment(found.kept_at))


@blueprint.post("/<key>/keep/<path:path>")
@roles(OWNER)
def keep(key: str, path: str) -> Response:
    """Keep what is being changed."""
    text, revision = _sent()
    execute(KeepFile(draft_of(key).id, path, text, revision))
    return Response(status=204)


@blueprint.post("/<key>/save/<path:path>")
@roles(OWNER)
def save(key: str, path: str) -> Response:
    """Save the file; what stands in the way of publishing is told, and stops nothing."""
    text, revision = _sent()
    revision = cast(int, execute(SaveDraftFile(draft_of(key).id, path, text, revision)))
    return jsonify(revision=revision, problems=problems_with(key, files_of(draft_of(key))))


@blueprint.post("/<key>/check/<path:path>")
@roles(OWNER)
def check(key: str, path: str) -> Response:
    """What would stand in the way, with this content in the file's place; nothing is stored."""
    text, _revision = _sent()
    return jsonify(problems=problems_with(key, {**files_of(draft_of(key)), path: text}))


@blueprint.get("/<key>/choices")
@roles(OWNER, AUD, CC, CC_HEAD)
def choices(key: str) -> Response:
    """What a diagram may name."""
    return jsonify(choices_of(files_of(draft_of(key))))


@blueprint.errorhandler(DefinitionRefused)
def refused(error: DefinitionRefused) -> Response:
    """Nothing was stored: what cannot be opened again is not saved."""
    return make_response(jsonify(problems=problem_rows(error.problems)), 422)


@blueprint.errorhandler(FileChanged)
def changed(error: FileChanged) -> Response:
    """Somebody was quicker: theirs goes along, so that both can be seen."""
    theirs = {
        "by": error.by,
        "at": moment(error.at),
        "revision": error.revision,
        "content": error.content.decode(errors="replace"),
    }
    return make_response(jsonify(message=_told(error), **theirs), 409)


@blueprint.errorhandler(ProcessError)
def told(error: ProcessError) -> Response:
    """An editor reads JSON; the page of the file itself is told as any page."""
    if request.method == "GET":
        return error_page(problem_of(error))
    return make_response(jsonify(message=_told(error)), problem_of(error).status)


def _told(error: ProcessError) -> str:
    problem = problem_of(error)
    return f"{problem.title} {problem.advice}"


def _sent() -> tuple[bytes, int]:
    """Content and revision; 400 for anything else."""
    body = request.get_json(silent=True)
    body = body if isinstance(body, dict) else {}
    text, revision = body.get("content"), body.get("revision", 0)
    if not isinstance(text, str) or not isinstance(revision, int) or not 0 <= revision < MANY:
        abort(400)
    try:
        return text.encode(), revision
    except UnicodeEncodeError:  # half a character
        abort(400)


def _own_urls(key: str, path: str) -> dict[str, str]:
    """What only an editor of this kind asks for."""
    own = {"table": ("evaluate", "draft_tables.evaluate"), "form": ("preview", "draft_forms.preview")}
    name, endpoint = own.get(editor_of(path), ("", ""))
    return {name: url_for(endpoint, key=key, path=path)} if name else {}


def _url(name: str, key: str, path: str) -> str:
    if name == "choices":
        return url_for("draft_editing.choices", key=key)
    return url_for(f"draft_editing.{name}", key=key, path=path)
