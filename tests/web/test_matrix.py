"""Role × route × object, generated from the routes: nobody opens what the roles table does not give him."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.attachments.making import publish_procedure, submitted_file
from tests.paths.walking import Walker
from tests.support.bank import Bank
from tests.web.conftest import signed_in
from web.roles import TOKEN

# domain: Roles and what they see. "own": lin's customer; "team": a colleague's; "foreign": the other team's.
SEES = {
    "lin": {"own"}, "zhou": {"own", "team"}, "chen": {"own", "team", "foreign"}, "gao": {"own", "team", "foreign"},
    "shen": {"own", "team", "foreign"}, "xu": set(), "jiang": set(), "admin": set(),
}  # fmt: skip
STAFF = {"lin", "zhou", "chen", "gao", "xu", "shen"}
READERS = {"lin", "zhou", "chen", "gao", "shen"}
EVERYBODY = set(SEES)
OPEN_TO = {
    "inbox.home": EVERYBODY, "inbox.read_notices": STAFF,
    "work_items.page": STAFF, "work_items.claim": STAFF, "work_items.unclaim": STAFF, "work_items.complete": STAFF,
    "work_items.earlier": STAFF,
    "work_items.reassign": {"zhou"}, "attachments.download": STAFF,
    "customers.index": READERS, "customers.page": READERS, "customers.start_cycle": {"lin", "zhou"},
    "instances.index": READERS, "instances.page": READERS, "instances.where": READERS,
    "stories.page": READERS, "stories.moment": READERS, "stories.forms": READERS, "stories.plan": READERS,
    "stories.decisions": READERS,
    "audit.plans": READERS, "audit.searches": READERS, "audit.save": READERS, "audit.remove": READERS,
    "exports.cycles": READERS, "exports.events": {"shen"},
    "samples.index": {"shen"}, "samples.new": {"shen"}, "samples.draw": {"shen"}, "samples.page": {"shen"},
    "samples.next_item": {"shen"}, "samples.item": {"shen"}, "samples.examine": {"shen"},
    "working_papers.file": {"shen"},
    "findings.index": EVERYBODY, "findings.page": EVERYBODY, "findings.answer": EVERYBODY,
    "findings.give_back": {"shen"}, "findings.accept": {"shen"}, "findings.close": {"shen"},
    "finding_writing.new": {"shen"}, "finding_writing.store": {"shen"}, "finding_writing.revise": {"shen"},
    "finding_writing.store_revision": {"shen"},
    "instances.adjust": {"zhou"}, "instances.cancel": {"zhou"},
    "definitions.index": {"jiang", "shen", "chen", "gao"}, "definitions.page": {"jiang", "shen", "chen", "gao"},
    "definitions.file": {"jiang", "shen", "chen", "gao"}, "standards.page": {"jiang", "shen", "chen", "gao"},
    "drafts.page": {"jiang", "shen", "chen", "gao"}, "drafts.begin": {"jiang"}, "drafts.discard": {"jiang"},
    "drafts.submit": {"jiang"}, "drafts.give_back": {"jiang", "chen", "gao"}, "drafts.publish": {"chen", "gao"},
    "draft_editing.editor": {"jiang", "shen", "chen", "gao"}, "draft_editing.content": {"jiang", "shen", "chen", "gao"},
    "draft_editing.choices": {"jiang", "shen", "chen", "gao"}, "draft_editing.kept": {"jiang"},
    "draft_forms.preview": {"jiang", "shen", "chen", "gao"},
    "draft_editing.keep": {"jiang"}, "draft_editing.save": {"jiang"}, "draft_editing.check": {"jiang"},
    "draft_files.add": {"jiang"}, "draft_files.remove": {"jiang"}, "draft_files.import_files": {"jiang"},
    "draft_parameters.page": {"jiang", "shen", "chen", "gao"}, "draft_parameters.save": {"jiang"},
    "draft_tables.evaluate": {"jiang", "shen", "chen", "gao"},
    "draft_files.export": {"jiang", "shen", "chen", "gao"},
    "draft_files.export_version": {"jiang", "shen", "chen", "gao"},
    "comparisons.versions": {"jiang", "shen", "chen", "gao"},
    "impact.draft": {"jiang", "shen", "chen", "gao"}, "impact.ask_draft": {"jiang", "chen", "gao"},
    "impact.ask_version": {"jiang", "chen", "gao"}, "impact.run": {"jiang", "shen", "chen", "gao"},
    "impact.customers": {"chen", "gao"},
    "tryout.page": {"jiang", "chen", "gao"}, "tryout.act": {"jiang", "chen", "gao"},
    "scenarios.page": {"jiang", "shen", "chen", "gao"}, "scenarios.run": {"jiang", "chen", "gao"},
    "scenarios.remove": {"jiang"},
    "migrations.running": {"jiang", "shen", "chen", "gao"}, "migrations.batch": {"jiang", "shen", "chen", "gao"},
    "migrations.migrate": {"chen", "gao"}, "migrations.cancel": {"chen", "gao"}, "migrations.undo": {"chen", "gao"},
    "process_health.page": {"jiang", "shen", "chen", "gao"}, "process_health.items": {"shen", "chen", "gao"},
    "verification.evidence": {"shen", "gao"},
    "plan_file.plan_file": READERS,
    "verification.page": {"shen", "chen", "gao", "admin"},
    "audit_reports.index": {"shen", "chen", "gao"}, "audit_reports.page": {"shen", "chen", "gao"},
    "privacy.index": {"lin", "chen", "gao", "shen"}, "privacy.page": {"lin", "chen", "gao", "shen"},
    "privacy.take": {"lin", "chen", "gao"}, "privacy.answer": {"gao"}, "privacy.erase": {"gao"},
    "privacy.export": {"gao"}, "privacy.hold": {"gao"}, "privacy.release": {"chen", "gao"},
    "privacy.end": {"chen", "gao"},
    "disposals.index": {"chen", "gao", "shen"}, "disposals.page": {"chen", "gao", "shen"},
    "disposals.progress": {"chen", "gao", "shen"},
    "disposals.propose": {"chen", "gao"}, "disposals.decide": {"gao"}, "disposals.cancel": {"gao"},
    "admin.home": {"admin"}, "admin.retry": {"admin"}, "admin.retry_all": {"admin"},
    "admin.incident": {"admin"}, "admin.skip": {"admin"}, "admin.people": {"admin"}, "admin.add_person": {"admin"},
    "admin.set_active": {"admin"},
}  # fmt: skip
PUBLIC = {
    "static",
    "health.live",
    "health.ready",
    "auth.sign_in_page",
    "auth.sign_in_submit",
    "auth.sign_out",
    "auth.speak",
}
MACHINES = {"metrics.page"}  # for the installation's token, and for no person
CUSTOMERS = {"own": "K1004", "team": "K1005", "foreign": "K1002"}


@dataclass(frozen=True)
class Things:
    """The ids of one customer's customer, cycle, open item of his account manager, and file of a form of that cycle."""

    customer_id: int
    instance_id: int
    work_item_id: int
    attachment_id: int


