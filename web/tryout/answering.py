"""Answers with the page of a try-out: replayed, with the opened item's form, and why a step was not taken."""

from __future__ import annotations

from dataclasses import replace

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from processes.drafts import EDITING
from processes.engine.errors import DefinitionRefused
from processes.errors import FormInvalid, ProcessError
from processes.forms.raw import Raw, add_row, raw_of_posted, remove_row
from processes.scenarios import MAX_STEPS, TryOut
from services.tryout.reading import point_of
from services.tryout.replay import Replay
from web.drafts.finding import title_of
from web.drafts.problems import problem_rows
from web.numbers import number_in
from web.tryout.beginning import choices_of_start
from web.tryout.forms import tried_form
from web.tryout.naming import names_with
from web.tryout.posting import Opened, posted_values
from web.tryout.showing import Shown, refusal_text, shown, with_item, with_later
from web.tryout.situation import Situation
from web.tryout.words import value_text
from web.words import operation_name


def standing(
    about: Situation,
    try_out: TryOut,
    opened: Opened | None,
    fault: str = "",
    *,
    refusal: ProcessError | None = None,
    edited: bool = False,
    status: int = 200,
    whole: TryOut | None = None,
) -> Response:
    """The page of a try-out, replayed; ``fault`` or ``refusal``: why the last step was not taken; ``edited``: the form
    shows what was typed; ``whole``: the try-out of which this is an earlier point, only looked at."""
    with about.replayed(try_out) as replay:
        return answer(about, replay, try_out, opened, fault, refusal=refusal, edited=edited, status=status, whole=whole)


def answer(
    about: Situation,
    replay: Replay,
    try_out: TryOut,
    opened: Opened | None,
    fault: str = "",
    *,
    refusal: ProcessError | None = None,
    edited: bool = False,
    status: int = 200,
    whole: TryOut | None = None,
) -> Response:
    """The page of a try-out whose world is at hand."""
    found = with_item(shown(replay, try_out, point_of(replay), names_with(about.files, about.around)), opened)
    if whole is not None and whole != try_out:
        found = with_later(found, whole)
    found, broken = (found, "") if found.later else _with_form(replay, found, refusal, edited)
    if refusal is not None:
        fault, status = refusal_text(found, refusal), 422
    context = {
        "draft": about.draft,
        "title": title_of(about.draft.key),
        "shown": found,
        "held": (whole or try_out).dump().decode(),
        "value_text": value_text,
        "operation_name": operation_name,
        "fault": fault or broken,
        "real": about.customer_id,
        "start": choices_of_start(about, try_out),
        "may_save": about.draft.status == EDITING,
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
    place = number_in(row)
    return raw if not table or place is None else remove_row(raw, table, place)


def refused_page(about: Situation, refused: DefinitionRefused) -> Response:
    """What stands in the way of running the draft at all."""
    key = about.draft.key
    context = {"draft": about.draft, "title": title_of(key), "problems": problem_rows(refused.problems)}
    return make_response(render_template("tryout/refused.html", paths=set(about.files), **context), 422)
