"""Owns what requests, holds and findings of a person's data are called."""

from services.privacy.finding import Hit
from services.privacy.holds import HoldRefused, UnderHold
from services.privacy.requests import RequestRefused
from services.privacy.terms import TERMS
from web.languages import gettext as _
from web.languages import language
from web.sentences import Problem, says
from web.words import clause_name


def kind_words() -> dict[str, str]:
    """What a person may ask for."""
    return {
        "access": _("access: a copy of it"),
        "correction": _("correction"),
        "deletion": _("deletion"),
        "withdrawal": _("withdrawal of consent"),
    }


def status_words() -> dict[str, tuple[str, str]]:
    """State of a request → (word, tone)."""
    return {
        "open": (_("to be answered"), "info"),
        "granted": (_("granted"), "success"),
        "refused": (_("refused"), "neutral"),
        "storage_only": (_("storage only"), "warning"),
    }


def state_words() -> dict[str, tuple[str, str]]:
    """What can be done with a record now → (word, tone)."""
    return {
        "erasable": (_("can be erased"), "success"),
        "running": (_("in use until its process ends"), "warning"),
        "legal": (_("the law requires it to be kept"), "warning"),
        "fixed": (_("mentioned in a text that proves the history"), "neutral"),
    }


def title_of(hit: Hit) -> str:
    """What a record that names the person is called."""
    zh, en = hit.title
    return zh if language() == "zh" else en


def basis_of(term: str) -> str:
    """Why the bank may keep it, and until when, by clause."""
    known = TERMS.get(term)
    if known is None:
        return _("not submitted yet: gone when the form is submitted")
    basis = _("PIPL 13(3), duty by law") if known.is_legal else _("PIPL 13(2), contract")
    about = {"basis": basis, "years": known.years, "clause": clause_name(known.clause)}
    return _("%(basis)s; kept %(years)s years: %(clause)s", **about)


def refusal_words() -> dict[str, str]:
    """Why a request was not taken in or decided, and what to do."""
    return {
        "unnamed": _("Give the person's name, two characters at least, and what is asked for."),
        "future": _("The request cannot have been received in the future."),
        "unanswered": _("Write what is answered to the person."),
        "decided": _("This request has been decided."),
        "none_ticked": _("Tick what is to be erased."),
        "changed": _("What was ticked has changed meanwhile. Look at the list again."),
        "unexplained": _("Give a reason and a reference."),
        "held": _("This customer is under a legal hold already."),
    }


@says(RequestRefused)
def request_refused(error: RequestRefused) -> Problem:
    """What is missing."""
    return Problem(422, _("Nothing was stored"), refusal_words()[error.code])


@says(HoldRefused)
def hold_refused(error: HoldRefused) -> Problem:
    """What is missing."""
    return Problem(422, _("Nothing was stored"), refusal_words()[error.code])


@says(UnderHold)
def under_hold(_error: UnderHold) -> Problem:
    """Nothing may be erased."""
    return Problem(
        409,
        _("The customer is under a legal hold"),
        _("Nothing of it may be erased until the hold is released. Nothing was erased."),
    )
