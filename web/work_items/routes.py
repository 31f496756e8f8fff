"""Routes of a work item. Everything a person may do with it is a command; refusals keep what was typed."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import Row, select
from werkzeug.wrappers import Response

from processes.commands import ClaimWorkItem, CompleteWorkItem, ReassignWorkItem, SaveDraft, UnclaimWorkItem
from processes.errors import FormInvalid, NotFound, ProcessError
from processes.models import Draft, FormSubmission, WorkItem
from services.models import SUP, Customer, User
from services.readings.instances import visible_submissions
from services.visibility import item_for
from web.auth.routes import local_path
from web.languages import gettext as _
from web.languages import language
from web.numbers import number_in
from web.reading import actor_now, execute, read_session
from web.recording import recorded, shows_customers
from web.roles import STAFF, roles
from web.work_items.attaching import detach, with_attached, with_stored_files
from web.work_items.forms import (
    ItemForm,
    draft_raw,
    edited_raw,
    form_title,
    item_form,
    submission_view,
    typed_only,
)
from web.work_items.refusing import not_stored, refuse_ended

blueprint = Blueprint("work_items", __name__, url_prefix="/work-items")
LONGEST_REASON = 1000  # characters


@blueprint.get("/<int:work_item_id>")
@roles(*STAFF)
@recorded("work_item")
def page(work_item_id: int) -> Response:
    """The item with its form, or what was submitted when it is finished."""
    item = item_of(work_item_id)
    if item.status != "open":
        return make_response(render_template("work_items/finished.html", **_finished(item)))
    return _page(item, item_form(read_session(), item))


@blueprint.get("/<int:work_item_id>/earlier/<int:submission_id>")
@roles(*STAFF)
@recorded("form")
def earlier(work_item_id: int, submission_id: int) -> str:
    """An earlier form of the item's cycle, as a part of its page."""
    for found in _earlier(item_of(work_item_id)):
        if found.id == submission_id:
            whole = read_session().get_one(FormSubmission, submission_id)
            return render_template("work_items/_record.html", view=submission_view(read_session(), whole))
    raise NotFound(str(submission_id))


@blueprint.post("/<int:work_item_id>/claim")
@roles(*STAFF)
def claim(work_item_id: int) -> Response:
    """Take the item and open it."""
    execute(ClaimWorkItem(work_item_id))
    return redirect(url_for("work_items.page", work_item_id=work_item_id), 303)


@blueprint.post("/<int:work_item_id>/unclaim")
@roles(*STAFF)
def unclaim(work_item_id: int) -> Response:
    """Give the item back to its group."""
    execute(UnclaimWorkItem(work_item_id))
    flash(_("The item is back with your group."), "success")
    return redirect(url_for("inbox.home", view="groups"), 303)


@blueprint.post("/<int:work_item_id>/reassign")
@roles(SUP)
def reassign(work_item_id: int) -> Response:
    """Give the item to another person of the team."""
    item_of(work_item_id)
    chosen = number_in(request.form.get("user_id"))
    reason = request.form.get("_reason", "").strip()[:LONGEST_REASON]
    if chosen is None:
        flash(_("Choose a person first."), "error")
    elif not reason:
        flash(_("Say why first: the reason is kept in the history."), "error")
    else:
        execute(ReassignWorkItem(work_item_id, chosen, reason=reason))
        flash(_("The item was reassigned."), "success")
    target = local_path(request.form.get("next")) or url_for("work_items.page", work_item_id=work_item_id)
    return redirect(target, 303)


@blueprint.post("/<int:work_item_id>/complete")
@roles(*STAFF)
@recorded("work_item")
def complete(work_item_id: int) -> Response:
    """Complete the item, keep a draft, or change rows or files, as the pressed button says."""
    posted = dict(request.form.lists())
    try:
        sent = with_stored_files(work_item_id, posted)
        posted = sent.posted
        if sent.errors:
            raise FormInvalid(tuple(sent.errors))
        return _done(work_item_id, posted)
    except FormInvalid as refused:
        return _refused(work_item_id, posted, refused)
    except ProcessError as refusal:
        return not_stored(work_item_id, posted, refusal)


