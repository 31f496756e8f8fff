"""The page of a try-out: every sending of it replays what was done so far and does one thing more."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from processes.engine.errors import DefinitionRefused
from processes.errors import FormInvalid, NotFound
from processes.scenarios import MAX_STEPS, Scenario, Step, TryOut
from services.models import CC, CC_HEAD, OWNER
from services.tryout.starting import first_try
from web.languages import gettext as _
from web.reading import runtime
from web.roles import roles
from web.tryout.answering import answer, refused_page, standing
from web.tryout.beginning import beginning
from web.tryout.forms import digest_of_posted
from web.tryout.posting import NotUnderstood, Opened, completing, cut, posted_try_out, posted_values, step_of
from web.tryout.saving import save_scenario
from web.tryout.situation import Situation, posted_customer, situation

blueprint = Blueprint("tryout", __name__, url_prefix="/drafts")
EDITED = frozenset({"_add", "_remove", "_recalculate"})


@blueprint.get("/<key>/try-out")
@roles(OWNER, CC, CC_HEAD)
def page(key: str) -> Response:
    """A new try-out, or the one that a scenario keeps."""
    about, name = situation(key), request.args.get("scenario", "")
    try_out = first_try(key, runtime().clock())
    try:
        if name:
            try_out = _kept(about, name)
        return standing(about, try_out, None)
    except DefinitionRefused as refused:
        return refused_page(about, refused)


@blueprint.post("/<key>/try-out")
@roles(OWNER, CC, CC_HEAD)
def act(key: str) -> Response:
    """Do what the pressed button says, and show where that leads."""
    about = situation(key, posted_customer())
    opened = Opened.read(request.form.get("_opened", ""))
    action, _colon, argument = request.form.get("_do", "").partition(":")
    try:
        return _acted(about, posted_try_out(), opened, action, argument)
    except DefinitionRefused as refused:
        return refused_page(about, refused)
    except NotUnderstood:
        fault = _("That could not be read. Nothing was done; look at what you typed and try again.")
        try:
            return standing(about, posted_try_out(), opened, fault, status=422)
        except NotUnderstood:
            return standing(about, first_try(key, runtime().clock()), None, fault, status=422)


def _acted(about: Situation, try_out: TryOut, opened: Opened | None, action: str, argument: str) -> Response:
    if EDITED & request.form.keys():
        return standing(about, try_out, opened, edited=True)
    if action == "undo":
        return standing(about, cut(try_out, argument), opened)
    if action == "look":
        return standing(about, cut(try_out, argument), None, whole=try_out)
    if action == "open":
        return standing(about, try_out, Opened.read(argument))
    if action == "restart":
        about, try_out = beginning(about, try_out)
        return standing(about, try_out, None)
    if action == "save":
        return _saved(about, try_out, opened)
    if len(try_out.steps) >= MAX_STEPS:
        return standing(about, try_out, opened, _("A try-out has at most %(count)s steps.", count=MAX_STEPS))
    if action == "complete":
        return _completed(about, try_out, opened)
    return _stepped(about, try_out, opened, step_of(action, argument))


def _completed(about: Situation, try_out: TryOut, opened: Opened | None) -> Response:
    if opened is None:
        raise NotUnderstood("complete")
    values, by = posted_values(), request.form.get("_by", "")[:50]
    opened = replace(opened, by=by)
    is_example = digest_of_posted(values) == request.form.get("_example")
    return _stepped(about, try_out, opened, completing(opened, None if is_example else values))


def _stepped(about: Situation, try_out: TryOut, opened: Opened | None, step: Step) -> Response:
    with about.replayed(replace(try_out, steps=(*try_out.steps, step))) as replay:
        if replay.refusal is None:
            return answer(about, replay, replace(try_out, steps=(*try_out.steps, step)), opened)
        refusal = replay.refusal
    return standing(about, try_out, opened, refusal=refusal, edited=isinstance(refusal, FormInvalid))


def _saved(about: Situation, try_out: TryOut, opened: Opened | None) -> Response:
    name, fault = save_scenario(about, try_out)
    if fault:
        return standing(about, try_out, opened, fault, status=422)
    flash(_("The scenario “%(name)s” is kept with the draft.", name=name), "success")
    return redirect(url_for("scenarios.page", key=about.draft.key), 303)


def _kept(about: Situation, name: str) -> TryOut:
    path = f"scenarios/{name}.json"
    if path not in about.files:
        raise NotFound(name)
    return Scenario.parse(about.files[path], path).try_out
