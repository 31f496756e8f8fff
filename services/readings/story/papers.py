"""The forms and plans of an instance, and whether a stored form is the one that the history speaks of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.commands.erasing import ACTION
from processes.errors import NotFound
from processes.forms.schema import FormSchema
from processes.history.personal import proves, proves_erased
from processes.models import DefinitionVersion, FormSubmission
from services.models import PlanVersion
from services.readings.history import HistoryRow
from services.readings.instances import visible_submissions

DRAFTED = "draft_plan"
APPROVED = ("approved", "running", "closed")


@dataclass(frozen=True)
class Paper:
    """A form as it was submitted. ``before``: the one that it replaced; ``version``: of the process that holds its
    schema; ``is_whole``: its values have the digest that the history keeps, None where it keeps none."""

    submission: FormSubmission
    before: FormSubmission | None
    version: DefinitionVersion
    seq: int | None
    is_whole: bool | None


@dataclass(frozen=True)
class Plans:
    """A cycle's plan as it was first submitted and as it was approved, with the forms that hold their schemas."""

    drafted: PlanVersion
    approved: PlanVersion
    drafted_form: FormSubmission
    approved_form: FormSubmission
    versions: int


def paper(
    session: Session,
    actor: Actor,
    events: Sequence[HistoryRow],
    instance_id: int,
    submission_id: int,
    forms_of: Callable[[int], Mapping[str, FormSchema]],
) -> Paper:
    """A form of the instance; NotFound for one that is another's, or that the actor may not see."""
    seen = [one.id for one in visible_submissions(session, actor, instance_id)]
    if submission_id not in seen:
        raise NotFound(str(submission_id))
    found = session.get_one(FormSubmission, submission_id)
    about = [one for one in events if one.context.get("submission") == submission_id]
    told = next((one for one in about if one.action != ACTION), None)
    digest = None if told is None else told.context.get("digest")
    return Paper(
        found,
        _before(session, found),
        session.get_one(DefinitionVersion, found.definition_version_id),
        None if told is None else told.seq,
        None
        if told is None or digest is None
        else _is_whole(events, forms_of(found.definition_version_id).get(found.form_key), found, told),
    )


def papers(session: Session, actor: Actor, instance_id: int) -> Sequence[Row[Any]]:
    """The forms of an instance, the newest first, without what they say."""
    return visible_submissions(session, actor, instance_id)[::-1]


def plans(session: Session, instance_id: int) -> Plans | None:
    """The first and the approved version of a cycle's plan; None before one was approved."""
    found = select(PlanVersion).where(PlanVersion.instance_id == instance_id).order_by(PlanVersion.version)
    versions = list(session.scalars(found))
    approved = [one for one in versions if one.status in APPROVED]
    if not approved:
        return None
    forms = _drafts(session, instance_id)
    first, last = _form_of(forms, versions[0]), _form_of(forms, approved[-1])
    return None if first is None or last is None else Plans(versions[0], approved[-1], first, last, len(versions))


def _is_whole(events: Sequence[HistoryRow], schema: FormSchema | None, form: FormSubmission, told: HistoryRow) -> bool:
    """Erased, it must be what its erasure left."""
    erasures = [one for one in events if one.action == ACTION and one.context.get("submission") == form.id]
    if not erasures or form.erased_at is None:
        return not erasures and form.erased_at is None and proves(schema, form, told.context["digest"], told.commitment)
    digest = told.context["digest"] if told.commitment is not None else erasures[0].context["digest"]
    return proves_erased(schema, form, digest)


def _before(session: Session, submission: FormSubmission) -> FormSubmission | None:
    found = (
        select(FormSubmission)
        .where(
            FormSubmission.instance_id == submission.instance_id,
            FormSubmission.element_id == submission.element_id,
            FormSubmission.form_key == submission.form_key,
            FormSubmission.id < submission.id,
        )
        .order_by(FormSubmission.id.desc())
        .limit(1)
    )
    return session.scalars(found).first()


def _drafts(session: Session, instance_id: int) -> list[FormSubmission]:
    found = select(FormSubmission).where(
        FormSubmission.instance_id == instance_id, FormSubmission.element_id == DRAFTED
    )
    return list(session.scalars(found.order_by(FormSubmission.id)))


def _form_of(forms: Sequence[FormSubmission], plan: PlanVersion) -> FormSubmission | None:
    """The form that a version was filed from: the last one submitted until then."""
    return next((form for form in reversed(forms) if form.submitted_at <= plan.submitted_at), None)