def _done(work_item_id: int, posted: dict[str, list[str]]) -> Response:
    if "_draft" in posted:
        execute(SaveDraft(work_item_id, typed_only(posted)))
        flash(_("Your draft is kept."), "success")
        return redirect(url_for("work_items.page", work_item_id=work_item_id), 303)
    if "_detach" in posted:
        detach(work_item_id, request.form["_detach"])
    if posted.keys() & {"_add", "_remove", "_recalculate", "_attach", "_detach"}:
        return _edited(item_of(work_item_id), posted)
    answer: Any = execute(_command(work_item_id, posted))
    name = answer["name_en"] if language() == "en" else answer["name"]
    flash(_("Completed: %(name)s", name=name), "success")
    return redirect(_next(answer["next_item_id"]), 303)


def item_of(work_item_id: int) -> WorkItem:
    """The item, when the actor may see it; else NotFound."""
    item = item_for(read_session(), actor_now(), work_item_id)
    if item is None:
        raise NotFound(str(work_item_id))
    shows_customers([item.subject_id])
    return item


def _command(work_item_id: int, posted: dict[str, list[str]]) -> CompleteWorkItem:
    revision = number_in(request.form.get("_revision"))
    return CompleteWorkItem(work_item_id, typed_only(posted), revision, language())


def _edited(item: WorkItem, posted: dict[str, list[str]]) -> Response:
    refuse_ended(item)
    form = item_form(read_session(), item)
    if form is None:
        return redirect(url_for("work_items.page", work_item_id=item.id), 303)
    pressed = (request.form.get(name, "") for name in ("_add", "_remove", "_detach"))
    return _page(item, form, edited_raw(form, typed_only(posted), *pressed))


def _refused(work_item_id: int, posted: dict[str, list[str]], refused: FormInvalid) -> Response:
    item = item_of(work_item_id)
    form = item_form(read_session(), item)
    assert form is not None
    return _page(item, form, edited_raw(form, typed_only(posted)), refused, 422)


def _page(
    item: WorkItem,
    form: ItemForm | None,
    raw: dict[str, Any] | None = None,
    refused: FormInvalid | None = None,
    status: int = 200,
) -> Response:
    session, actor = read_session(), actor_now()
    draft = session.get(Draft, (item.id, actor.user_id))
    view = None
    if form is not None:
        typed = with_attached(draft_raw(draft, form) if raw is None else raw, form)
        view = form.view(typed, refused.errors if refused else ())
    mine = item.assignee_id == actor.user_id
    claimable = item.assignee_id is None and bool(actor.groups & {group.group for group in item.groups})
    context = {
        **_context(item),
        "view": view,
        "draft": draft,
        "mine": mine,
        "may_work": mine or claimable,
        "may_unclaim": mine and item.has_groups,
        "colleagues": _colleagues(item),
    }
    return make_response(render_template("work_items/page.html", **context), status)


def _context(item: WorkItem) -> dict[str, Any]:
    session, actor = read_session(), actor_now()
    customer = None if item.subject_id is None else session.get(Customer, item.subject_id)
    return {
        "item": item,
        "customer": customer,
        "assignee": None if item.assignee_id is None else session.get(User, item.assignee_id),
        "cycle_id": _cycle_id(item),
        "sees_cycle": actor.role != "bs",
        "earlier": [(found, form_title(session, found)) for found in _earlier(item)],
    }


def _finished(item: WorkItem) -> dict[str, Any]:
    session = read_session()
    found = session.scalars(select(FormSubmission).where(FormSubmission.work_item_id == item.id)).first()
    seen = {one.id for one in visible_submissions(session, actor_now(), item.instance_id)}
    view = submission_view(session, found) if found is not None and found.id in seen else None
    return {**_context(item), "submission": found, "view": view, "earlier": []}


def _cycle_id(item: WorkItem) -> int:
    return item.instance.parent_id or item.instance_id


def _earlier(item: WorkItem) -> list[Row[Any]]:
    """The latest form of each element of the item's cycle; none for business support, which sees its items only."""
    actor = actor_now()
    found = [] if actor.role == "bs" else visible_submissions(read_session(), actor, _cycle_id(item))
    return list({submission.element_id: submission for submission in found}.values())


def _colleagues(item: WorkItem) -> list[User]:
    actor = actor_now()
    if actor.role != SUP or item.has_groups or actor.team_id is None:
        return []
    team = select(User).where(User.team_id == actor.team_id, User.active, User.id != item.assignee_id)
    return list(read_session().scalars(team.order_by(User.name)))


def _next(item_id: int | None) -> str:
    return url_for("inbox.home") if item_id is None else url_for("work_items.page", work_item_id=item_id)
