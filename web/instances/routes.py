"""Routes of instances: the list of cycles, the page of one, adjusting a plan in force, cancelling."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes.commands import CancelInstance
from processes.definitions import LoadedDefinition
from processes.diagrams import Marks
from processes.items import next_item_id
from processes.models import Instance
from services.models import AUD, SUP
from services.procedure.adjust import StartAdjustment
from services.readings.auditing.findings import FindingRow, findings_of_cycle
from services.readings.history import history_row, latest_events
from services.readings.instances import cycles_page, element_names, instance_for, instance_page
from web.auditing import words as audit_words
from web.drawings import called_pictures, picture
from web.inbox.routes import page_number
from web.instances.telling import tell
from web.languages import gettext as _
from web.languages import language
from web.reading import actor_now, execute, read_session, runtime
from web.recording import recorded, shows_customers
from web.roles import READERS, roles
from web.work_items.forms import submission_view

blueprint = Blueprint("instances", __name__, url_prefix="/cycles")
STATES = ("running", "completed", "cancelled")
SHORTEST_REASON = 5
LATEST = 8  # events beside a work item: what led to it


@blueprint.get("/")
@roles(*READERS)
@recorded("instances")
def index() -> str:
    """The cycles that the person sees."""
    text, status = request.args.get("q", "").strip()[:100], request.args.get("status", "")
    status = status if status in STATES else ""
    page = cycles_page(read_session(), actor_now(), status, text, page_number())
    shows_customers(row.customer_id for row in page.rows)
    return render_template("instances/index.html", page=page, text=text, status=status, states=STATES)


@blueprint.get("/<int:instance_id>")
@roles(*READERS)
@recorded("instance")
def page(instance_id: int) -> str:
    """One instance: its path on the diagram, forms, plans, tasks, history."""
    session = read_session()
    found = instance_page(session, actor_now(), instance_id)
    shows_customers([found.instance.subject_id])
    definition = runtime().definitions.get(session, found.instance.definition_version_id)
    names = element_names(definition, language())
    return render_template(
        "instances/page.html",
        found=found,
        drawing=picture(definition.diagram, _marks(found.instance, definition), _("The path taken")),
        called=called_pictures(definition.called, _marks(found.instance, definition)),
        events=[tell(row, names) for row in reversed(found.history)],
        forms=[(submission, submission_view(session, submission)) for submission in reversed(found.submissions)],
        names=names,
        steps=tuple("12345678"),
        findings=_findings_about(instance_id),
        audit_words=audit_words,
    )


@blueprint.get("/<int:instance_id>/where")
@roles(*READERS)
@recorded("instance")
def where(instance_id: int) -> str:
    """A part of a page: where the instance stands, and what happened last."""
    session = read_session()
    instance = instance_for(session, actor_now(), instance_id)
    shows_customers([instance.subject_id])
    definition = runtime().definitions.get(session, instance.definition_version_id)
    names = element_names(definition, language())
    events = [tell(history_row(event), names) for event in latest_events(session, instance, LATEST)]
    drawing = picture(_diagram_of(instance, definition), _marks(instance, definition), _("The path taken"))
    return render_template("instances/_where.html", instance=instance, drawing=drawing, events=events)


@blueprint.post("/<int:instance_id>/adjust")
@roles(SUP)
def adjust(instance_id: int) -> Response:
    """Open an adjustment of the plan in force (L4) and its first form."""
    started = execute(StartAdjustment(instance_id))
    assert isinstance(started, int)
    item = next_item_id(read_session(), actor_now(), started)
    if item is None:
        return redirect(url_for("instances.page", instance_id=instance_id), 303)
    return redirect(url_for("work_items.page", work_item_id=item), 303)


@blueprint.post("/<int:instance_id>/cancel")
@roles(SUP)
def cancel(instance_id: int) -> Response:
    """End an instance with a reason."""
    instance_for(read_session(), actor_now(), instance_id)
    reason = request.form.get("reason", "").strip()[:1000]
    if len(reason) < SHORTEST_REASON:
        flash(_("Give a reason of at least %(count)s characters.", count=SHORTEST_REASON), "error")
    else:
        execute(CancelInstance(instance_id, reason))
        flash(_("The process was ended."), "success")
    return redirect(url_for("instances.page", instance_id=instance_id), 303)


def _findings_about(instance_id: int) -> list[FindingRow]:
    """What auditors wrote about the cycle; they alone read it here."""
    return findings_of_cycle(read_session(), instance_id) if actor_now().role == AUD else []


def _marks(instance: Instance, definition: LoadedDefinition) -> Marks:
    """The instance's path; a call is current while what it calls is."""
    around = definition.calls_around(instance.waiting_at, instance.path, instance.visits)
    return Marks(visited=instance.visits, taken=instance.path, current=[*instance.waiting_at, *around])


def _diagram_of(instance: Instance, definition: LoadedDefinition) -> bytes:
    """Where it stands: inside a called diagram that one, for the main one shows no more than the call."""
    return definition.diagram_of(instance.waiting_at[0]) if instance.waiting_at else definition.diagram
