"""Segregation of duties, which no diagram may draw away (E1, E2): who drafts does not approve, and nothing takes effect
unapproved. At run time the items themselves hold it (`not_by`); this keeps a definition from leaving it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from processes.engine.elements import Element
from processes.engine.errors import Problem
from processes.engine.lint import reachable
from processes.engine.parsing import ProcessSpec
from processes.item_columns import listed
from processes.publishing_rules import publishing_rule

GROUPS_OF_LANE = {"lane_cc": frozenset({"cc", "cc_head"}), "lane_aud": frozenset({"aud"}), "lane_sup": frozenset[str]()}


@dataclass(frozen=True)
class Duty:
    """One pair of hands and the pair that checks them, by the keys of their forms.

    ``lane``: who checks; ``takes_effect``: the operation that no way reaches past the checking, where there is one.
    """

    drafted: frozenset[str]
    approved: str
    lane: str
    takes_effect: str | None = None


DUTIES = (
    Duty(frozenset({"assessment"}), "assessment-confirmation", "lane_sup", "compute_tier"),
    Duty(frozenset({"tier-proposal"}), "tier-approval", "lane_cc", "record_tier"),
    Duty(frozenset({"exit-reason", "tier-proposal"}), "exit-decision", "lane_cc", "mark_exiting"),
    Duty(frozenset(), "exit-concurrence", "lane_aud", "mark_exiting"),
    Duty(frozenset({"maintenance-plan", "measures-proposal"}), "plan-review", "lane_cc", "put_plan_in_force"),
    Duty(frozenset({"report"}), "guidance", "lane_cc", "schedule_next_cycle"),
    Duty(frozenset({"improvement-proposal"}), "improvement-decision", "lane_cc"),
    Duty(frozenset({"plan-adjustment"}), "adjustment-approval", "lane_cc"),  # one without added cost needs none (L4)
    Duty(frozenset({"task-result"}), "task-cost-approval", "lane_sup"),  # only above 110 % of the budget (E5)
)


@publishing_rule
def duties_kept(spec: ProcessSpec) -> Iterator[Problem]:
    """A problem for each duty that a process would not keep, at the element where it is broken."""
    for duty in DUTIES:
        yield from _kept(spec, duty)


def _kept(spec: ProcessSpec, duty: Duty) -> Iterator[Problem]:
    form_of = {key: one.properties.get("form") for key, one in spec.elements.items()}
    drafting = {key for key, form in form_of.items() if form in duty.drafted}
    approving = [one for key, one in spec.elements.items() if form_of[key] == duty.approved]
    for one in approving:
        yield from (Problem(spec.file_of(one.id), one.id, *found) for found in _faults(one, duty, drafting))
    if drafting and not approving:
        yield from (Problem(spec.file_of(key), key, "approval_missing", duty.approved) for key in sorted(drafting))
    for key in _past(spec, duty, {one.id for one in approving}):
        yield Problem(spec.file_of(key), key, "approval_bypassed", duty.approved)


def _faults(approving: Element, duty: Duty, drafting: set[str]) -> Iterator[tuple[str, str]]:
    properties = approving.properties
    if approving.lane_id != duty.lane:
        yield "approval_lane", duty.lane
    if approving.is_many:  # for an empty list it is done without anybody
        yield "approval_many", ""
    if "assignee" in properties:
        yield "approval_assignee", properties["assignee"]
    if others := set(listed(properties.get("candidate_groups"))) - GROUPS_OF_LANE[duty.lane]:
        yield "approval_groups", ", ".join(sorted(others))
    if missing := drafting - set(listed(properties.get("not_by"))):
        yield "four_eyes_missing", ", ".join(sorted(missing))


def _past(spec: ProcessSpec, duty: Duty, approving: set[str]) -> list[str]:
    """The service tasks that take effect and can be reached without passing an approving task.

    An event on the edge of a task counts as a way from the start: it may take the place of the approval.
    """
    effects = [
        key for key, one in spec.elements.items() if one.operation is not None and one.operation == duty.takes_effect
    ]
    if not effects:
        return []
    starts = [key for key, one in spec.elements.items() if one.type in ("startEvent", "boundaryEvent")]
    reached = reachable(spec.outline, starts, set(spec.elements) - approving)
    return [key for key in effects if key in reached]
