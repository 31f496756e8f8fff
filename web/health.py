"""Owns the pages that a supervisor process or a load balancer asks: is it alive, can it serve."""

from typing import Any

from flask import Blueprint, current_app

from services.upkeep.doctor import Level, Patient, examine
from web.reading import runtime
from web.roles import public

blueprint = Blueprint("health", __name__, url_prefix="/health")
NEEDED = ("database", "schema", "workers")
Answer = tuple[dict[str, Any], int]


@blueprint.get("/live")
@public
def live() -> Answer:
    """The process answers; whether it can serve is another question."""
    return {"status": "ok"}, 200


@blueprint.get("/ready")
@public
def ready() -> Answer:
    """503 when the database does not answer or its tables are of another version; no worker is only a warning."""
    patient = Patient(runtime().database, current_app.config["HOME"], runtime().clock())
    found = list(examine(patient, NEEDED))
    broken = any(finding.level is Level.FAILURE for finding in found)
    parts = {finding.code: finding.level.value for finding in found}
    return {"status": "failure" if broken else "ok", "parts": parts}, 503 if broken else 200
