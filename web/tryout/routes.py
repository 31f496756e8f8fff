"""The page of a try-out: every sending of it replays what was done so far and does one thing more."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes.engine.errors import DefinitionRefused
from processes.errors import FormInvalid, NotFound, ProcessError
from processes.forms.raw import Raw, add_row, raw_of_posted, remove_row
from processes.scenarios import MAX_STEPS, Scenario, Step, TryOut
from services.models import CC, CC_HEAD, OWNER
from services.tryout.reading import point_of
from services.tryout.replay import Replay
from services.tryout.starting import first_try
from web.drafts.finding import title_of
from web.drafts.problems import problem_rows
from web.languages import gettext as _
from web.reading import runtime
from web.roles import roles
from web.tryout.beginning import beginning, choices_of_start
from web.tryout.forms import digest_of_posted, tried_form
from web.tryout.naming import names_with
from web.tryout.posting import NotUnderstood, Opened, completing, cut, posted_try_out, posted_values, step_of
from web.tryout.saving import save_scenario
from web.tryout.showing import Shown, refusal_text, shown, with_item
from web.tryout.situation import Situation, posted_customer, situation
from web.tryout.words import value_text
from web.words import operation_name

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
        return _standing(about, try_out, None)
    except DefinitionRefused as refused:
        return _refused(about, refused)


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
        return _refused(about, refused)
    except NotUnderstood:
        fault = _("That could not be read. Nothing was done; look at what you typed and try again.")
        try:
            return _standing(about, posted_try_out(), opened, fault, status=422)
        except NotUnderstood:
            return _standing(about, first_try(key, runtime().clock()), None, fault, status=422)


def _acted(about: Situation, try_out: TryOut, opened: Opened | None, action: str, argument: str) -> Response:
    if EDITED & request.form.keys():
        return _standing(about, try_out, opened, edited=True)
    if action == "undo":
        return _standing(about, cut(try_out, argument), opened)
    if action == "open":
        return _standing(about, try_out, Opened.read(argument))
    if action == "restart":
        about, try_out = beginning(about, try_out)
        return _standing(about, try_out, None)
    if action == "save":
        return _saved(about, try_out, opened)
    if len(try_out.steps) >= MAX_STEPS:
        return _standing(about, try_out, opened, _("A try-out has at most %(count)s steps.", count=MAX_STEPS))
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
            return _answer(about, replay, replace(try_out, steps=(*try_out.steps, step)), opened)
        refusal = replay.refusal
    return _standing(about, try_out, opened, refusal=refusal, edited=isinstance(refusal, FormInvalid))


def _standing(
    about: Situation,
    try_out: TryOut,
    opened: Opened | None,
    fault: str = "",
    *,
    refusal: ProcessError | None = None,
    edited: bool = False,
    status: int = 200,
) -> Response:
    with about.replayed(try_out) as replay:
        return _answer(about, replay, try_out, opened, fault, refusal=refusal, edited=edited, status=status)


def _answer(
    about: Situation,
    replay: Replay,
    try_out: TryOut,
    opened: Opened | None,
    fault: str = "",
    *,
    refusal: ProcessError | None = None,
    edited: bool = False,
    status: int = 200,
) -> Response:
    found = with_item(
        shown(replay, try_out, point_of(replay), about.files, names_with(about.files, about.around)), opened
    )
    found, broken = _with_form(replay, found, refusal, edited)
    if refusal is not None:
        fault, status = refusal_text(found, refusal), 422
    context = {
        "draft": about.draft,
        "title": title_of(about.draft.key),
        "shown": found,
        "held": try_out.dump().decode(),
        "value_text": value_text,
        "operation_name": operation_name,
        "fault": fault or broken,
        "real": about.customer_id,
        "start": choices_of_start(about, try_out),
        "may_save": about.draft.status == "editing",
        "most_steps": MAX_STEPS,
    }
    return make_response(render_template("tryout/page.html", **context), status)


def _with_form(replay: Replay, found: Shown, refusal: ProcessError | None, edited: bool) -> tuple[Shown, str]:
    """With the opened item's form, as it was typed where that goes on; and why there is none."""
    if found.opened is None:
        return found, ""
    errors = refusal.errors if isinstance(refusal, FormInvalid) else ()
    try:
        form = tried_form(replay.world, found.opened)
        if form is not None and edited:
            form = tried_form(replay.world, found.opened, _edited(raw_of_posted(form.schema, posted_values())), errors)
    except ProcessError as broken:
        return found, refusal_text(found, broken)
    return replace(found, form=form), ""


def _edited(raw: Raw) -> Raw:
    """What was typed, with a row more or less."""
    if added := request.form.get("_add", ""):
        return add_row(raw, added)
    table, _dot, row = request.form.get("_remove", "").rpartition(".")
    return remove_row(raw, table, int(row)) if table and row.isdecimal() and len(row) < 5 else raw


def _saved(about: Situation, try_out: TryOut, opened: Opened | None) -> Response:
    name, fault = save_scenario(about, try_out)
    if fault:
        return _standing(about, try_out, opened, fault, status=422)
    flash(_("The scenario “%(name)s” is kept with the draft.", name=name), "success")
    return redirect(url_for("scenarios.page", key=about.draft.key), 303)


def _kept(about: Situation, name: str) -> TryOut:
    path = f"scenarios/{name}.json"
    if path not in about.files:
        raise NotFound(name)
    return Scenario.parse(about.files[path], path).try_out


def _refused(about: Situation, refused: DefinitionRefused) -> Response:
    """What stands in the way of running the draft at all."""
    key = about.draft.key
    context = {"draft": about.draft, "title": title_of(key), "problems": problem_rows(refused.problems)}
    return make_response(render_template("tryout/refused.html", paths=set(about.files), **context), 422)
