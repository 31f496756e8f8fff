"""Owns the words for what an answer about impact says of tiers, approvals and customers without an answer."""

from web.languages import gettext as _


def approver_word(key: str) -> str:
    """Who may approve a plan (E2)."""
    words = {
        "reviewer": _("a reviewer of the command centre"),
        "head": _("the head of the command centre, with a reason"),
        "nobody": _("nobody: above one and a half times the allowed budget"),
        "undecided": _("not told: there is no allowed budget"),
    }
    return words.get(key, key)


def override_word(key: str) -> str:
    """What becomes of a tier that a supervisor moved (B3)."""
    words = {
        "kept": _("still moved: the draft computes another tier beside it"),
        "needless": _("needless: the draft computes the tier that the supervisor gave"),
        "impossible": _("no longer possible: more than one step away, or vetoed"),
    }
    return words.get(key, key)


def undecided_sentence(side: str, detail: str) -> str:
    """Why a customer has no answer. ``side``: unreadable, before or after; ``detail``: a field, or code and table."""
    if side == "unreadable":
        return _("The file holds a value that cannot be read: %(field)s.", field=detail)
    code, _colon, table = detail.partition(":")
    why = {
        "NoRuleMatched": _("no rule of the table “%(table)s” matches", table=table),
        "SeveralRulesMatched": _("several rules of the table “%(table)s” match", table=table),
    }.get(code) or _("a cell cannot be evaluated")
    if side == "before":
        return _("By the standard in force: %(why)s.", why=why)
    return _("By the draft: %(why)s.", why=why)