@pytest.fixture
def things(bank: Bank) -> dict[str, Things]:
    publish_procedure(bank, "status-record")
    walker = Walker(bank.runtime)
    found = {}
    for kind, number in CUSTOMERS.items():
        cycle = walker.start_cycle(number)
        file = submitted_file(bank, cycle, "collect_status_record")
        walker.walk(cycle, ["supply_bank_figures"])
        item = walker.desk.seat(cycle, "assess_relationship").item_id
        found[kind] = Things(walker.customer(number).id, cycle, item, file)
    return found


def test_the_customers_of_this_test_are_whose_they_should_be(bank):
    walker = Walker(bank.runtime)
    lin, zhou = bank.actor("lin"), bank.actor("zhou")
    managers = {kind: walker.manager(number) for kind, number in CUSTOMERS.items()}
    assert managers["own"].id == lin.user_id
    assert managers["team"].id != lin.user_id
    assert managers["team"].team_id == zhou.team_id
    assert managers["foreign"].team_id != zhou.team_id


def test_every_route_is_in_the_roles_table(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(OPEN_TO) | PUBLIC | MACHINES


def test_a_stranger_is_sent_to_sign_in(app, things):
    client = app.test_client()
    for rule, method, kind, path in addresses(app, things):
        answer = client.open(path, method=method)
        assert answer.status_code == 302, (rule.endpoint, kind)
        assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("login", sorted(SEES))
def test_nobody_reaches_beyond_the_roles_table(app, things, login):
    for key in ("relationship-maintenance", "standard"):
        assert signed_in(app, "jiang").post(f"/drafts/{key}/begin").status_code == 303
    client, leaks = signed_in(app, login), []
    for rule, method, kind, path in addresses(app, things):
        status = client.open(path, method=method).status_code
        expected = expected_statuses(login, rule, method, kind)
        if status not in expected:
            leaks.append(f"{login} {method} {path} ({kind}): {status}, not {sorted(expected)}")
    assert leaks == []


@pytest.mark.parametrize(("token", "status"), [("", 404), ("0123456789abcdef", 401)])
def test_no_sign_in_opens_what_is_for_machines(app, token, status):
    app.config[TOKEN] = token
    visitors = {"nobody": app.test_client(), **{login: signed_in(app, login) for login in SEES}}
    paths = {rule.endpoint: str(rule) for rule in app.url_map.iter_rules() if rule.endpoint in MACHINES}
    assert set(paths) == MACHINES
    found = {
        (who, end): client.get(path).status_code for who, client in visitors.items() for end, path in paths.items()
    }
    assert {key: code for key, code in found.items() if code != status} == {}


def expected_statuses(login: str, rule: Rule, method: str, kind: str) -> set[int]:
    """What the roles table allows; an allowed action may still be refused by a rule (409, 422)."""
    if login not in OPEN_TO[rule.endpoint]:
        return {403}
    if kind and kind not in SEES[login]:
        return {404}
    if rule.endpoint == "work_items.earlier":
        return {200, 404}  # the first form submitted is one of this cycle's, or of another's
    if rule.endpoint in ("admin.retry", "admin.incident", "admin.skip"):
        return {404, 422}  # no job has failed in this bank, and no reason was typed
    if rule.endpoint == "audit.remove":
        return {404}  # nobody keeps a search in this bank
    if {"sample_id", "finding_id"} & rule.arguments:
        return {404}  # nobody drew a sample or wrote a finding in this bank
    if rule.endpoint == "privacy.take":
        return {422}  # no customer is named
    if rule.endpoint.startswith("privacy.") and rule.endpoint not in ("privacy.index", "privacy.hold", "privacy.end"):
        return {404}  # no person asked for anything in this bank, and no customer is under a hold
    if "disposal_id" in rule.arguments:
        return {404}  # nothing has been disposed of in this bank
    if rule.endpoint in ("migrations.batch", "migrations.cancel", "migrations.undo"):
        return {404}  # nothing was migrated in this bank
    if rule.endpoint in ("impact.run", "impact.customers"):
        return {404}  # nothing was asked in this bank
    if rule.endpoint == "impact.ask_draft":
        return {303, 404}
    if rule.endpoint in ("draft_editing.keep", "draft_editing.save", "draft_editing.check", "draft_forms.preview"):
        return {400}  # nothing was sent to be saved
    if method == "GET":
        return {200, 204, 302}
    if rule.endpoint.startswith("draft_parameters") and method == "POST":
        return {422}  # no figures were sent
    if rule.endpoint.startswith(("draft", "tryout", "scenarios")):
        return {200, 303, 404, 409, 422}  # a draft is given up, and nothing is drafted any more
    only_reads = login in ("chen", "gao", "shen", "zhou") and rule.endpoint.startswith("work_items.")
    return {403, 409} if only_reads and rule.endpoint != "work_items.reassign" else {200, 303, 403, 409, 422}


def addresses(app: Flask, things: dict[str, Things]) -> list[tuple[Rule, str, str, str]]:
    """(rule, method, kind of object, path) of every route that is not public, reading before writing."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC | MACHINES:
            continue
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        for kind, values in values_for(rule, things):
            with app.test_request_context():
                _domain, path = rule.build(values) or ("", "")
            found.append((rule, method, kind, path.partition("|")[2] or path))
    return sorted(found, key=lambda one: one[1])


def values_for(rule: Rule, things: dict[str, Things]) -> list[tuple[str, dict[str, object]]]:
    """The values of a route's parts: one of each object where it names one, "" where it names none."""
    objects = {"customer_id", "instance_id", "work_item_id", "attachment_id"} & rule.arguments
    if objects:
        name = objects.pop()
        rest = dict.fromkeys(rule.arguments, 1)
        return [(kind, {**rest, name: getattr(thing, name)}) for kind, thing in things.items()]
    shipped = {"key": "relationship-maintenance", "version": 1, "path": "forms/assessment.json"}
    shipped |= {"element_id": "assess_relationship", "report": "four-eyes", "kind": "csv"}
    return [("", {**dict.fromkeys(rule.arguments, 1), **{k: v for k, v in shipped.items() if k in rule.arguments}})]
