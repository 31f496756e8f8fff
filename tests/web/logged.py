"""What a process logged while a test ran."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from web.logs.setting_up import QUIET, Format, set_up_logs


class Logged:
    """The lines so far."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        """As written."""
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each as the object it must be."""
        return [json.loads(line) for line in self.text.splitlines()]

    def events(self, event: str) -> list[dict[str, Any]]:
        """The lines of an event."""
        return [line for line in self.lines if line["event"] == event]


@contextmanager
def logging_to(form: Format) -> Iterator[Logged]:
    """Set the logs up as a serving process does, and as they were afterwards."""
    root, logged, raising = logging.getLogger(), Logged(), logging.raiseExceptions
    handlers, levels = list(root.handlers), {name: logging.getLogger(name).level for name in ("", *QUIET)}
    set_up_logs(form, logged.stream)
    try:
        yield logged
    finally:
        logging.captureWarnings(False)
        logging.raiseExceptions = raising
        root.handlers[:] = handlers
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
