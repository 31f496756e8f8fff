"""Routes of disposals 到期处置: what has fallen due is listed, looked at, approved by a second person, and erased."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes.errors import FourEyes
from services.models import AUD, CC, CC_HEAD
from services.privacy.disposals import CancelDisposal, DecideDisposal, DisposalRefused, ProposeDisposal
from services.readings.disposals import counted, disposal_row, disposals_page, entries_page
from web.inbox.routes import page_number
from web.languages import gettext as _
from web.presentation import today
from web.privacy.disposal_words import (
    disposal_refusals,
    disposal_status_words,
    entry_status_words,
    record_kind_words,
)
from web.reading import execute, read_session
from web.recording import recorded, shows_customers
from web.roles import roles

blueprint = Blueprint("disposals", __name__, url_prefix="/privacy/disposals")
REFRESH_SECONDS = 3


@blueprint.get("/")
@roles(CC, CC_HEAD, AUD)
def index() -> str:
    """Every disposal; whoever may propose one does it here."""
    return _index(request.args.get("until", ""), "")


@blueprint.post("/")
@roles(CC, CC_HEAD)
def propose() -> Response | tuple[str, int]:
    """Have listed what has fallen due by a day."""
    typed = request.form.get("until", "")
    try:
        disposal = execute(ProposeDisposal(date.fromisoformat(typed)))
    except ValueError:
        return _index(typed, _("Give the day as 2026-11-27.")), 422
    except DisposalRefused as refused:
        return _index(typed, disposal_refusals()[refused.code]), 422
    return redirect(url_for("disposals.page", disposal_id=disposal), 303)


@blueprint.get("/<int:disposal_id>")
@roles(CC, CC_HEAD, AUD)
@recorded("disposal")
def page(disposal_id: int) -> str:
    """One disposal: how many records of which kind, how far it is, and each record."""
    return _page(disposal_id, "")


@blueprint.get("/<int:disposal_id>/progress")
@roles(CC, CC_HEAD, AUD)
def progress(disposal_id: int) -> str:
    """Its numbers alone, for the page that follows them: they name nobody, so that no reading is recorded."""
    return render_template("privacy/_list.html", **_counted(disposal_id))


@blueprint.post("/<int:disposal_id>/decide")
@roles(CC_HEAD)
@recorded("disposal")
def decide(disposal_id: int) -> Response | tuple[str, int]:
    """Approve the list that was looked at, or refuse it with a reason."""
    posted = request.form
    is_approved = posted.get("approved") == "1"
    try:
        execute(DecideDisposal(disposal_id, is_approved, posted.get("digest", ""), posted.get("reason", "")))
    except DisposalRefused as refused:
        return _page(disposal_id, disposal_refusals()[refused.code]), 422
    except FourEyes:
        return _page(disposal_id, _("You proposed this list: another head of the command centre must approve it.")), 422
    flash(_("The list is approved: it is being erased.") if is_approved else _("The list was refused."), "success")
    return redirect(url_for("disposals.page", disposal_id=disposal_id), 303)


@blueprint.post("/<int:disposal_id>/cancel")
@roles(CC_HEAD)
def cancel(disposal_id: int) -> Response:
    """Erase nothing more of it."""
    try:
        execute(CancelDisposal(disposal_id))
        flash(_("Nothing more of this list is erased."), "success")
    except DisposalRefused as refused:
        flash(disposal_refusals()[refused.code], "error")
    return redirect(url_for("disposals.page", disposal_id=disposal_id), 303)


def _index(until: str, problem: str) -> str:
    rows = disposals_page(read_session(), page_number())
    words = disposal_status_words()
    return render_template(
        "privacy/disposals.html", page=rows, words=words, until=until, today=today(), problem=problem
    )


def _page(disposal_id: int, problem: str) -> str:
    session, kinds, states = read_session(), record_kind_words(), entry_status_words()
    kind, status = request.args.get("kind", ""), request.args.get("status", "")
    kind, status = (kind if kind in kinds else ""), (status if status in states else "")
    entries = entries_page(session, disposal_id, kind, status, page_number())
    shows_customers(one.customer_id for one in entries.rows)
    return render_template(
        "privacy/disposal.html",
        page=entries,
        kind=kind,
        status=status,
        words=disposal_status_words(),
        reason=request.form.get("reason", ""),
        problem=problem,
        **_counted(disposal_id),
    )


def _counted(disposal_id: int) -> dict[str, object]:
    session = read_session()
    row = disposal_row(session, disposal_id)
    return {
        "row": row,
        "counted": counted(session, disposal_id),
        "kinds": record_kind_words(),
        "states": entry_status_words(),
        "refresh_seconds": REFRESH_SECONDS if row.is_moving else None,
    }
