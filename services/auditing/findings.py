"""Commands of an auditor that say what a finding says: raise one, revise it.

Each is told in the finding's own stream ``finding:<id>``, with what it says, and by number alone in the history of what
it is about: whoever sees a cycle learns that there is a finding, not what it says. Nothing is removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotFound
from processes.models import HistoryEvent, Instance
from services.auditing.addressees import Place, addressees
from services.auditing.holding import LONGEST, current, day_of
from services.auditing.refusals import FindingRefused, auditor
from services.auditing.samples import item_of, mark_item
from services.auditing.telling import notify, tell
from services.calendar import BankCalendar
from services.models import AuditFinding
from services.procedure.cycle import CYCLE

SEVERITIES = ("high", "medium", "low")
DUE_WORKING_DAYS = 10
TEXTS = ("condition", "criterion", "recommendation")


@dataclass(frozen=True)
class Said:
    """What a finding says. ``due``: ISO, empty for `DUE_WORKING_DAYS` from now; ``addressee_id``: 0 for nobody."""

    severity: str
    condition: str
    criterion: str
    recommendation: str
    addressee_id: int
    due: str = ""


@dataclass(frozen=True)
class RaiseFinding:
    """Write a finding about an instance, a step or an event of it; ``sample_id``: of the sample it was drawn in."""

    instance_id: int
    said: Said
    element_id: str | None = None
    event_seq: int | None = None
    sample_id: int | None = None


@dataclass(frozen=True)
class ReviseFinding:
    """Say it otherwise, or to somebody else, before it is accepted."""

    finding_id: int
    said: Said
    seen_revision: int


@handles(RaiseFinding)
def raise_finding(context: CommandContext, command: RaiseFinding) -> int:
    """Its id. NotFound for an instance, step or event that is not there; FindingRefused names the fields at fault."""
    author = auditor(context)
    place = place_of(context, command.instance_id, command.element_id, command.event_seq)
    values = checked(context, place, command.said)
    finding = AuditFinding(
        cycle_id=place.cycle.id,
        instance_id=place.instance.id,
        sample_id=command.sample_id,
        element_id=place.element_id,
        event_seq=place.event_seq,
        status="open",
        revision=1,
        raised_by_id=author,
        raised_at=context.now,
        **values,
    )
    item = None if command.sample_id is None else item_of(context, command.sample_id, place.cycle.id)
    context.session.add(finding)
    context.session.flush()
    if item is not None:
        mark_item(context, item, "finding", item.note, author)
    tell(context, finding, "raise", cycle=place.cycle.id, sample=command.sample_id, **_plain(values))
    notify(context, finding, "raised", finding.addressee_id)
    return finding.id


@handles(ReviseFinding)
def revise_finding(context: CommandContext, command: ReviseFinding) -> None:
    """Old → new is told; an answer that was given stands, and the finding is open again where somebody else answers."""
    auditor(context)
    finding = current(context, command.finding_id, command.seen_revision, ("open", "answered", "returned"))
    place = place_of(context, finding.instance_id, finding.element_id, finding.event_seq)
    values, before = checked(context, place, command.said, finding), finding.addressee_id
    changes = {name: [getattr(finding, name), value] for name, value in values.items()}
    changes = {name: [str(one) for one in pair] for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return
    for name, value in values.items():
        setattr(finding, name, value)
    if finding.addressee_id != before:
        finding.status = "open"
        notify(context, finding, "raised", finding.addressee_id)
    finding.revision += 1
    tell(context, finding, "revise", changes=changes)


def place_of(context: CommandContext, instance_id: int, element_id: str | None, event_seq: int | None) -> Place:
    """NotFound for what is not there."""
    session = context.session
    instance = session.get(Instance, instance_id)
    cycle = instance if instance is None or instance.parent_id is None else session.get(Instance, instance.parent_id)
    if instance is None or cycle is None or cycle.definition_key != CYCLE or cycle.subject_id is None:
        raise NotFound(str(instance_id))
    if event_seq is not None and session.get(HistoryEvent, (f"instance:{instance_id}", event_seq)) is None:
        raise NotFound(f"{instance_id}: {event_seq}")
    definition = context.runtime.definitions.get(session, instance.definition_version_id)
    if element_id is not None and element_id not in definition.spec.elements:
        raise NotFound(f"{instance_id}: {element_id}")
    return Place(cycle, instance, element_id, event_seq)


def checked(context: CommandContext, place: Place, said: Said, before: AuditFinding | None = None) -> dict[str, object]:
    """The columns of what is said; FindingRefused names every field at fault. ``before``: what stays may stay."""
    faults = {name: "missing" for name in TEXTS if not getattr(said, name).strip()}
    faults |= {name: "too_long" for name in TEXTS if len(getattr(said, name)) > LONGEST}
    if said.severity not in SEVERITIES:
        faults["severity"] = "missing"
    people = {person.id for person in addressees(context.session, place)}
    if said.addressee_id not in people and (before is None or before.addressee_id != said.addressee_id):
        faults["addressee_id"] = "unknown" if said.addressee_id else "missing"
    due = (
        day_of(said.due)
        if said.due
        else BankCalendar().add_working_days(context.session, context.today, DUE_WORKING_DAYS)
    )
    if due is None or (due < context.today and (before is None or before.due_date != due)):
        faults["due"] = "past"
    if faults:
        raise FindingRefused(faults)
    texts = {name: getattr(said, name).strip() for name in TEXTS}
    return {**texts, "severity": said.severity, "addressee_id": said.addressee_id, "due_date": due}


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
