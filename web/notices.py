"""Owns the sentences of notices."""

from collections.abc import Mapping

from web.languages import gettext as _


def notice_sentence(code: str, parameters: Mapping[str, object]) -> str:
    """What a notice says; ``days`` are working days."""
    days = parameters.get("days", "")
    sentences = {
        "overdue_1": _("Late by %(days)s working day(s): please finish it.", days=days),
        "overdue_2": _("Late by %(days)s working days in your team: please see to it.", days=days),
        "overdue_3": _("Late by %(days)s working days: the command centre is told.", days=days),
    }
    return sentences.get(code) or _("There is news about this item.")
