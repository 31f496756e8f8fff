"""Owns the entries of the main navigation: what each role finds in the header."""

from dataclasses import dataclass

from flask import request, url_for
from flask_login import current_user

from services.readings.auditing.findings import waiting_findings
from services.readings.inbox import count_mine, count_unclaimed
from web.languages import gettext as _
from web.reading import actor_now, read_session
from web.roles import READERS, STAFF

DEFINITION_READERS = frozenset({"owner", "aud", "cc", "cc_head"})
REPORT_READERS = frozenset({"aud", "cc", "cc_head"})
PRIVACY_READERS = frozenset({"am", "cc", "cc_head", "aud"})
ADMINISTRATORS = frozenset({"admin"})
PROCESSES = (
    *("definitions", "comparisons", "migrations", "process_health", "standards", "impact"),
    *("drafts", "draft_editing", "draft_files", "draft_forms", "draft_parameters", "draft_tables"),
    *("tryout", "scenarios"),
)
AUDITING = ("samples", "findings", "finding_writing", "working_papers")
PEOPLE = ("admin.people", "admin.add_person")  # the second answers with the page when it refuses


@dataclass(frozen=True)
class Entry:
    """One link. ``count``: open items behind it, None where nothing is counted."""

    text: str
    url: str
    current: bool
    count: int | None = None


def navigation() -> list[Entry]:
    """The entries of the signed-in person's role."""
    role = current_user.role
    entries: list[Entry] = []
    if role in STAFF:
        entries.append(_entry(_("Inbox"), "inbox.home", ("inbox", "work_items"), _count()))
    if role in READERS:
        entries.append(_entry(_("Customers"), "customers.index", ("customers",)))
        entries.append(_entry(_("Cycles"), "instances.index", ("instances", "audit")))
    entries += _auditing(role)
    if role in DEFINITION_READERS:
        entries.append(_entry(_("Processes"), "definitions.index", PROCESSES))
    if role in REPORT_READERS:
        entries.append(_entry(_("Reports"), "audit_reports.index", ("audit_reports", "verification")))
    if role in PRIVACY_READERS:
        entries.append(_entry(_("Personal data"), "privacy.index", ("privacy", "disposals")))
    if role in ADMINISTRATORS:
        entries.append(_entry(_("Operation"), "admin.home", ("admin",), exclude=PEOPLE))
        entries.append(_entry(_("People"), "admin.people", (), also=PEOPLE))
    return entries


def _auditing(role: str) -> list[Entry]:
    """An auditor's workbench; for the others their findings, once there is one."""
    waiting = waiting_findings(read_session(), actor_now())
    if role == "aud":
        return [_entry(_("Workbench"), "samples.index", AUDITING, waiting.mine)]
    return [_entry(_("Findings"), "findings.index", ("findings",), waiting.mine)] if waiting.any else []


def _entry(
    text: str,
    endpoint: str,
    blueprints: tuple[str, ...],
    count: int | None = None,
    *,
    also: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
) -> Entry:
    inside = request.blueprint in blueprints and request.endpoint not in exclude
    return Entry(text, url_for(endpoint), request.endpoint in (endpoint, *also) or inside, count)


def _count() -> int:
    session, actor = read_session(), actor_now()
    return count_mine(session, actor) + count_unclaimed(session, actor)
