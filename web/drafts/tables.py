"""Routes of the decision-table editor: trying the table as it is on the page, and what its rules leave out."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort, jsonify, request

from processes.engine.coverage.examination import examine
from processes.engine.decision_trial import Field, fields_of, try_table
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused
from services.models import AUD, CC, CC_HEAD, OWNER
from web.drafts.finding import draft_of, editor_of
from web.drafts.problems import problem_rows
from web.drafts.table_words import finding_row, trial_answer
from web.languages import localized
from web.roles import roles

MAX_INPUTS = 200
blueprint = Blueprint("draft_tables", __name__, url_prefix="/drafts")


@blueprint.post("/<key>/evaluate/<path:path>")
@roles(OWNER, AUD, CC, CC_HEAD)
def evaluate(key: str, path: str) -> Response:
    """What the sent table decides and leaves out; nothing is stored.

    Without ``inputs`` only what must be typed and the findings are answered; ``problems`` says why there is neither.
    """
    draft_of(key)
    if editor_of(path) != "table":
        abort(404)
    content, inputs = _sent()
    return jsonify(answer_for(content, path, inputs))


def answer_for(content: bytes, path: str, inputs: Mapping[str, str] | None) -> dict[str, object]:
    """``fields`` to type, ``findings``, and with ``inputs`` the ``trial``; or the ``problems`` of the table."""
    try:
        table = DecisionTable.parse(content, path)
    except DefinitionRefused as refused:
        return {"fields": [], "findings": [], "trial": None, "problems": problem_rows(refused.problems)}
    return {
        "fields": [_field(table, field) for field in fields_of(table)],
        "findings": [finding_row(table, finding) for finding in examine(table)] if inputs is None else [],
        "trial": None if inputs is None else trial_answer(table, try_table(table, inputs)),
        "problems": [],
    }


def _field(table: DecisionTable, field: Field) -> dict[str, object]:
    """``column``: place among the inputs, None for a name that cells read."""
    places = [place for place, column in enumerate(table.inputs) if column.expression == field.name]
    return {
        "name": field.name,
        "label": localized(field.label) or field.name,
        "kind": field.kind,
        "column": places[0] if places else None,
    }


def _sent() -> tuple[bytes, dict[str, str] | None]:
    """Content and typed inputs; 400 for anything else."""
    body = request.get_json(silent=True)
    body = body if isinstance(body, dict) else {}
    content, inputs = body.get("content"), body.get("inputs")
    if not isinstance(content, str) or not _are_texts(inputs):
        abort(400)
    try:
        return content.encode(), inputs
    except UnicodeEncodeError:  # half a character
        abort(400)


def _are_texts(inputs: object) -> bool:
    if inputs is None:
        return True
    if not isinstance(inputs, dict) or len(inputs) > MAX_INPUTS:
        return False
    return all(isinstance(value, str) for value in inputs.values())
