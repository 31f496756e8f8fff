"""Owns the order of a plan's file: cover, diagram, plans, tasks, decisions, and each process's forms and history."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.history.findings import Report
from services.readings.instances import element_names, instance_page
from services.readings.plan_file import attachments_of, family, filed_forms
from services.readings.story import events_of
from web.languages import gettext as _
from web.languages import language
from web.papers import Block, Heading, Paper, Text
from web.plan_file.cover import cover, plan_name
from web.plan_file.decisions import decisions
from web.plan_file.drawings import drawings
from web.plan_file.plans import plan_versions, tasks
from web.plan_file.records import attachments, forms, history, second
from web.presentation import acting
from web.story.looking import Head, definition_of_number, forms_of, head_of, look
from web.words import process_name, status_word


def compose(session: Session, actor: Actor, instance_id: int, report: Report, made_at: datetime) -> Paper:
    """The file of an instance and of what it started, as this actor may see it."""
    members = family(session, actor, instance_id)
    head = head_of(session, actor, instance_id)
    shown = look(session, head, None, None)
    page = instance_page(session, actor, instance_id)
    blocks: list[Block] = [
        *cover(session, head, shown, report, actor, made_at),
        *drawings(shown),
        *plan_versions(session, head, page.plans),
        *tasks(page.tasks),
        *decisions(session, head),
    ]
    taken: list[int] = []
    for member in members:
        its = head if member.id == instance_id else Head(member, head.customer, events_of(session, member.id), [])
        blocks += _records(session, actor, its, taken, is_first=member.id == instance_id)
    blocks += attachments(attachments_of(session, taken))
    name = plan_name(head)
    return Paper(
        title=f"{name} · {head.customer.name}" if head.customer else name,
        lang=language(),
        running=(name, f"{head.customer.name} {head.customer.number}" if head.customer else ""),
        footer=_("Printed %(time)s by %(name)s", time=second(made_at), name=actor.name),
        page_of=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        blocks=blocks,
    )


def _records(session: Session, actor: Actor, its: Head, taken: list[int], is_first: bool) -> list[Block]:
    """The forms and the history of one process. ``taken``: the forms of all so far, to find their attachments."""
    filed = filed_forms(session, actor, its.instance.id, its.events, forms_of(session))
    taken += [one.submission.id for one in filed]
    names = _names(session, its)
    if is_first:
        return [
            *([Heading(_("Forms"))] if filed else []),
            *forms(session, filed, 2),
            Heading(_("History")),
            *history(session, its.events, names),
        ]
    started = _(
        "started %(time)s by %(name)s", time=second(its.instance.started_at), name=acting(its.instance.started_by_name)
    )
    return [
        Heading(f"{process_name(its.instance.definition_key)} {its.instance.id}"),
        Text(f"{status_word(its.instance.status)} · {started}", "quiet"),
        *forms(session, filed, 2),
        Heading(_("History"), 2),
        *history(session, its.events, names),
    ]


def _names(session: Session, its: Head) -> Mapping[str, str]:
    version = its.instance.definition_version
    return element_names(definition_of_number(session, its, version.version), language())
