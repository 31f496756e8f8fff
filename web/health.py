"""Owns the two pages a supervisor process asks: is it alive, can it read its database."""

from flask import Blueprint
from sqlalchemy import text

from web.reading import read_session
from web.roles import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def health() -> tuple[dict[str, str], int]:
    """``{"status": "ok"}`` when the database answers."""
    read_session().execute(text("SELECT 1"))
    return {"status": "ok"}, 200
