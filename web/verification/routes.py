"""Route of the auditor's page about the history as a whole."""

from flask import Blueprint, render_template

from services.models import ADMIN, AUD, CC, CC_HEAD
from services.readings.verifications import newest_checkpoint, newest_verifications, signing_keys
from web.languages import language
from web.reading import read_session
from web.roles import roles
from web.verification.words import finding_sentence

blueprint = Blueprint("verification", __name__, url_prefix="/audit/verification")


@blueprint.get("/")
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
