"""Routes of the auditor's page about the history as a whole, and of a plan's evidence bundle."""

import hashlib
import io

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from processes.actors import SYSTEM
from processes.commands import RecordBundle, WriteCheckpoint
from processes.history.bundle import make_bundle
from services.models import ADMIN, AUD, CC, CC_HEAD
from services.readings.instances import instance_for, visible_submissions
from services.readings.verifications import newest_checkpoint, newest_verifications, signing_keys
from services.visibility import KEY_PERSON_FORM
from web.languages import language
from web.reading import actor_now, execute, read_session, runtime
from web.recording import recorded, shows_customers, shows_key_persons
from web.roles import roles
from web.verification.words import finding_sentence

blueprint = Blueprint("verification", __name__, url_prefix="/audit")


@blueprint.get("/verification")
@roles(AUD, CC, CC_HEAD, ADMIN)
def page() -> str:
    """The last verifications, the newest one's findings, and the keys that checkpoints are signed with."""
    session = read_session()
    runs = newest_verifications(session)
    whole = next((run for run in runs if run.plan is None), None)
    return render_template(
        "verification/page.html",
        runs=runs,
        whole=whole,
        findings=[finding_sentence(one, language()) for one in (whole.findings if whole else ())],
        checkpoint=newest_checkpoint(session),
        keys=signing_keys(session),
    )


@blueprint.get("/evidence/<int:instance_id>.zip")
@roles(AUD, CC_HEAD)
@recorded("evidence")
def evidence(instance_id: int) -> Response:
    """All that proves a plan's history, signed up to its last event; who took it is recorded before it is sent."""
    instance = instance_for(read_session(), actor_now(), instance_id)
    shows_customers([instance.subject_id])
    for form in visible_submissions(read_session(), actor_now(), instance_id):
        if form.form_key == KEY_PERSON_FORM:
            shows_key_persons("submission", form.id)
    runtime().execute(WriteCheckpoint(), SYSTEM)
    with runtime().read_session() as session:  # a snapshot that holds the checkpoint
        content = make_bundle(session, runtime().definitions, instance_id, runtime().clock())
    execute(RecordBundle(instance_id, len(content), hashlib.sha256(content).hexdigest()))
    name = f"evidence-{instance_id}.zip"
    return send_file(io.BytesIO(content), "application/zip", as_attachment=True, download_name=name)
