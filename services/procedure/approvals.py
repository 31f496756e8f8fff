"""Nothing takes effect unapproved, however a diagram is drawn: operations look at the approval itself (E1, E2)."""

from __future__ import annotations

from processes.errors import ProcessError
from processes.models import FormSubmission
from processes.operations import OperationContext
from processes.submissions import latest_submission


class Unapproved(ProcessError):
    """What is to take effect was not approved. ``element``: the task that should have approved it."""

    def __init__(self, element: str) -> None:
        super().__init__(element)
        self.element = element

    @property
    def told(self) -> str:
        """Which task."""
        return self.element


def refuse_unapproved(context: OperationContext, element: str, word: str = "approve") -> None:
    """Raise Unapproved unless the last form of this task decided so."""
    found = latest_submission(context.session, context.instance.id, element)
    if not said(found, word):
        raise Unapproved(element)


def said(submission: FormSubmission | None, word: str = "approve") -> bool:
    """Whether a form was submitted, and decided so."""
    return submission is not None and submission.values.get("decision") == word
