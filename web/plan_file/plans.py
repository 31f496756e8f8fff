"""A plan's versions, what became of the draft until it was approved, and the tasks that followed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from processes.forms.differing import FieldChange, differences
from services.models import MaintenanceTask, PlanVersion
from services.readings.story.papers import plans
from web.languages import gettext as _
from web.papers import Block, Heading, Listing, Text
from web.presentation import day, money
from web.story.looking import Head
from web.words import status_word
from web.work_items.forms import submission_view


def plan_versions(session: Session, head: Head, versions: Sequence[PlanVersion]) -> list[Block]:
    """Every version, and the first against the approved one."""
    if not versions:
        return []
    titles = [_("Version"), _("State"), _("Period"), _("Total (CNY)"), _("Allowed (CNY)"), _("Comments")]
    rows = [
        [
            str(one.version),
            status_word(one.status),
            f"{day(one.period_from)} – {day(one.period_to)}",
            money(one.total),
            money(one.allowed),
            one.comments or "",
        ]
        for one in versions
    ]
    return [Heading(_("Plan versions")), Listing.fitted(titles, rows, (3, 4)), *_drafted_and_approved(session, head)]


def tasks(found: Sequence[tuple[MaintenanceTask, str]]) -> list[Block]:
    """The tasks of the plan in force."""
    if not found:
        return []
    titles = [_("Number"), _("Task"), _("Assignee"), _("Due"), _("Budget (CNY)"), _("Cost (CNY)"), _("State")]
    rows = [
        [
            str(task.instance_id or ""),
            task.measure + (f" ({_('added later')})" if task.adjustment_id else ""),
            name,
            day(task.due_date),
            money(task.budget),
            money(task.cost) or "–",
            status_word(task.status),
        ]
        for task, name in found
    ]
    return [Heading(_("Tasks")), Listing.fitted(titles, rows, (4, 5))]


def changes(found: Sequence[FieldChange]) -> Listing:
    """What differs, a line a field."""
    rows = [[_field(one), one.before or "–", one.after or "–"] for one in found]
    return Listing([_("Field"), _("Old"), _("New")], rows, [1, 1, 1])


def _drafted_and_approved(session: Session, head: Head) -> list[Block]:
    found = plans(session, head.instance.id)
    if found is None:
        return []
    drafted = submission_view(session, found.drafted_form, values=found.drafted.values)
    approved = submission_view(session, found.approved_form, values=found.approved.values)
    differing = differences(drafted, approved)
    if not differing:
        told: Block = Text(_("The plan was approved as it was first submitted."), "quiet")
    else:
        told = changes(differing)
    return [Heading(_("From draft to approval"), 2), told]


def _field(one: FieldChange) -> str:
    place = f" {_('row %(number)s', number=one.row)}" if one.row else ""
    column = f" · {one.column}" if one.column else ""
    kinds = {"added": f" ({_('added')})", "removed": f" ({_('removed')})"}
    return f"{one.label}{place}{column}{kinds.get(one.kind, '')}"
