"""What the file of a plan holds besides its story: what it started, its forms with their proof, its attachments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.forms.schema import FormSchema
from processes.history.checkpoints import digest_of
from processes.history.personal import proves
from processes.models import Attachment, FormSubmission, HistoryCheckpoint, Instance
from services.models import CycleTraits
from services.readings.history import HistoryRow
from services.readings.instances import instance_for, visible_submissions
from services.visibility import visible_instances


@dataclass(frozen=True)
class FiledForm:
    """A submitted form. ``seq``: of the event that tells of it; ``digest``: that the history keeps; ``is_whole``: its
    values have that digest, None where the history keeps none."""

    submission: FormSubmission
    seq: int | None
    digest: str
    is_whole: bool | None


def family(session: Session, actor: Actor, instance_id: int) -> list[Instance]:
    """The instance and what it started, in order; NotFound for a foreign one."""
    first = instance_for(session, actor, instance_id)
    found = select(Instance).where(Instance.parent_id == first.id, visible_instances(actor)).order_by(Instance.id)
    return [first, *session.scalars(found)]


def filed_forms(
    session: Session,
    actor: Actor,
    instance_id: int,
    events: Sequence[HistoryRow],
    forms_of: Callable[[int], Mapping[str, FormSchema]],
) -> list[FiledForm]:
    """The forms of an instance that the actor may see, in order, each compared with what the history keeps."""
    told = {event.context["submission"]: event for event in events if "submission" in event.context}
    ids = [row.id for row in visible_submissions(session, actor, instance_id)]
    found = session.scalars(select(FormSubmission).where(FormSubmission.id.in_(ids)).order_by(FormSubmission.id))
    return [_filed(form, told.get(form.id), forms_of) for form in found]


def attachments_of(session: Session, forms: Sequence[int]) -> list[Attachment]:
    """The files that came with these forms."""
    found = select(Attachment).where(Attachment.submission_id.in_(forms)).order_by(Attachment.id)
    return list(session.scalars(found))


def outcome_of(session: Session, cycle_id: int) -> str | None:
    """What a cycle came to."""
    return session.scalar(select(CycleTraits.outcome).where(CycleTraits.cycle_id == cycle_id))


def newest_signed(session: Session) -> tuple[int, str] | None:
    """Number and digest of the newest checkpoint, as the one after it names it; None before the first."""
    found = select(HistoryCheckpoint).order_by(HistoryCheckpoint.number.desc()).limit(1)
    checkpoint = session.scalars(found).first()
    return None if checkpoint is None else (checkpoint.number, digest_of(checkpoint.statement))


def _filed(
    form: FormSubmission, told: HistoryRow | None, forms_of: Callable[[int], Mapping[str, FormSchema]]
) -> FiledForm:
    digest = None if told is None else told.context.get("digest")
    if told is None or digest is None:
        return FiledForm(form, None if told is None else told.seq, "", None)
    schema = forms_of(form.definition_version_id).get(form.form_key)
    return FiledForm(form, told.seq, digest, proves(schema, form, digest, told.commitment))
