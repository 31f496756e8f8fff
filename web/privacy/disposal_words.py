"""Owns what disposals, their lists and the records on them are called."""

from services.privacy.disposals import DisposalRefused
from web.languages import gettext as _
from web.sentences import Problem, says


def disposal_status_words() -> dict[str, tuple[str, str]]:
    """State of a disposal → (word, tone)."""
    return {
        "collecting": (_("being listed"), "info"),
        "proposed": (_("to be approved"), "warning"),
        "erasing": (_("being erased"), "info"),
        "done": (_("done"), "success"),
        "refused": (_("refused"), "neutral"),
        "cancelled": (_("cancelled"), "neutral"),
    }


def entry_status_words() -> dict[str, tuple[str, str]]:
    """State of a record on a list → (word, tone)."""
    return {
        "pending": (_("to be erased"), "info"),
        "erased": (_("erased"), "success"),
        "held": (_("kept: legal hold or open request"), "warning"),
        "gone": (_("nothing left to erase, or not due any more"), "neutral"),
        "left": (_("not erased"), "neutral"),
    }


def record_kind_words() -> dict[str, str]:
    """Kinds of records that hold personal data."""
    return {
        "form": _("submitted forms"),
        "file": _("versions of customer files"),
        "inputs": _("inputs of assessments"),
        "record": _("service records"),
        "task": _("results of tasks"),
        "request": _("persons' requests"),
    }


def disposal_refusals() -> dict[str, str]:
    """Why nothing was done, and what to do."""
    return {
        "future": _("Choose today or an earlier day: what falls due later is kept."),
        "going_on": _("Another disposal is not over yet. Decide or cancel it first."),
        "decided": _("This list was decided or has changed meanwhile. Look at it again."),
        "altered": _("The list is not the one that was collected. Refuse it, and have the history verified."),
        "unexplained": _("Write why the list is refused."),
    }


@says(DisposalRefused)
def disposal_refused(error: DisposalRefused) -> Problem:
    """What to do."""
    return Problem(422, _("Nothing was stored"), disposal_refusals()[error.code])
