"""Sends every logger of the process, ours and other packages', through one formatter to standard error."""

from __future__ import annotations

import logging
import sys
import threading
from typing import Literal, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from web.logs.lines import FIELDS, add_error, add_event, as_text, keep_known

Format = Literal["text", "json"]
log = logging.getLogger(__name__)
# The engine's loggers write whole task data, and others say at INFO what our own lines say better.
QUIET = ("spiff", "spiff.task", "spiff.workflow", "alembic", "waitress.queue", "procrastinate", "sqlalchemy", "psycopg")


def set_up_logs(form: Format, stream: TextIO | None = None) -> None:
    """Replace what was set up before. ``form``: json is one object a line."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a line that cannot be written would be printed with all its arguments
    logging.captureWarnings(True)


def catch_uncaught() -> None:
    """Errors that end a thread or the process become lines too: Python would print their texts."""
    sys.excepthook = lambda kind, error, trace: _uncaught(error)
    threading.excepthook = lambda given: _uncaught(given.exc_value)
    sys.unraisablehook = lambda given: _uncaught(given.exc_value)


def chosen_form(wanted: str, serves_others: bool) -> Format:
    """``wanted``: the setting; when it leaves the choice open, a person at a terminal gets text."""
    if wanted in ("text", "json"):
        return "json" if wanted == "json" else "text"
    return "json" if serves_others or not sys.stderr.isatty() else "text"


def _formatter(form: Format) -> ProcessorFormatter:
    render = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else as_text
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.ExtraAdder(allow=FIELDS),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        ],
        processors=[add_event, add_error, keep_known, render],
        use_get_message=False,  # it would quote the arguments
        pass_foreign_args=True,
    )


def _uncaught(error: BaseException | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    log.critical("an error that nothing caught", exc_info=error)
