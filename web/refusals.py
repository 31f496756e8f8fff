"""Owns the page of each refusal of the layers below: status, what happened, what to do next."""

from processes.context import BANK_ZONE
from processes.engine.errors import DataRefused, TaskNotOpen
from processes.engine.migration import MigrationBlocked, Reason
from processes.errors import (
    AlreadyRunning,
    DatabaseBusy,
    FourEyes,
    ItemChanged,
    ItemFinished,
    ItemTaken,
    ItemWithdrawn,
    KeyReused,
    NotAllowed,
    NotFound,
    NotRunning,
    OperationFailed,
    OutcomeUnknown,
    StepFailed,
    StorageFull,
    UndoRefused,
)
from services.assignment import NobodyToAssign
from web.definitions.migration_words import reason_sentence
from web.languages import gettext as _
from web.sentences import Problem, says


@says(NotFound)
def not_found(_error: NotFound) -> Problem:
    """A foreign object is told like one that does not exist."""
    return Problem(
        404,
        _("Nothing here for you"),
        _("The page does not exist, or it belongs to somebody else. Look for it from the start page."),
    )


@says(NotAllowed)
def not_allowed(_error: NotAllowed) -> Problem:
    """The role or the moment does not allow it."""
    return Problem(
        403,
        _("Your role does not allow this"),
        _("If you need it for your work, ask your supervisor or an administrator."),
    )


@says(FourEyes)
def four_eyes(error: FourEyes) -> Problem:
    """Whoever did the work may not check it."""
    return Problem(
        403,
        _("A second pair of eyes is needed"),
        _(
            "You completed “%(name)s”, so somebody else must check it. Leave the item to a colleague.",
            name=error.element,
        ),
    )


@says(ItemTaken)
def item_taken(error: ItemTaken) -> Problem:
    """Another person was quicker."""
    return Problem(
        409,
        _("%(name)s has claimed this item", name=error.by),
        _("Nothing of yours was stored. Choose another item from your inbox, or ask for it back."),
    )


@says(ItemFinished)
def item_finished(error: ItemFinished) -> Problem:
    """Somebody completed it before; tells who and when."""
    when = error.at.astimezone(BANK_ZONE).strftime("%Y-%m-%d %H:%M")
    return Problem(
        409,
        _("This item is finished"),
        _(
            "%(name)s completed it on %(time)s. Nothing of yours was stored. Open the item to see what was decided.",
            name=error.by,
            time=when,
        ),
    )


@says(ItemWithdrawn)
def item_withdrawn(_error: ItemWithdrawn) -> Problem:
    """The process went on without it."""
    return Problem(409, _("This item is no longer needed"), _("The process went on without it. Look in your inbox."))


@says(TaskNotOpen)
def task_not_open(_error: TaskNotOpen) -> Problem:
    """A timer took the item away in the same moment."""
    return Problem(409, _("This item is no longer needed"), _("The process went on without it. Look in your inbox."))


@says(DataRefused)
def data_refused(_error: DataRefused) -> Problem:
    """More than the process can carry, or characters that no database stores."""
    return Problem(
        422,
        _("This is more than the process can carry"),
        _("Nothing was saved. Open the page again, shorten long texts, leave out unusual characters, and send it."),
    )


@says(ItemChanged)
def item_changed(_error: ItemChanged) -> Problem:
    """It was given to others meanwhile."""
    return Problem(
        409,
        _("This item changed meanwhile"),
        _(
            "It was given to somebody else or back to its group. Nothing was saved; "
            "open the page again to see who has it."
        ),
    )


@says(AlreadyRunning)
def already_running(_error: AlreadyRunning) -> Problem:
    """One running cycle a customer."""
    return Problem(
        409, _("This is running already"), _("A customer has one running cycle. Open it from the customer's page.")
    )


@says(KeyReused)
def key_reused(_error: KeyReused) -> Problem:
    """The page was sent twice with different content."""
    return Problem(
        409, _("This page was sent before"), _("Reload the page to see what was stored, then go on from there.")
    )


@says(MigrationBlocked)
def migration_blocked(_error: MigrationBlocked) -> Problem:
    """What stands in the way is told on the version's page."""
    return Problem(
        409,
        _("This instance cannot go to that version"),
        _("It stays where it is. The version's page tells what stands in the way."),
    )


@says(NotRunning)
def not_running(_error: NotRunning) -> Problem:
    """It ended meanwhile."""
    return Problem(409, _("This instance has ended"), _("It stays on the version that it ended on."))


@says(UndoRefused)
def undo_refused(error: UndoRefused) -> Problem:
    """Something has followed the migration."""
    why = reason_sentence(Reason(error.code, None), {})
    return Problem(409, _("This migration cannot be taken back any more"), why)


@says(OperationFailed)
def operation_failed(_error: OperationFailed) -> Problem:
    """Even deferred it failed: nothing was stored."""
    return Problem(
        500, _("Something went wrong"), _("Nothing was saved. Try again; if it stays, tell an administrator.")
    )


@says(NobodyToAssign)
def nobody_to_assign(_error: NobodyToAssign) -> Problem:
    """The next step has no person behind it."""
    return Problem(
        409,
        _("Nobody can take the next step"),
        _("The customer's team has no active supervisor. Ask an administrator to name one, then send this again."),
    )


@says(DatabaseBusy)
def database_busy(_error: DatabaseBusy) -> Problem:
    """Waited its time in vain."""
    return Problem(503, _("Steward is busy"), _("Nothing was changed. Wait a few seconds, then try again."))


@says(StorageFull)
def storage_full(_error: StorageFull) -> Problem:
    """No room on the disk."""
    return Problem(
        503,
        _("Nothing can be saved now: the disk is full"),
        _("Tell an administrator. What you typed is kept on this page; send it again when there is room."),
    )


@says(OutcomeUnknown)
def outcome_unknown(_error: OutcomeUnknown) -> Problem:
    """The connection went away during the commit."""
    return Problem(
        503,
        _("The connection to the database was lost"),
        _("Look whether it was saved before you send it again."),
    )


@says(StepFailed)
def step_failed(_error: StepFailed) -> Problem:
    """The diagram, not the person, is at fault."""
    return Problem(
        503,
        _("The process cannot go on from here"),
        _("The administrators have been told. What you typed is kept; send it again when they have mended it."),
    )
