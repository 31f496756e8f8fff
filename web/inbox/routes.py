"""The start page: a person's own items, his groups' items to claim, and what he finished."""

from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from services.notices import MarkNoticesRead
from services.readings.inbox import InboxFilter, View, count_mine, count_overdue, count_unclaimed, inbox_page
from services.readings.notices import unread_notices
from web.numbers import number_or
from web.presentation import today
from web.reading import actor_now, execute, read_session
from web.recording import recorded, shows_customers
from web.roles import EVERYBODY, STAFF, roles

blueprint = Blueprint("inbox", __name__)

VIEWS = ("mine", "groups", "done")
STEPS = tuple("12345678")
STARTS = {"owner": "definitions.index", "admin": "admin.home"}


@blueprint.get("/")
@roles(*EVERYBODY)
@recorded("work_items")
def home() -> str | Response:
    """The inbox; roles without items go to their own first page."""
    if current_user.role in STARTS:
        return redirect(url_for(STARTS[current_user.role]))
    session, actor = read_session(), actor_now()
    wanted = wanted_items()
    page = inbox_page(session, actor, wanted, today(), page_number())
    shows_customers(row.customer_id for row in page.rows)
    return render_template(
        "inbox/page.html",
        wanted=wanted,
        steps=STEPS,
        page=page,
        mine=count_mine(session, actor),
        unclaimed=count_unclaimed(session, actor),
        overdue=count_overdue(session, actor, today()),
        has_groups=bool(actor.groups),
        notices=unread_notices(session, actor),
    )


@blueprint.post("/notices/read")
@roles(*STAFF)
def read_notices() -> Response:
    """Put the notices away."""
    execute(MarkNoticesRead())
    return redirect(url_for("inbox.home"), 303)


def wanted_items() -> InboxFilter:
    """The filter of the address; unknown values count as none."""
    view = request.args.get("view", "mine")
    step, due = request.args.get("step", ""), request.args.get("due", "")
    return InboxFilter(
        cast(View, view if view in VIEWS else "mine"),
        step if step in STEPS else "",
        due if due in ("overdue", "week") else "",
        request.args.get("q", "").strip()[:100],
    )


def page_number() -> int:
    """The page asked for; 1 when that is no number."""
    return number_or(1, request.args.get("page"))
