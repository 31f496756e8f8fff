"""Routes of persons' requests and of legal holds."""

import hashlib
import io
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from processes.context import bank_day
from processes.errors import FourEyes
from services.models import AM, AUD, CC, CC_HEAD
from services.privacy.finding import Hit
from services.privacy.holds import HoldRefused, PlaceHold, ReleaseHold, hold_on
from services.privacy.requests import (
    KINDS,
    AnswerRequest,
    EraseForRequest,
    RecordPersonExport,
    RequestRefused,
    TakeRequest,
)
from services.readings.privacy import (
    RequestRow,
    customer_numbered,
    hits_for,
    holds_in_force,
    request_for,
    requests_page,
)
from services.visibility import KEY_PERSON_FORM
from web.inbox.routes import page_number
from web.languages import gettext as _
from web.privacy.handing_over import person_zip
from web.privacy.words import basis_of, kind_words, refusal_words, state_words, status_words, title_of
from web.reading import actor_now, execute, read_session, runtime
from web.recording import recorded, shows_customers, shows_key_persons
from web.roles import roles

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy")


@blueprint.get("/")
@roles(AM, CC, CC_HEAD, AUD)
@recorded("privacy")
def index() -> str:
    """The queue of requests, and the holds in force."""
    session, actor = read_session(), actor_now()
    status = request.args.get("status", "")
    status = status if status in status_words() else ""
    page = requests_page(session, actor, _today(), status, page_number())
    shows_customers(row.customer.id for row in page.rows)
    holds = [] if actor.role == AM else holds_in_force(session)
    shows_customers(customer.id for _hold, customer, _name in holds)
    shown = {"kinds": kind_words(), "states": status_words(), "status": status, "today": _today()}
    return render_template(
        "privacy/index.html", page=page, holds=holds, number=request.args.get("customer", ""), **shown
    )


@blueprint.post("/")
@roles(AM, CC, CC_HEAD)
def take() -> Response:
    """Take a request in."""
    posted = request.form
    try:
        received = date.fromisoformat(posted.get("received_on", ""))
    except ValueError:
        received = _today()
    kind = posted.get("kind", "") if posted.get("kind") in KINDS else ""
    customer_id = customer_numbered(read_session(), actor_now(), posted.get("customer", ""))
    taken = execute(TakeRequest(customer_id, kind, posted.get("person", ""), posted.get("post", ""), received))
    flash(_("The request was taken in."), "success")
    return redirect(url_for("privacy.page", request_id=taken), 303)


@blueprint.get("/<int:request_id>")
@roles(AM, CC, CC_HEAD, AUD)
@recorded("privacy")
def page(request_id: int) -> str:
    """One request; for who decides and who audits, where the person is found."""
    row, hits = _found(request_id)
    return render_template(
        "privacy/request.html",
        row=row,
        hits=hits,
        hold=hold_on(read_session(), row.customer.id),
        kinds=kind_words(),
        states=status_words(),
        hit_states=state_words(),
        basis_of=basis_of,
        title_of=title_of,
        today=_today(),
    )


@blueprint.post("/<int:request_id>/answer")
@roles(CC_HEAD)
def answer(request_id: int) -> Response:
    """Grant or refuse a request by an answer."""
    return _decided(request_id, AnswerRequest(request_id, request.form.get("granted") == "1", _answer()))


@blueprint.post("/<int:request_id>/erase")
@roles(CC_HEAD)
def erase(request_id: int) -> Response:
    """Erase what was ticked."""
    return _decided(request_id, EraseForRequest(request_id, tuple(request.form.getlist("ticked")), _answer()))


@blueprint.post("/<int:request_id>/export")
@roles(CC_HEAD)
def export(request_id: int) -> Response:
    """What was ticked, to be handed over; recorded before it is sent."""
    row, hits = _found(request_id)
    ticked = set(request.form.getlist("ticked"))
    chosen = [hit for hit in hits or () if hit.key in ticked]
    if not chosen:
        flash(_("Tick what is to be handed over."), "error")
        return redirect(url_for("privacy.page", request_id=request_id), 303)
    content = person_zip(row, chosen)
    execute(RecordPersonExport(request_id, len(chosen), len(content), hashlib.sha256(content).hexdigest()))
    return send_file(
        io.BytesIO(content), "application/zip", as_attachment=True, download_name=f"person-{request_id}.zip"
    )


@blueprint.post("/holds/<int:customer_id>")
@roles(CC_HEAD)
def hold(customer_id: int) -> Response:
    """Place a hold on a customer."""
    try:
        execute(PlaceHold(customer_id, request.form.get("reason", ""), request.form.get("reference", "")))
        flash(_("The legal hold is in force."), "success")
    except HoldRefused as refused:
        flash(refusal_words()[refused.code], "error")
    return redirect(url_for("customers.page", customer_id=customer_id), 303)


@blueprint.post("/holds/<int:hold_id>/release")
@roles(CC, CC_HEAD)
def release(hold_id: int) -> Response:
    """Release a hold that somebody else placed."""
    try:
        execute(ReleaseHold(hold_id, request.form.get("reason", "")))
        flash(_("The legal hold was released."), "success")
    except HoldRefused:
        flash(_("Give a reason for the release."), "error")
    except FourEyes:
        flash(_("You placed this hold: somebody else of the command centre must release it."), "error")
    return redirect(url_for("privacy.index"), 303)


def _found(request_id: int) -> tuple[RequestRow, list[Hit] | None]:
    session, actor = read_session(), actor_now()
    row = request_for(session, actor, request_id, _today())
    shows_customers([row.customer.id])
    hits = hits_for(session, runtime().definitions, actor, row, _today())
    for hit in hits or ():
        if hit.form_key == KEY_PERSON_FORM:
            shows_key_persons("submission", hit.record_id)
    return row, hits


def _decided(request_id: int, command: object) -> Response:
    try:
        done = execute(command)
        flash(_("The request was decided."), "success")
        if isinstance(done, (tuple, list)):
            erased, kept = done
            told = _("Records erased: %(erased)s. Kept in storage only: %(kept)s.", erased=erased, kept=kept)
            flash(told, "info")
    except RequestRefused as refused:
        flash(refusal_words()[refused.code], "error")
    return redirect(url_for("privacy.page", request_id=request_id), 303)


def _answer() -> str:
    return request.form.get("answer", "")


def _today() -> date:
    return bank_day(runtime().clock())
