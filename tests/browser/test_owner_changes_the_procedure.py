"""A process owner changes form, diagram and standard in the browser, tries it, sees what it means; others publish it.

No file is touched: one running plan is migrated and completed on the new version while another stays on the old one.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from processes.jobs.worker import run_due
from processes.models import DefinitionVersion, Instance
from tests.browser.conftest import Site, Visitor
from tests.browser.designer.conftest import Desk
from tests.browser.diagram_editor import open_file, save
from tests.browser.table_editor import open_table, type_into
from tests.browser.test_diagram_editing import field
from tests.browser.test_diagram_editing import select as choose_element
from tests.browser.test_diagram_keyboard import choose, write_name
from tests.browser.test_tryout import button, go_on
from tests.impact.test_customer_book import KNOWN, records
from tests.paths.walking import Walker

__all__ = ["records"]

pytestmark = pytest.mark.browser
CYCLE, PLAN, STANDARD = "relationship-maintenance", "forms/maintenance-plan.json", "standard"
DRAFT = f"/drafts/{CYCLE}"
NAMED = """(name) => document.getElementById("editor").opened.editor.drawing.get("elementRegistry")
  .find((one) => one.type !== "label" && one.businessObject?.name === name).id"""
REASON = "措施须先权衡，方案写明客户意见"


def test_a_process_owner_changes_the_procedure_without_a_file(
    site: Site, browser: Browser, records: list[dict[str, Any]]
) -> None:
    walker = Walker(site.bank.runtime)
    moving, staying = (at_the_plan(walker, number) for number in ("K0001", "K0002"))
    owner = Visitor(site, browser)
    owner.sign_in("jiang")
    owner.open(f"/processes/{CYCLE}")
    owner.press("form[action$='/begin'] button")
    add_a_field(owner)
    add_a_form(owner)
    insert_a_task(owner)
    try_it(owner)
    look_at_instances(site, owner)
    ask_to_publish(owner, DRAFT)
    move_the_threshold(owner)
    look_at_tiers(site, owner)
    ask_to_publish(owner, f"/drafts/{STANDARD}", site.bank.clock().date().isoformat())
    assert [one for one in owner.complaints if "status of 422" not in one] == []
    head = Visitor(site, browser)
    head.sign_in("gao")
    publish(head, DRAFT)
    publish(head, f"/drafts/{STANDARD}")
    migrate(site, head, moving)
    assert (version_of(site, moving), version_of(site, staying)) == (2, 1)
    complete(walker, moving, staying)
    assert head.complaints == []


def at_the_plan(walker: Walker, number: str) -> int:
    """A cycle before its measures are proposed."""
    cycle = walker.start_cycle(number)
    walker.desk.run_to(cycle, "propose_measures")
    return cycle


def add_a_field(owner: Visitor) -> None:
    """A required field on the plan's form."""
    desk = Desk(owner, CYCLE, PLAN)
    desk.open()
    desk.row("sections/1/fields/1").click()
    desk.add("text")
    desk.control("label.zh").fill("客户意见")
    desk.control("label.en").fill("Customer's view")
    desk.control("required").check()
    owner.shoot("owner-form")
    desk.save()


def add_a_form(owner: Visitor) -> None:
    """The form of the task that comes."""
    owner.open(DRAFT)
    owner.page.select_option("[name=kind]", "form")
    owner.page.fill("[name=name]", "weighing")
    owner.press("form[action$='/files'] button")
    expect(owner.page.locator("#editor[data-opened=true]")).to_have_count(1)


def insert_a_task(owner: Visitor) -> None:
    """Between two steps; what the check says on the way is put right."""
    open_file(owner, f"{CYCLE}.bpmn", CYCLE)
    problems = owner.page.locator(".editor-problems .editor-problem-count")
    expect(problems).to_have_attribute("data-count", "0")
    go_to(owner, "flow_propose_measures_to_draft_plan")
    owner.page.keyboard.press("Delete")
    go_to(owner, "propose_measures")
    choose(owner, "a", "用户任务")
    write_name(owner, "权衡措施")
    expect(problems).not_to_have_attribute("data-count", "0")
    owner.shoot("owner-problems")
    choose(owner, "c", "编制维护方案")
    go_to(owner, owner.page.evaluate(NAMED, "权衡措施"))
    field(owner, "name_en").fill("Weigh the measures")
    field(owner, "form").select_option("weighing")
    field(owner, "step").select_option("4")
    expect(problems).to_have_attribute("data-count", "0")
    owner.shoot("owner-diagram")
    save(owner)


