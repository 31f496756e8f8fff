"""Owns the page of each refusal of a draft."""

from processes.context import BANK_ZONE
from processes.errors import (
    DraftChanged,
    DraftClosed,
    DraftExists,
    DraftOutdated,
    DraftUnchanged,
    FileChanged,
    OwnDraft,
)
from services.standard_drafts import EffectiveTooEarly
from web.languages import gettext as _
from web.sentences import Problem, says


@says(DraftExists)
def draft_exists(error: DraftExists) -> Problem:
    """One draft at a time, so that nobody's work is lost to another's."""
    return Problem(
        409,
        _("Something is drafted already"),
        _("%(name)s began a draft. Go on with that one, or have it published or given up first.", name=error.by),
    )


@says(DraftClosed)
def draft_closed(error: DraftClosed) -> Problem:
    """It waits to be published, or has ended."""
    if error.status == "submitted":
        advice = _("It waits to be published. Withdraw it to go on editing.")
    elif error.status == "editing":
        advice = _("It is being edited again. Open its page to see why.")
    else:
        advice = _("It was published or given up. Begin a new draft.")
    return Problem(409, _("The draft cannot be changed now"), advice)


@says(DraftUnchanged)
def draft_unchanged(_error: DraftUnchanged) -> Problem:
    """There is nothing to publish."""
    return Problem(
        409, _("Nothing differs"), _("The draft says what is published already. Change something, or give it up.")
    )


@says(DraftOutdated)
def draft_outdated(_error: DraftOutdated) -> Problem:
    """A version came that the draft does not hold."""
    return Problem(
        409,
        _("Another version was published meanwhile"),
        _("Export the draft, give it up, begin a new one from the newest version and import what you changed."),
    )


@says(DraftChanged)
def draft_changed(_error: DraftChanged) -> Problem:
    """What would be published is not what was looked at."""
    return Problem(
        409, _("The draft has changed"), _("Nothing was published. Open its page again and look at what changed.")
    )


@says(OwnDraft)
def own_draft(_error: OwnDraft) -> Problem:
    """Two people publish (E1)."""
    return Problem(
        403,
        _("A second pair of eyes is needed"),
        _("You changed this draft, so somebody else of the command centre must publish it."),
    )


@says(FileChanged)
def file_changed(error: FileChanged) -> Problem:
    """Somebody saved it while it was edited."""
    if error.by is None or error.at is None:
        return Problem(409, _("The file is gone"), _("Somebody removed it. Your text is kept; save it as a new file."))
    when = error.at.astimezone(BANK_ZONE).strftime("%Y-%m-%d %H:%M")
    return Problem(
        409,
        _("%(name)s saved this file on %(time)s", name=error.by, time=when),
        _("Yours was not saved over it. Compare the two and decide what stays."),
    )


@says(EffectiveTooEarly)
def effective_too_early(error: EffectiveTooEarly) -> Problem:
    """Results that were reached stay as they are (E3)."""
    return Problem(
        409,
        _("A standard cannot be in force from that day"),
        _("Choose %(day)s or a later day.", day=error.earliest.isoformat()),
    )
