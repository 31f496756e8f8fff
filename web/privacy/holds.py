"""Routes of legal holds 法律保全."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from processes.errors import FourEyes
from services.models import CC, CC_HEAD
from services.privacy.holds import HoldRefused, PlaceHold, ReleaseHold
from web.languages import gettext as _
from web.privacy.routes import blueprint
from web.privacy.words import refusal_words
from web.reading import execute
from web.roles import roles


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
