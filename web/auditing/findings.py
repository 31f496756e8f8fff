"""Routes of findings: the list and page for whoever may read them, the answer of whom it is addressed to, and what the
auditor does with it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.auditing.answers import AnswerFinding
from services.auditing.following import AcceptAnswer, CloseFinding, ReturnAnswer
from services.auditing.holding import LONGEST
from services.auditing.refusals import FindingRefused
from services.models import AUD
from services.readings.auditing.findings import STATES, finding_page, findings_page
from services.readings.instances import element_names
from services.readings.story.people import names_of
from web.auditing import words
from web.auditing.telling import addressed_in, told_lines
from web.inbox.routes import page_number
from web.languages import gettext as _
from web.languages import language
from web.numbers import number_or
from web.reading import actor_now, execute, read_session, renew_page_key, runtime
from web.recording import recorded, shows_customers
from web.roles import EVERYBODY, roles

blueprint = Blueprint("findings", __name__, url_prefix="/findings")


@blueprint.get("/")
@roles(*EVERYBODY)
@recorded("findings")
def index() -> str:
    """For an auditor all; for the others those addressed to them, for a supervisor those of the team."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    page = findings_page(read_session(), actor_now(), state, page_number())
    shows_customers(row.customer_id for row in page.rows)
    return render_template("auditing/findings.html", page=page, state=state, states=STATES, words=words)


@blueprint.get("/<int:finding_id>")
@roles(*EVERYBODY)
@recorded("finding")
def page(finding_id: int) -> str:
    """One finding with its answer and history."""
    return _page(finding_id, {})


@blueprint.post("/<int:finding_id>/answer")
@roles(*EVERYBODY)
def answer(finding_id: int) -> Response | tuple[str, int]:
    """Of whom it is addressed to."""
    form = request.form
    command = AnswerFinding(
        finding_id, form.get("answer", ""), form.get("measure", ""), form.get("measure_due", ""), _seen()
    )
    return _done(finding_id, command, _("Your answer was sent."))


@blueprint.post("/<int:finding_id>/return")
@roles(AUD)
def give_back(finding_id: int) -> Response | tuple[str, int]:
    """The answer does not do."""
    command = ReturnAnswer(finding_id, request.form.get("reason", ""), _seen())
    return _done(finding_id, command, _("The answer was returned."))


@blueprint.post("/<int:finding_id>/accept")
@roles(AUD)
def accept(finding_id: int) -> Response | tuple[str, int]:
    """The answer does."""
    return _done(finding_id, AcceptAnswer(finding_id, _seen()), _("The answer was accepted."))


@blueprint.post("/<int:finding_id>/close")
@roles(AUD)
def close(finding_id: int) -> Response | tuple[str, int]:
    """What was planned is done."""
    command = CloseFinding(finding_id, request.form.get("remark", ""), _seen())
    return _done(finding_id, command, _("The finding was closed."))


def _done(finding_id: int, command: object, said: str) -> Response | tuple[str, int]:
    try:
        execute(command)
    except FindingRefused as refused:
        renew_page_key()
        return _page(finding_id, {name: words.fault_sentence(name, code) for name, code in refused.faults.items()}), 422
    flash(said, "success")
    return redirect(url_for("findings.page", finding_id=finding_id), 303)


def _page(finding_id: int, faults: dict[str, str]) -> str:
    session = read_session()
    found = finding_page(session, actor_now(), finding_id)
    shows_customers([found.row.customer_id] if found.sees_cycle else [])
    names = element_names(runtime().definitions.get(session, found.instance.definition_version_id), language())
    return render_template(
        "auditing/finding.html",
        found=found,
        finding=found.row.finding,
        element=names.get(found.row.finding.element_id or "", ""),
        history=told_lines(found.history, names_of(session, addressed_in(found.history))),
        faults=faults,
        typed=request.form,
        longest=LONGEST,
        words=words,
    )


def _seen() -> int:
    return number_or(0, request.form.get("revision"))
