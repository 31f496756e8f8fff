"""Owns the page of a form that is not stored: what happened, who was first, and what was typed, to copy it.

Going back brings none of it again: pages with customers' data are not stored by the browser.
"""

from collections.abc import Mapping

from flask import make_response, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from processes.errors import ItemFinished, ItemWithdrawn, KeyReused, ProcessError
from processes.forms.views import FormView
from processes.models import FormSubmission, WorkItem
from services.visibility import item_for
from web.reading import actor_now, read_session
from web.recording import shows_customers
from web.sentences import problem_of
from web.work_items.forms import edited_raw, ended_form, item_form, typed_only

KEPT = (403, 409, 422)  # statuses after which the form itself cannot be shown again


def refuse_ended(item: WorkItem) -> None:
    """Raises what completing the item would: ItemFinished, ItemWithdrawn."""
    if item.status == "completed" and item.completed_at is not None:
        raise ItemFinished(item.completed_by_name or "", item.completed_at)
    if item.status != "open":
        raise ItemWithdrawn(item.element_id)


def not_stored(work_item_id: int, posted: Mapping[str, list[str]], refusal: ProcessError) -> Response:
    """The page with what was typed; raises ``refusal`` where it is of another kind, or the item no longer his."""
    item = item_for(read_session(), actor_now(), work_item_id)
    if item is not None and isinstance(refusal, KeyReused):
        refusal = _of_the_first(item, refusal)
    problem = problem_of(refusal)
    if item is None or problem.status not in KEPT:
        raise refusal
    shows_customers([item.subject_id])
    page = render_template("work_items/not_stored.html", item=item, problem=problem, view=_typed(item, posted))
    return make_response(page, problem.status)


def _of_the_first(item: WorkItem, refusal: ProcessError) -> ProcessError:
    """A page that was changed and sent again is told what became of it, as any other that comes second."""
    try:
        refuse_ended(item)
    except ProcessError as of_the_first:
        return of_the_first
    return refusal


def _typed(item: WorkItem, posted: Mapping[str, list[str]]) -> FormView | None:
    session = read_session()
    if item.status == "open":
        form = item_form(session, item)
    else:
        first = session.scalars(select(FormSubmission).where(FormSubmission.work_item_id == item.id)).first()
        form = ended_form(session, item, {} if first is None else first.values)
    return None if form is None else form.view(edited_raw(form, typed_only(posted)))
