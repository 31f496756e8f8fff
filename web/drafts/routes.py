"""Routes of a draft as a whole: what is in it, beginning and giving it up, and the way to a published version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from processes.commands import BeginDraft, DiscardDraft, PublishDraft, ReturnDraft, SubmitDraft
from processes.drafts import kind_of
from processes.engine.errors import DefinitionRefused, is_seen
from services.models import AUD, CC, CC_HEAD, OWNER
from services.standard_drafts import KEY as STANDARD
from services.tryout.verdicts import ScenariosFailed
from web.drafts.finding import draft_of, posted_text
from web.drafts.showing import SHORTEST_REASON, Typed, draft_page, published_page
from web.languages import gettext as _
from web.numbers import number_in
from web.reading import execute, read_session
from web.roles import roles
from web.tryout.gate import failing_scenarios, failure_lines, failure_sentence

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")


@blueprint.get("/<key>")
@roles(OWNER, AUD, CC, CC_HEAD)
def page(key: str) -> str:
    """What is drafted: its files, what stands in the way of publishing it, what happens next."""
    return draft_page(draft_of(key), Typed())


@blueprint.post("/<key>/begin")
@roles(OWNER)
def begin(key: str) -> Response:
    """Begin a draft from a version."""
    wanted = number_in(request.form.get("version"))
    version = kind_of(key).current(read_session(), key) if wanted is None else wanted
    execute(BeginDraft(key, version))
    return redirect(url_for("drafts.page", key=key), 303)


@blueprint.post("/<key>/discard")
@roles(OWNER)
def discard(key: str) -> Response:
    """Give it up."""
    execute(DiscardDraft(draft_of(key).id))
    flash(_("The draft was given up. What is published stays as it is."), "success")
    return redirect(published_page(key), 303)


@blueprint.post("/<key>/submit")
@roles(OWNER)
def submit(key: str) -> Response:
    """Ask the command centre to publish it."""
    draft, typed = draft_of(key), Typed(posted_text("reason", 500), posted_text("effective_from", 10))
    if faults := _faults(key, typed):
        return make_response(draft_page(draft, replace(typed, errors=faults)), 422)
    try:
        execute(SubmitDraft(draft.id, typed.reason, typed.effective_from or None))
    except DefinitionRefused:
        refused = _("Correct what is listed under “What stands in the way” first.")
        return make_response(draft_page(draft_of(key), replace(typed, errors=(refused,))), 422)
    flash(_("The command centre has been asked to publish it."), "success")
    return redirect(url_for("drafts.page", key=key), 303)


@blueprint.post("/<key>/return")
@roles(OWNER, CC, CC_HEAD)
def give_back(key: str) -> Response:
    """Let it be edited again: the owner withdraws it, the command centre returns it with a comment."""
    draft, comment = draft_of(key), posted_text("comment", 1000)
    if current_user.role != OWNER and (len(comment) < SHORTEST_REASON or not is_seen(comment)):
        problem = _("Say what is to be changed, in at least five characters.")
        return make_response(draft_page(draft, Typed(comment=comment, errors=(problem,))), 422)
    execute(ReturnDraft(draft.id, comment))
    flash(_("The draft can be edited again."), "success")
    return redirect(url_for("drafts.page", key=key), 303)


@blueprint.post("/<key>/publish")
@roles(CC, CC_HEAD)
def publish(key: str) -> Response:
    """Publish what was looked at. Scenarios that fail stop it, unless a reason says why they are overridden."""
    draft, override = draft_of(key), posted_text("override", 500)
    try:
        failed = failing_scenarios(draft, override)
    except ScenariosFailed as failing:
        typed = Typed(override=override, failed=failure_lines(draft, failing.report), errors=(failure_sentence(),))
        return make_response(draft_page(draft, typed), 422)
    execute(PublishDraft(draft.id, posted_text("digest", 64), failed, override))
    flash(_("Published. What runs stays on its version; new ones use this one."), "success")
    return redirect(published_page(key), 303)


def _faults(key: str, typed: Typed) -> tuple[str, ...]:
    faults = []
    if len(typed.reason) < SHORTEST_REASON or not is_seen(typed.reason):
        faults.append(_("Give a reason of at least five characters."))
    if key == STANDARD and not _is_date(typed.effective_from):
        faults.append(_("Say from which day the standard is to be in force."))
    return tuple(faults)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
