"""Owns the titles of the reports, what each shows, and the labels of their columns and filters."""

from services.readings.audit_reports import Said
from web.audit_reports.sentences import sentence_of
from web.languages import gettext as _


def title_of(key: str) -> str:
    """What a report is called."""
    titles = {
        "four-eyes": _("Four eyes"),
        "overrides": _("Overrides and grace"),
        "standards": _("Versions of the standard"),
        "scores": _("Scores computed again"),
        "late-records": _("Late and back-dated records"),
        "late-ratings": _("Late ratings"),
        "consent": _("Consent of contacts"),
        "reads": _("Sensitive views and exports"),
        "rights": _("Rights on a day"),
        "rights-changes": _("Changes of rights"),
        "retention": _("Retention"),
    }
    return titles[key]


def about(key: str) -> str:
    """What a report shows, in a sentence or two."""
    texts = {
        "four-eyes": _(
            "Each approval: who did the work and who checked it, why each could, who else could have, and who was "
            "excluded because of his own work."
        ),
        "overrides": _("Tiers that are not what the standard computed: moved with a reason, or kept by the grace."),
        "standards": _("When each version was in force, who drafted it and who published it."),
        "scores": _("Every score computed again from its stored inputs and its version of the standard."),
        "late-records": _(
            "Service records filed more than 3 working days after what they tell of, from before their task began, or "
            "from a moment after they were filed."
        ),
        "late-ratings": _("Ratings computed more than 10 working days after their rating day, or before it."),
        "consent": _("What each contact's file says about being contacted, when consent was given and withdrawn."),
        "reads": _(
            "Every reading of an auditor, every reading of a key-person form by anybody, exports, and what was refused."
        ),
        "rights": _("Who could do what at the end of the chosen day, replayed from the history of the administration."),
        "rights-changes": _("Every change of people, roles and teams."),
        "retention": _(
            "Until when each record must be kept, with the clause; under a legal hold nothing falls due. Nothing is "
            "removed here."
        ),
    }
    return texts[key]


def column_name(column: str) -> str:
    """The head of a column."""
    return {**_people(), **_figures(), **_moments()}[column]


def option_name(option: str) -> str:
    """What rows may be narrowed to."""
    return sentence_of(Said(option))


def day_names(key: str) -> tuple[str, str]:
    """The labels of the two days of a filter; the first is empty where a report looks at one day."""
    if key == "rights":
        return "", _("On")
    return (_("Due from"), _("Due until")) if key == "retention" else (_("First day"), _("Last day"))


def _people() -> dict[str, str]:
    return {
        "customer": _("Customer"),
        "approver": _("Approver"),
        "approver_could": _("Why he could"),
        "prepared": _("Work checked, and why he could"),
        "others": _("Others who could"),
        "excluded": _("Excluded by own work"),
        "rated_by": _("Rated by"),
        "approved_by": _("Approved by"),
        "published_by": _("Published by"),
        "drafted_by": _("Drafted by"),
        "staff": _("Staff"),
        "contact": _("Contact"),
        "post": _("Post"),
        "customers": _("Customers"),
        "person": _("Person"),
        "login": _("Sign-in name"),
        "role": _("Role"),
        "team": _("Team"),
        "may": _("May"),
        "by": _("By"),
        "address": _("Address"),
        "key_persons": _("Key-person forms"),
    }


def _figures() -> dict[str, str]:
    return {
        "step": _("Item"),
        "decision": _("Decision"),
        "kept": _("Four eyes"),
        "kind": _("Kind"),
        "computed": _("Computed"),
        "effective": _("Before"),
        "tier": _("Tier"),
        "reason": _("Reason"),
        "standard": _("Standard"),
        "version": _("Version"),
        "digest": _("Digest"),
        "score": _("Score"),
        "again": _("Computed again"),
        "verdict": _("Verdict"),
        "differences": _("Differences"),
        "days": _("Working days"),
        "findings": _("Finding"),
        "state": _("State"),
        "what": _("What"),
        "subject": _("Subject"),
        "detail": _("Detail"),
        "years": _("Years"),
        "clause": _("Clause"),
        "held": _("Legal hold"),
    }


def _moments() -> dict[str, str]:
    return {
        "at": _("When"),
        "rating_date": _("Rating day"),
        "effective_from": _("In force from"),
        "effective_to": _("until"),
        "recorded_at": _("Published"),
        "happened": _("Happened"),
        "given": _("Given"),
        "withdrawn": _("Withdrawn"),
        "since": _("In force since"),
        "due": _("Due"),
        "begins": _("Counted from"),
        "began": _("Began"),
    }
