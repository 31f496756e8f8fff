"""The page that a Prometheus server scrapes, and the counting of requests for it."""

from flask import Blueprint, Flask, Response, current_app, request

from processes.runtime import Runtime
from web.logs.requests import known_method, seconds_so_far
from web.metrics.exposition import CONTENT_TYPE, Exposition
from web.roles import TOKEN, with_token

blueprint = Blueprint("metrics", __name__)
KEY = "steward-metrics"


@blueprint.get("/metrics")
@with_token
def page() -> Response:
    """Text exposition format 0.0.4."""
    exposition: Exposition = current_app.extensions[KEY]
    answer = Response(exposition.text(), content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def measure(app: Flask, runtime: Runtime, token: str) -> None:
    """Count requests and commands; nothing is counted and no page is there without a token."""
    app.config[TOKEN] = token
    if token:
        app.extensions[KEY] = Exposition(runtime, tells_database=True)
        app.after_request(_count)


def _count(response: Response) -> Response:
    exposition: Exposition = current_app.extensions[KEY]
    exposition.meters.request(request.endpoint, known_method(), response.status_code, seconds_so_far())
    return response
