"""Why a step of a try-out could not be taken."""

from __future__ import annotations

from processes.errors import ProcessError


class StepRefused(ProcessError):
    """The try-out's own refusal. ``code``: the key of a sentence; ``detail``: an element, operation or message.

    not_open, not_refused, nobody_fits, nobody_waits, nothing_due, unknown_operation, unknown_person, too_long,
    never_came, failed (what should fill or check the form broke).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail
