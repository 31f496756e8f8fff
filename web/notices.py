"""Owns the sentences of notices."""

from collections.abc import Mapping

from web.languages import gettext as _


def notice_sentence(code: str, parameters: Mapping[str, object]) -> str:
    """What a notice says; ``days`` are working days."""
    number = parameters.get("number", "")
    days = parameters.get("days", "")
    due = parameters.get("due", "")
    sentences = {
        "overdue_1": _("Late by %(days)s working day(s): please finish it.", days=days),
        "overdue_2": _("Late by %(days)s working days in your team: please see to it.", days=days),
        "hold_placed": _("Customer %(number)s is under a legal hold: nothing is erased.", number=number),
        "hold_released": _("The legal hold on customer %(number)s was released.", number=number),
        "disposal_proposed": _("A list of what has fallen due waits for approval."),
        "disposal_refused": _("A list of what has fallen due was refused."),
        "disposal_done": _("A disposal has ended."),
        "overdue_3": _("Late by %(days)s working days: the command centre is told.", days=days),
        "finding_raised": _("An audit finding is addressed to you: please answer it by %(day)s.", day=due),
        "finding_returned": _("The auditor returned your answer: please answer again."),
        "finding_accepted": _("The auditor accepted your answer; what it plans is to be done."),
        "finding_closed": _("The auditor closed the finding."),
        "finding_answered": _("The finding was answered: please look at the answer."),
    }
    return sentences.get(code) or _("There is news about this item.")
