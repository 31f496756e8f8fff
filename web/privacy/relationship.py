"""The route by which the command centre says when a customer's relationship ended."""

from datetime import date

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from services.models import CC, CC_HEAD
from services.privacy.relationship import EndRefused, EndRelationship
from web.languages import gettext as _
from web.privacy.routes import blueprint
from web.reading import execute
from web.roles import roles
from web.sentences import Problem, says


@blueprint.post("/relationships/<int:customer_id>/end")
@roles(CC, CC_HEAD)
def end(customer_id: int) -> Response:
    """Keep the day on which the last account was closed."""
    try:
        execute(EndRelationship(customer_id, date.fromisoformat(request.form.get("ended_on", ""))))
        flash(_("The end of the relationship is kept: the terms of identity data count from it."), "success")
    except ValueError:
        flash(_("Give the day as 2026-11-27."), "error")
    except EndRefused as refused:
        flash(end_refusals()[refused.code], "error")
    return redirect(url_for("customers.page", customer_id=customer_id), 303)


def end_refusals() -> dict[str, str]:
    """Why the day was not kept, and what to do."""
    return {
        "not_exiting": _("Nobody has agreed to the customer's exit. It is decided in a maintenance cycle."),
        "running": _("A process about the customer still runs. Let it end first."),
        "day": _("Choose a day that is not in the future and not before the customer's last process ended."),
    }


@says(EndRefused)
def end_refused(error: EndRefused) -> Problem:
    """What to do."""
    return Problem(422, _("Nothing was stored"), end_refusals()[error.code])
