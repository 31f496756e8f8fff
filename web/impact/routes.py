"""Routes of impact: a draft beside what is published, questions about all that runs, and their answers."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes.commands import AskImpact
from processes.commands.publishing import digest_of
from processes.drafts import files_of, is_process
from processes.engine.errors import DefinitionRefused
from processes.impact import INSTANCES
from processes.models import DefinitionDraft
from services.models import AUD, CC, CC_HEAD, OWNER
from services.readings.impact import ImpactState, changed_customers, impact_run, impact_state, last_impact
from services.standard.errors import StandardInvalid
from services.standard_impact import TIERS
from web.definitions.comparing import compared_files
from web.definitions.finding import definition_of, version_of
from web.definitions.reasons import refusal_line
from web.drafts.finding import draft_of, published_files, title_of
from web.impact.showing import told_of
from web.impact.words import approver_word, override_word
from web.languages import gettext as _
from web.numbers import number_or
from web.reading import execute, read_session
from web.roles import roles

REFRESH_SECONDS = 2
NAMES = {"approver_word": approver_word, "override_word": override_word}  # that templates use
blueprint = Blueprint("impact", __name__)
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(NAMES))


@blueprint.get("/drafts/<key>/impact")
@roles(OWNER, AUD, CC, CC_HEAD)
def draft(key: str) -> str:
    """What the draft changes in the files, and what that means for all that runs, once somebody asked."""
    return _draft(draft_of(key), [])


@blueprint.post("/drafts/<key>/impact")
@roles(OWNER, CC, CC_HEAD)
def ask_draft(key: str) -> Response:
    """Ask what the draft as it is saved would mean; the answer comes part by part."""
    found = draft_of(key)
    problems = _asked(INSTANCES if is_process(key) else TIERS, key, files_of(found))
    if problems:
        return make_response(_draft(draft_of(key), problems), 422)
    return redirect(url_for("impact.draft", key=key), 303)


@blueprint.post("/processes/<key>/<int:version>/impact")
@roles(OWNER, CC, CC_HEAD)
def ask_version(key: str, version: int) -> Response:
    """Ask what a published version would mean for every running instance."""
    files = {one.path: one.content for one in version_of(definition_of(key), version).files}
    run_id = execute(AskImpact(INSTANCES, key, files))
    return redirect(url_for("impact.run", run_id=run_id), 303)


@blueprint.get("/impact/<int:run_id>")
@roles(OWNER, AUD, CC, CC_HEAD)
def run(run_id: int) -> str:
    """How far an answer is, and what it says."""
    state = impact_state(read_session(), impact_run(read_session(), run_id))
    return render_template("impact/run.html", title=title_of(state.run.subject), **_shown(state))


@blueprint.get("/impact/<int:run_id>/customers")
@roles(CC, CC_HEAD)
def customers(run_id: int) -> str:
    """Who would change tier: for the command centre alone."""
    found = impact_run(read_session(), run_id)
    page = changed_customers(read_session(), found, number_or(1, request.args.get("page")))
    return render_template("impact/customers.html", run=found, page=page)


def _draft(found: DefinitionDraft, problems: list[str]) -> str:
    files = files_of(found)
    last = last_impact(read_session(), INSTANCES if is_process(found.key) else TIERS, found.key, digest_of(files))
    return render_template(
        "impact/draft.html",
        draft=found,
        title=title_of(found.key),
        is_process=is_process(found.key),
        compared=compared_files(published_files(found), files, _("Published"), _("Draft")),
        problems=problems,
        **({} if last is None else _shown(impact_state(read_session(), last))),
    )


def _asked(kind: str, key: str, files: dict[str, bytes]) -> list[str]:
    """Nothing where the question was taken; else why the draft cannot be asked about."""
    try:
        execute(AskImpact(kind, key, files))
    except DefinitionRefused as refused:
        return [refusal_line(problem) for problem in refused.problems]
    except StandardInvalid as invalid:
        return [f"{invalid.file}: {invalid.detail}"]
    return []


def _shown(state: ImpactState) -> dict[str, object]:
    return {
        "state": state,
        "told": told_of(read_session(), state) if state.is_over else None,
        "refresh_seconds": None if state.is_over else REFRESH_SECONDS,
    }
