"""The route of a plan's file: whoever may open the cycle's page and its story may take along what they tell."""

from flask import Blueprint, Response

from processes.actors import SYSTEM
from processes.commands import WriteCheckpoint
from processes.history.verification import verify
from services.exports.recording import Tally, new_export
from services.readings.instances import instance_for
from web.languages import language
from web.papers import pdf
from web.plan_file.composing import compose
from web.reading import actor_now, forget_reading, read_session, runtime
from web.recording import recorded, shows_customers
from web.roles import READERS, roles
from web.sending import send_whole

blueprint = Blueprint("plan_file", __name__, url_prefix="/audit")


@blueprint.get("/plan-file/<int:instance_id>.pdf")
@roles(*READERS)
@recorded("plan_file")
def plan_file(instance_id: int) -> Response:
    """Everything about a plan, verified at this moment; who took it is recorded before it is sent."""
    actor, made_at = actor_now(), runtime().clock()
    instance = instance_for(read_session(), actor, instance_id)
    shows_customers([instance.subject_id])
    forget_reading()  # what follows reads what is signed now
    runtime().execute(WriteCheckpoint(), SYSTEM)
    report = verify(runtime(), instance_id)
    content = pdf(compose(read_session(), actor, instance_id, report, made_at), made_at)
    export = new_export("plan_file", {"plan": str(instance_id)}, language())
    return send_whole(export, Tally(rows=1), content, "application/pdf", f"plan-{instance_id}.pdf")