def go_to(owner: Visitor, element: str) -> None:
    """Select an element, with the keys at the drawing."""
    choose_element(owner, element)
    owner.page.evaluate("document.querySelector('.djs-container svg').focus()")


def try_it(owner: Visitor) -> None:
    """In the real engine, up to the review; kept as a scenario that holds."""
    owner.open(f"{DRAFT}/try-out")
    go_on(owner, "draft_plan")
    expect(owner.page.locator(".steps-taken")).to_contain_text("权衡措施")
    go_on(owner, "review_plan")
    owner.page.click("details:has(form.scenario-form) > summary")
    owner.page.fill("#scenario-name", "权衡后编制方案")
    owner.press(button("save"))
    owner.shoot("owner-scenario")


def look_at_instances(site: Site, owner: Visitor) -> None:
    """Both running plans can go to the new version."""
    ask(site, owner, f"{DRAFT}/impact")
    expect(owner.page.locator("main")).to_contain_text("权衡措施")
    owner.shoot("owner-impact")


def ask(site: Site, owner: Visitor, path: str) -> None:
    """Until the page, which follows by itself, has all of the answer."""
    owner.open(path)
    owner.press("main form button")
    run_due(site.bank.runtime)
    owner.page.wait_for_selector("[data-follow]", state="detached")


def move_the_threshold(owner: Visitor) -> None:
    """Of tier B, from 65 to 60."""
    owner.open("/standard/")
    owner.press("form[action$='/begin'] button")
    open_table(owner, "tier.dmn")
    type_into(owner, 3, 1, ">= 60")
    save(owner)


def look_at_tiers(site: Site, owner: Visitor) -> None:
    """As many customers change tier as the clauses say; who they are is not for the owner."""
    ask(site, owner, f"/drafts/{STANDARD}/impact")
    expect(owner.page.locator(".impact-lead")).to_contain_text(f"{KNOWN} 位客户")
    assert owner.page.locator("a[href$='/customers'].button").count() == 0
    owner.shoot("owner-tiers")


def ask_to_publish(owner: Visitor, draft: str, day: str = "") -> None:
    """With a reason; a standard with its day."""
    owner.open(draft)
    owner.page.fill("#reason", REASON)
    if day:
        owner.page.fill("#effective_from", day)
    assert owner.press("form[action$='/submit'] button") == 200
    assert owner.page.locator(".error-summary").count() == 0, owner.page.locator(".error-summary").inner_text()


def publish(head: Visitor, draft: str) -> None:
    """A second person, who sees what was asked for."""
    head.open(draft)
    expect(head.page.locator("main")).to_contain_text(REASON)
    head.shoot(f"head-{draft.rpartition('/')[2]}")
    assert head.press("form[action$='/publish'] button") == 200
    assert head.page.locator(".error-summary").count() == 0, head.page.locator(".error-summary").inner_text()


def migrate(site: Site, head: Visitor, cycle: int) -> None:
    """One of the two running plans."""
    head.open(f"/processes/{CYCLE}/2/running")
    head.page.check(f"[name=instance][value='{cycle}']")
    head.page.fill("[name=reason]", REASON)
    head.press("main .button.primary")
    run_due(site.bank.runtime)


def version_of(site: Site, cycle: int) -> int:
    """The number of the version that an instance is on."""
    with site.bank.runtime.read_session() as session:
        wanted = select(DefinitionVersion.version).join(Instance).where(Instance.id == cycle)
        return session.scalars(wanted).one()


def complete(walker: Walker, moving: int, staying: int) -> None:
    """The one weighs its measures and writes what the customer says; the other goes the old way."""
    walker.desk.complete(staying, "propose_measures")
    walker.desk.complete(moving, "propose_measures")
    weighing = walker.desk.next_element(moving)
    assert weighing not in ("propose_measures", "draft_plan")
    walker.desk.complete(moving, weighing)
    for cycle, more in ((moving, {"customer_s_view": "满意"}), (staying, {})):
        assert walker.desk.next_element(cycle) == "draft_plan"
        walker.desk.complete(cycle, "draft_plan", **more)
        walker.desk.run_to(cycle, "propose_improvements")
        assert walker.desk.is_at(cycle, "propose_improvements")
