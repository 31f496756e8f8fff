"""Owns the mapping error → status → sentence, and the pages that say what to do next.

The only place that knows both the errors of the layers below and HTTP.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from processes.database import fault_of
from processes.errors import DatabaseBusy, ProcessError
from web.languages import WITHOUT_READING, speak_again
from web.languages import gettext as _
from web.reading import forget_reading
from web.sentences import Problem, problem_of

RETRY_SECONDS = 5
SECRETS = ("password",)  # never written into a page
# Of a form whose files were not stored: sending it again must not complete it without them, but lead back to it.
BUTTONS = ("_complete", "_draft", "_attach", "_add", "_remove", "_detach")
WORTH_KEEPING = 10  # characters; what is shorter is quickly typed again


def handle(app: Flask) -> None:
    """Register the error pages on the application."""
    app.register_error_handler(CSRFError, _csrf_missing)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ProcessError, _process_error)
    app.register_error_handler(DBAPIError, _unreachable)
    app.register_error_handler(Exception, _unexpected)


def error_page(problem: Problem) -> Response:
    """The page of a problem, with its status. What was posted in vain can be sent again from a 503 page."""
    if problem.status != 503:
        shown = {"typed": _typed(problem.status), "back": _back()}
        return make_response(render_template("errors/page.html", problem=problem, **shown), problem.status)
    setattr(g, WITHOUT_READING, True)
    forget_reading()
    speak_again()  # the language of a page that failed half-way was found by asking the database
    kept, lost = _kept(), any(file.filename for file in request.files.values())
    if lost:
        kept = [field for field in kept if field[0] not in BUTTONS] + [("_recalculate", "1")]
    page = make_response(render_template("errors/page.html", problem=problem, bare=True, kept=kept, lost=lost), 503)
    page.headers["Retry-After"] = str(RETRY_SECONDS)
    return page


def _kept() -> list[tuple[str, str]]:
    """What was posted and can be sent again."""
    return [field for field in request.form.items(multi=True) if field[0] not in SECRETS]


def _typed(status: int) -> list[str]:
    """Texts of the form that was refused, to copy: a browser does not bring back what was typed in a page that it
    may not store."""
    if status == 413:  # reading the form would fail again
        return []
    shown = [field for field in request.form.items(multi=True) if not field[0].startswith(("_", "csrf", *SECRETS))]
    return [text for _name, text in shown if len(text.strip()) >= WORTH_KEEPING]


def _back() -> str | None:
    """The page that a form was sent from; its path only, so that it cannot lead elsewhere."""
    if request.method != "POST" or not request.referrer:
        return None
    page = urlsplit(request.referrer)
    return page._replace(scheme="", netloc="").geturl() if page.netloc == request.host else None


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect raised by the router, such as a missing slash
        return make_response(error.get_response(request.environ))
    titles = {
        400: (_("This request cannot be read"), _("Open the page again and repeat what you did.")),
        403: (
            _("Your role does not allow this"),
            _("If you need it for your work, ask your supervisor or an administrator."),
        ),
        404: (
            _("Nothing here for you"),
            _("The page does not exist, or it belongs to somebody else. Look for it from the start page."),
        ),
        405: (_("This request cannot be read"), _("Open the page again and repeat what you did.")),
        413: (
            _("That was too much at once"),
            _(
                "Nothing was saved. Send at most %(limit)s MB at once: shorten long texts, or send fewer files.",
                limit=(request.max_content_length or 0) // 1_000_000,
            ),
        ),
        429: (_("Too many attempts"), _("Wait a little, then try again.")),
    }
    title, advice = titles.get(status, (_("Something went wrong"), _("Try again in a moment.")))
    return error_page(Problem(status, title, advice))


def _process_error(error: ProcessError) -> Response:
    return error_page(problem_of(error))


def _csrf_missing(_error: CSRFError) -> Response:
    return error_page(
        Problem(
            400,
            _("This page was open too long"),
            _("Nothing was saved. Open the page again, fill it in and send it."),
        )
    )


def _unreachable(error: DBAPIError) -> Response:
    if fault_of(error) is None:
        return _unexpected(error)
    setattr(g, WITHOUT_READING, True)
    current_app.logger.error("the database failed a reader", exc_info=error)
    return error_page(problem_of(DatabaseBusy()))


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("unexpected error", exc_info=error)
    return error_page(
        Problem(500, _("Something went wrong"), _("Nothing was saved. Try again; if it stays, tell an administrator."))
    )
