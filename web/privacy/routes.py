"""Routes of persons' requests about their data."""

import hashlib
import io
from collections.abc import Mapping
from datetime import date
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from processes.context import bank_day
from processes.errors import NotFound
from services.models import AM, AUD, CC, CC_HEAD
from services.privacy.finding import Hit
from services.privacy.holds import hold_on
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
from web.privacy.places import field_labels, place_of
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
    return _index({"customer": request.args.get("customer", "")}, "")


def _index(typed: Mapping[str, str], problem: str) -> str:
    session, actor = read_session(), actor_now()
    status = request.args.get("status", "")
    status = status if status in status_words() else ""
    page = requests_page(session, actor, _today(), status, page_number())
    shows_customers(row.customer.id for row in page.rows)
    holds = [] if actor.role == AM else holds_in_force(session)
    shows_customers(customer.id for _hold, customer, _name in holds)
    shown = {"kinds": kind_words(), "states": status_words(), "status": status, "today": _today()}
    return render_template("privacy/index.html", page=page, holds=holds, typed=typed, problem=problem, **shown)


@blueprint.post("/")
@roles(AM, CC, CC_HEAD)
@recorded("privacy")
def take() -> Response | tuple[str, int]:
    """Take a request in; what is missing is told with everything that was typed."""
    posted = request.form
    try:
        received = date.fromisoformat(posted.get("received_on", ""))
    except ValueError:
        received = _today()
    kind = posted.get("kind", "") if posted.get("kind") in KINDS else ""
    try:
        customer_id = customer_numbered(read_session(), actor_now(), posted.get("customer", ""))
        taken = execute(TakeRequest(customer_id, kind, posted.get("person", ""), posted.get("post", ""), received))
    except NotFound:
        return _index(posted, _("You have no customer of that number. Look it up in the list of customers.")), 422
    except RequestRefused as refused:
        return _index(posted, refusal_words()[refused.code]), 422
    flash(_("The request was taken in."), "success")
    return redirect(url_for("privacy.page", request_id=taken), 303)


@blueprint.get("/<int:request_id>")
@roles(AM, CC, CC_HEAD, AUD)
@recorded("privacy")
def page(request_id: int) -> str:
    """One request; for who decides and who audits, where the person is found."""
    return _page(request_id)


def _page(request_id: int, problem: str = "", is_sure: bool = True) -> str:
    """``is_sure``: False asks once more before what is ticked is erased."""
    row, hits = _found(request_id)
    session = read_session()
    return render_template(
        "privacy/request.html",
        row=row,
        hits=hits,
        hold=hold_on(session, row.customer.id),
        kinds=kind_words(),
        states=status_words(),
        hit_states=state_words(),
        basis_of=basis_of,
        title_of=title_of,
        place_of=partial(place_of, field_labels(session, runtime().definitions, hits or ())),
        ticked=request.form.getlist("ticked"),
        answer=request.form.get("answer", row.request.answer or ""),
        problem=problem,
        is_sure=is_sure,
    )


@blueprint.post("/<int:request_id>/answer")
@roles(CC_HEAD)
@recorded("privacy")
def answer(request_id: int) -> Response | tuple[str, int]:
    """Grant or refuse a request by an answer."""
    return _decided(request_id, AnswerRequest(request_id, request.form.get("granted") == "1", _answer()))


@blueprint.post("/<int:request_id>/erase")
@roles(CC_HEAD)
@recorded("privacy")
def erase(request_id: int) -> Response | str | tuple[str, int]:
    """Erase what was ticked, once it was looked at again: nothing brings it back."""
    ticked = tuple(request.form.getlist("ticked"))
    if ticked and _answer().strip() and "sure" not in request.form:
        return _page(request_id, is_sure=False)
    return _decided(request_id, EraseForRequest(request_id, ticked, _answer()))


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
    labels = field_labels(read_session(), runtime().definitions, chosen)
    content = person_zip(row, chosen, labels)
    execute(RecordPersonExport(request_id, len(chosen), len(content), hashlib.sha256(content).hexdigest()))
    return send_file(
        io.BytesIO(content), "application/zip", as_attachment=True, download_name=f"person-{request_id}.zip"
    )


def _found(request_id: int) -> tuple[RequestRow, list[Hit] | None]:
    session, actor = read_session(), actor_now()
    row = request_for(session, actor, request_id, _today())
    shows_customers([row.customer.id])
    hits = hits_for(session, runtime().definitions, actor, row, _today())
    for hit in hits or ():
        if hit.form_key == KEY_PERSON_FORM:
            shows_key_persons("submission", hit.record_id)
    return row, hits


def _decided(request_id: int, command: object) -> Response | tuple[str, int]:
    try:
        done = execute(command)
        flash(_("The request was decided."), "success")
        if isinstance(done, (tuple, list)):
            erased, kept = done
            told = _("Records erased: %(erased)s. Kept in storage only: %(kept)s.", erased=erased, kept=kept)
            flash(told, "info")
    except RequestRefused as refused:
        return _page(request_id, refusal_words()[refused.code]), 422
    return redirect(url_for("privacy.page", request_id=request_id), 303)


def _answer() -> str:
    return request.form.get("answer", "")


def _today() -> date:
    return bank_day(runtime().clock())
