"""Routes of the administrator: incidents and jobs."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from processes.commands import RetryJob, RetryJobs, SettleIncident, SkipJob
from processes.diagrams import Marks
from processes.models import Instance, Job
from services.models import ADMIN
from services.readings.incidents import IncidentRow, failed_kinds, incident_of, open_incidents
from services.readings.instances import element_names
from web.drawings import picture
from web.languages import gettext as _
from web.languages import language
from web.reading import execute, read_session, runtime
from web.roles import roles

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
SHOWN_JOBS = 100
SHORTEST_REASON, LONGEST_REASON = 5, 1000  # characters


@blueprint.get("/")
@roles(ADMIN)
def home() -> str:
    """Open incidents and waiting jobs."""
    return _home(_("Its cause is mended."), "")


def _home(reason: str, problem: str) -> str:
    session = read_session()
    jobs = session.scalars(
        select(Job).where(Job.status.in_(("pending", "failed"))).order_by(Job.run_at).limit(SHOWN_JOBS)
    )
    incidents = open_incidents(session)
    return render_template(
        "admin/home.html",
        incidents=[(row, _element_name(row)) for row in incidents],
        kinds=failed_kinds(incidents),
        jobs=list(jobs),
        reason=reason,
        problem=problem,
        shortest=SHORTEST_REASON,
    )


@blueprint.get("/incidents/<int:incident_id>")
@roles(ADMIN)
def incident(incident_id: int) -> str:
    """One incident: where on the diagram, what was said, and what can be done."""
    return _incident(incident_id, "")


@blueprint.post("/jobs/<int:job_id>/retry")
@roles(ADMIN)
def retry(job_id: int) -> Response | tuple[str, int]:
    """Run a failed job again, with a reason."""
    reason = _reason()
    if len(reason) < SHORTEST_REASON:
        return _home(reason, _too_short()), 422
    execute(RetryJob(job_id, reason))
    flash(_("The job runs again."), "success")
    return redirect(url_for("admin.home"), 303)


@blueprint.post("/jobs/retry")
@roles(ADMIN)
def retry_all() -> Response | tuple[str, int]:
    """Run every failed job of a kind again, with a reason."""
    reason = _reason()
    if len(reason) < SHORTEST_REASON:
        return _home(reason, _too_short()), 422
    count = execute(RetryJobs(request.form.get("kind", "")[:100], reason))
    flash(_("%(count)s jobs run again.", count=count), "success")
    return redirect(url_for("admin.home"), 303)


@blueprint.post("/incidents/<int:incident_id>/skip")
@roles(ADMIN)
def skip(incident_id: int) -> Response | tuple[str, int]:
    """Give a failed job up, or settle an incident that has none, with a reason."""
    found = incident_of(read_session(), incident_id)
    reason = _reason()
    if len(reason) < SHORTEST_REASON:
        return _incident(incident_id, _too_short()), 422
    if found.incident.job_id is None:
        execute(SettleIncident(incident_id, reason))
        flash(_("The incident is settled."), "success")
    else:
        execute(SkipJob(found.incident.job_id, reason))
        flash(_("The job was given up."), "success")
    return redirect(url_for("admin.home"), 303)


def _reason() -> str:
    return request.form.get("reason", "").strip()[:LONGEST_REASON]


def _too_short() -> str:
    return _("Give a reason of at least %(count)s characters.", count=SHORTEST_REASON)


def _incident(incident_id: int, problem: str) -> str:
    session = read_session()
    found = incident_of(session, incident_id)
    drawing = None
    if found.version_id is not None and found.incident.element_id is not None:
        definition = runtime().definitions.get(session, found.version_id)
        instance = session.get_one(Instance, found.incident.instance_id)
        marks = Marks(visited=instance.visits, taken=instance.path, incidents={found.incident.element_id})
        drawing = picture(definition.diagram_of(found.incident.element_id), marks, _("Where it happened"))
    return render_template(
        "admin/incident.html",
        found=found,
        element=_element_name(found),
        drawing=drawing,
        problem=problem,
        typed=request.form.get("reason", ""),
        shortest=SHORTEST_REASON,
    )


def _element_name(row: IncidentRow) -> str:
    """What the diagram calls the element; its id where no diagram has it."""
    key = row.incident.element_id or ""
    if row.version_id is None:
        return key
    return element_names(runtime().definitions.get(read_session(), row.version_id), language()).get(key, key)
