"""Owns the words of the workbench: traits and strata, states, severities, what is refused."""

from collections.abc import Mapping

from services.auditing.holding import LONGEST
from services.auditing.populations import NOTHING, WHOLE
from services.auditing.refusals import AuditChanged, SampleRefused
from services.auditing.samples import MOST_DRAWN
from web.audit.columns import mark_words, outcome_words
from web.languages import gettext as _
from web.sentences import Problem, says
from web.words import status_word, tier_name


def trait_names() -> dict[str, str]:
    """Trait → by what the strata are made."""
    return {
        "": _("none: one stratum"),
        "tier": _("tier"),
        "outcome": _("outcome"),
        "standard": _("version of the standard"),
        "manager": _("account manager"),
        "marks": _("what is noted (operator acted, late, returned)"),
    }


def stratum_name(trait: str, key: str, managers: Mapping[str, str]) -> str:
    """What a stratum is called. ``managers``: stratum → name, where they are account managers."""
    if key == WHOLE and trait == "":
        return _("all")
    if trait == "marks":
        noted = mark_words()
        return ", ".join(noted[mark] for mark in key.split("+")) if key != NOTHING else _("nothing noted")
    if key == NOTHING:
        return _("not known yet")
    names = {
        "tier": f"{key} {tier_name(key)}",
        "outcome": outcome_words().get(key, key),
        "manager": managers.get(key, key),
    }
    return names.get(trait, key)


def item_states() -> dict[str, str]:
    """State of a sample's item → its word."""
    return {"open": _("not examined"), "in_order": _("in order"), "finding": _("finding")}


ITEM_TONES = {"open": "", "in_order": "success", "finding": "warning"}
FINDING_TONES = {"open": "info", "answered": "warning", "returned": "danger", "accepted": "success", "closed": ""}
SEVERITY_TONES = {"high": "danger", "medium": "warning", "low": "info"}


def finding_states() -> dict[str, str]:
    """State of a finding → its word."""
    return {
        "open": _("waits for an answer"),
        "answered": _("answered"),
        "returned": _("answer returned"),
        "accepted": _("answer accepted"),
        "closed": _("closed"),
    }


def severities() -> dict[str, str]:
    """Severity → its word."""
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}


def field_names() -> dict[str, str]:
    """Field of a finding or its answer → its label."""
    return {
        "severity": _("Severity"),
        "condition": _("Condition found"),
        "criterion": _("Criterion"),
        "recommendation": _("What is recommended"),
        "addressee_id": _("Addressed to"),
        "due": _("Answer due"),
        "due_date": _("Answer due"),
        "answer": _("Answer to the finding"),
        "measure": _("Planned measure"),
        "measure_due": _("Measure done by"),
        "reason": _("Reason of the return"),
        "remark": _("What was seen"),
        "status": _("State"),
    }


def fault_sentence(field: str, code: str) -> str:
    """What is wrong with a field, and what to do."""
    sentences = {
        "missing": _("Fill in “%(field)s”.", field=field_names()[field]),
        "too_long": _("“%(field)s” takes %(count)s characters at most.", field=field_names()[field], count=LONGEST),
        "unknown": _("Choose an active person who acted in this cycle, or the supervisor."),
        "past": _("“%(field)s” is a day from today on.", field=field_names()[field]),
    }
    return sentences[code]


def draw_refusal(code: str) -> str:
    """Why nothing was drawn, or noted."""
    sentences = {
        "trait": _("Choose by what the strata are made."),
        "seed": _("A seed is 1 to 64 letters, digits, dots, dashes or underscores."),
        "size": _("Say how many are to be drawn: at least one."),
        "too_many": _("At most %(count)s are drawn at once.", count=MOST_DRAWN),
        "nothing_found": _("The filter finds no cycle: there is nothing to draw from."),
        "state": _("Choose how the item stands."),
        "has_findings": _("A finding was written from this item: it stays noted as a finding."),
    }
    return sentences[code]


def filter_words(wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, text) of each thing that a filter asks for."""
    labels = {
        "text": _("Customer"), "person": _("Person who did something"), "state": _("State"), "tier": _("Tier"),
        "outcome": _("Outcome"), "standard": _("Standard"),
        "started_from": _("%(what)s from", what=_("Started")), "started_to": _("%(what)s to", what=_("Started")),
        "ended_from": _("%(what)s from", what=_("Ended")), "ended_to": _("%(what)s to", what=_("Ended")),
    }  # fmt: skip
    noted, outcomes = mark_words(), outcome_words()
    said = [(labels[name], _said(name, value, outcomes)) for name, value in wanted.items() if name in labels]
    marks = [noted[name] for name in wanted if name in noted]
    return said + ([(_("Only those noted as"), ", ".join(marks))] if marks else [])


def _said(name: str, value: str, outcomes: Mapping[str | None, str]) -> str:
    words = {"state": status_word(value), "outcome": outcomes.get(value, value), "tier": f"{value} {tier_name(value)}"}
    return words.get(name, value)


@says(SampleRefused)
def sample_refused(error: SampleRefused) -> Problem:
    """What was asked for cannot be drawn or noted."""
    return Problem(422, draw_refusal(error.code), _("Go back, change it, and send it again."))


@says(AuditChanged)
def audit_changed(_error: AuditChanged) -> Problem:
    """Another auditor, or the person addressed, was quicker."""
    return Problem(
        409,
        _("This was changed meanwhile"),
        _("Nothing of yours was stored. Open the page again to see how it stands, then decide again."),
    )
