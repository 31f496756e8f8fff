"""What a command may refuse; `web` turns each kind into a sentence and a status."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.forms.submission import FieldError


class ProcessError(Exception):
    """A refusal with a meaning."""

    @property
    def told(self) -> str:
        """What administrators and logs may read beside the kind: ids and codes, never a value that somebody entered.

        Nothing, unless a class says so of itself.
        """
        return ""


class NotFound(ProcessError):
    """The object does not exist, or this actor may not know that it does."""


class NotAllowed(ProcessError):
    """The actor sees the object and may not do this with it."""


class FourEyes(NotAllowed):
    """The actor did the work that this item is to check (E1). ``element``: the earlier item's name."""

    def __init__(self, element: str) -> None:
        super().__init__(element)
        self.element = element


class ItemTaken(ProcessError):
    """Another person has claimed the item. ``by``: that person's name."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class ItemFinished(ProcessError):
    """Somebody completed the item before. ``by``: a name; ``at``: UTC."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(by)
        self.by = by
        self.at = at


class ItemWithdrawn(ProcessError):
    """The item is no longer needed: its instance was cancelled or went on without it."""


class ItemChanged(ProcessError):
    """The item changed since the page was opened (another claim, another assignee)."""


class FormInvalid(ProcessError):
    """The submitted values cannot be accepted. ``errors``: one for each field at fault."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(", ".join(f"{error.path}: {error.code}" for error in errors))
        self.errors = errors


class AlreadyRunning(ProcessError):
    """The customer has a running instance of that process; one at a time (domain: Cycle)."""


class KeyReused(ProcessError):
    """An idempotency key came back with another request."""


class OperationFailed(ProcessError):
    """A local operation raised inside a step; the step runs again with that operation deferred."""

    def __init__(self, element_id: str) -> None:
        super().__init__(element_id)
        self.element_id = element_id

    @property
    def told(self) -> str:
        """Which service task."""
        return self.element_id


class DatabaseBusy(ProcessError):
    """The command waited its time for the database and did nothing; it may be given again."""


class StorageFull(ProcessError):
    """The disk is full: nothing of the command was stored; reading goes on."""


class OutcomeUnknown(ProcessError):
    """The connection was lost while committing a command without a key: it may or may not be stored."""


class StepFailed(ProcessError):
    """The process itself cannot take this step (a condition, a limit, a dead end); nothing was stored but an incident.

    ``instance_id``: None when it could not start; ``element_id``: where, if known; ``code``, ``detail``: the
    cause's kind and what it may tell (`ProcessError.told`).
    """

    def __init__(self, instance_id: int | None, element_id: str | None, code: str, detail: str) -> None:
        super().__init__(f"{instance_id} {element_id}: {code} {detail}")
        self.instance_id = instance_id
        self.element_id = element_id
        self.code = code
        self.detail = detail

    @property
    def told(self) -> str:
        """Where and why."""
        return str(self)


class UndoRefused(ProcessError):
    """A migration cannot be taken back any more. ``code``: moved_on, ended, or undone (it was, or by a later one)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotRunning(ProcessError):
    """The instance has ended: it stays on its version."""


class DraftExists(ProcessError):
    """Something is drafted already; one draft at a time. ``by``: who began it."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class DraftClosed(ProcessError):
    """The draft is not where this can be done. ``status``: submitted, published, discarded, or editing."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class DraftUnchanged(ProcessError):
    """The draft says what is published already."""


class DraftOutdated(ProcessError):
    """Another version was published since the draft began, which it does not hold."""


class DraftChanged(ProcessError):
    """The draft holds other files than those that were looked at."""


class OwnDraft(NotAllowed):
    """Whoever changed a draft may not publish it (E1)."""


class FileChanged(ProcessError):
    """Somebody saved or removed the file meanwhile. ``by``, ``at``, ``revision``, ``content``: of what is there now;

    ``by`` is None where nothing is.
    """

    def __init__(self, path: str, by: str | None, at: datetime | None, revision: int, content: bytes) -> None:
        super().__init__(path)
        self.path = path
        self.by = by
        self.at = at
        self.revision = revision
        self.content = content
