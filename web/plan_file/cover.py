"""The first page of a plan's file: what it is about, how it stands, and whether its history holds together."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.history.findings import Report
from services.readings.plan_file import newest_signed, outcome_of
from services.readings.story.assessed import assessed
from services.readings.story.lines import people_in
from services.readings.story.papers import plans
from web.audit.columns import outcome_words
from web.languages import gettext as _
from web.languages import language
from web.papers import Block, Facts, Heading, Text, Title
from web.plan_file.records import second
from web.presentation import acting
from web.story.looking import Head, Shown
from web.verification.words import finding_sentence
from web.words import process_name, role_name, status_word, tier_name

MOST_FINDINGS = 50


def plan_name(head: Head) -> str:
    """What the file is called on every page."""
    return f"{process_name(head.instance.definition_key)} {head.instance.id}"


def cover(session: Session, head: Head, shown: Shown, report: Report, actor: Actor, made_at: datetime) -> list[Block]:
    """Title, what the plan is, and the verification."""
    customer = head.customer
    title = customer.name if customer else plan_name(head)
    printed = _("Printed %(time)s by %(name)s", time=second(made_at), name=f"{actor.name} ({role_name(actor.role)})")
    return [
        Title(title, _("The whole file of a plan"), plan_name(head)),
        Facts(_about(session, head)),
        Heading(_("Versions"), 2),
        Facts(_versions(session, head, shown)),
        Heading(_("Who took part"), 2),
        Facts(_people(head)),
        Heading(_("Verification of its history"), 2),
        *_verified(session, report),
        Text(printed, "quiet"),
    ]


def _about(session: Session, head: Head) -> list[tuple[str, str]]:
    instance, customer, found = head.instance, head.customer, plans(session, head.instance.id)
    rows = []
    if customer is not None:
        tier = f"{customer.tier} {tier_name(customer.tier)}" if customer.tier else tier_name(None)
        rows += [(_("Customer"), f"{customer.name} {customer.number}"), (_("Tier"), tier)]
        rows += [(_("Account manager"), customer.am.name)]
    if found is not None:
        rows += [(_("Period"), f"{found.approved.period_from} – {found.approved.period_to}")]
    ended = f" · {second(instance.ended_at)}" if instance.ended_at else ""
    outcome = outcome_words().get(outcome_of(session, instance.id))
    started = _("started %(time)s by %(name)s", time=second(instance.started_at), name=acting(instance.started_by_name))
    return [
        *rows,
        (_("State"), f"{status_word(instance.status)}{ended}"),
        *([(_("Outcome"), outcome)] if outcome else []),
        (_("Started"), started),
    ]


def _versions(session: Session, head: Head, shown: Shown) -> list[tuple[str, str]]:
    version = head.instance.definition_version
    used = sorted({one.stored.standard_version for one in assessed(session, head.instance.id, 10)})
    known = ", ".join(used) or "–"
    return [
        (_("Process"), _("process version %(number)s", number=shown.then.version)),
        (_("Digest of the process"), version.digest),
        (_("Standard"), known),
    ]


def _people(head: Head) -> list[tuple[str, str]]:
    """Who acted, in the order of the first act, with the roles they had then."""
    roles: Mapping[int, list[str]] = {person: [] for person in people_in(head.events)}
    for event in head.events:
        if event.actor_id is not None and event.role not in roles[event.actor_id]:
            roles[event.actor_id].append(event.role)
    names = people_in(head.events)
    return [(names[person], ", ".join(map(role_name, had))) for person, had in roles.items()]


def _verified(session: Session, report: Report) -> list[Block]:
    if report.is_whole:
        told: list[Block] = [
            Text(
                _(
                    "Whole: %(events)s events in %(streams)s streams hold together, and %(checkpoints)s signed "
                    "checkpoints agree with them.",
                    events=report.events,
                    streams=report.streams,
                    checkpoints=report.checkpoints,
                ),
                "good",
            )
        ]
    else:
        told = [Text(_("Not whole: %(count)s findings", count=report.found), "bad")]
        told += [Text(finding_sentence(one, language()), "said") for one in report.findings[:MOST_FINDINGS]]
    signed = newest_signed(session)
    if signed is not None:
        told.append(Facts([(_("Newest checkpoint"), str(signed[0])), (_("Its digest"), signed[1])]))
    return told
