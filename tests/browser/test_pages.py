"""Every page in a real Chromium: axe, both languages, wide and narrow, print, no complaint of the console."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import RecordVerification, UseKeys, WriteCheckpoint
from processes.history.verification import verify
from processes.models import FormSubmission, Instance, WorkItem
from services.archive import current_values
from services.demo.desk import Desk
from services.privacy.holds import PlaceHold
from services.privacy.requests import TakeRequest
from tests.browser.conftest import SCREENSHOTS, Site, Visitor
from tests.browser.windows import NARROW, WIDE
from tests.paths.walking import Walker

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
STOPS = (
    "collect_status_record", "assess_relationship", "map_relations", "confirm_assessment", "rate_customer",
    "approve_tier", "propose_measures", "draft_plan", "review_plan", "break_down_tasks",
)  # fmt: skip


@pytest.fixture
def busy_site(site: Site) -> Site:
    """Cycles at many steps, one of which is in force with tasks."""
    walker = Walker(site.bank.runtime)
    for position, stop in enumerate(STOPS):
        Desk(site.bank.runtime).run_to(walker.start_cycle(f"K{1001 + position}"), stop)
    Desk(site.bank.runtime).run_to(walker.start_cycle("K0001"), "write_summary")
    Desk(site.bank.runtime).run_to(walker.start_cycle("K0003"), "carry_out_task")
    verified(site)
    asked(site)
    return site


def asked(site: Site) -> None:
    """A contact of K0001 asked for the deletion of what is kept about him, and another customer is under a hold."""
    bank, walker = site.bank, Walker(site.bank.runtime)
    customer = walker.customer("K0001")
    with bank.runtime.read_session() as session:
        values = current_values(session, customer.id)
    person = str(values["contacts"][0]["name"])  # type: ignore[index]
    bank.execute(TakeRequest(customer.id, "deletion", person, "", date(2026, 1, 5)), walker.manager("K0001").login)
    bank.execute(PlaceHold(walker.customer("K1002").id, "法院调取证据", "（2026）沪01民初1号"), "gao")


def verified(site: Site) -> None:
    """The history was verified twice: whole, and with findings."""
    runtime = site.bank.runtime
    runtime.execute(UseKeys(), SYSTEM)
    runtime.execute(WriteCheckpoint(), SYSTEM)
    report = verify(runtime)
    assert report.is_whole, report.findings
    runtime.execute(RecordVerification.of(report, "operator", None), SYSTEM)
    report.note("chain", "instance:7", 12)
    report.note("missing", number=4)
    runtime.execute(RecordVerification.of(report, "operator", None), SYSTEM)


def pages(site: Site) -> list[tuple[str, str, str]]:
    """(login, path, name) of every kind of page, each as somebody who works with it."""
    desk = Desk(site.bank.runtime)
    with site.bank.runtime.read_session() as session:
        items = {item.element_id: item for item in session.scalars(select(WorkItem).where(WorkItem.status == "open"))}
        cycles = {
            cycle.subject_id: cycle.id for cycle in session.scalars(select(Instance).order_by(Instance.id.desc()))
        }
        done = session.scalars(select(WorkItem).where(WorkItem.element_id == "assess_relationship")).first()
        assert done is not None
        form = session.scalars(select(FormSubmission.id).where(FormSubmission.instance_id == done.instance_id)).first()
    listed = [
        ("zhou", "/", "inbox"),
        ("chen", "/?view=groups", "inbox-group"),
        ("lin", "/?view=done", "inbox-done"),
        ("gao", "/customers/", "customers"),
        ("gao", "/customers/1", "customer"),
        ("shen", "/cycles/", "cycles"),
        ("shen", "/audit/plans/", "finding-cycles"),
        ("shen", f"/cycles/{cycles[1]}", "cycle"),
        ("shen", f"/cycles/{cycles[1]}/story", "story"),
        ("shen", f"/cycles/{cycles[1]}/story?at=40&kind=people", "story-moment"),
        ("shen", f"/cycles/{cycles[1]}/story/forms", "story-forms"),
        ("shen", f"/cycles/{done.instance_id}/story/forms?form={form}", "story-form"),
        ("shen", f"/cycles/{cycles[1]}/story/plan", "story-plan"),
        ("shen", f"/cycles/{cycles[1]}/story/decisions", "story-decisions"),
        ("shen", f"/work-items/{done.id}", "item-finished"),
        ("shen", "/audit/verification", "verification"),
        ("gao", "/privacy/", "privacy"),
        ("gao", "/privacy/1", "privacy-request"),
        ("chen", "/privacy/disposals/", "disposals"),
        ("lin", "/privacy/", "privacy-manager"),
        ("shen", "/audit/reports/", "reports"),
        ("chen", "/audit/reports/four-eyes", "report-four-eyes"),
        ("shen", "/audit/reports/scores", "report-scores"),
        ("shen", "/audit/reports/reads", "report-reads"),
        ("shen", "/audit/reports/rights", "report-rights"),
        ("jiang", "/processes/", "processes"),
        ("jiang", "/processes/relationship-maintenance", "process"),
        ("admin", "/admin/", "operation"),
        ("admin", "/admin/people", "people"),
        ("lin", "/nothing-here", "not-found"),
    ]
    return listed + [_page_of(desk, element, item) for element, item in sorted(items.items())]


def _page_of(desk: Desk, element: str, item: WorkItem) -> tuple[str, str, str]:
    """An open item's page, as whoever may complete it."""
    seat = next(one for one in desk.seats(item.instance_id) if one.item_id == item.id)
    return seat.user.login, f"/work-items/{item.id}", f"item-{element.replace('_', '-')}"


def faults_of(seat: Visitor, axe: Axe, name: str) -> list[str]:
    """What is not accessible on the page that is open, and whether it is too wide."""
    found = axe.run(seat.page, options=RULES).response["violations"]
    faults = [f"{name}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    if seat.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append(f"{name}: wider than the window")
    return faults


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_fits(busy_site, browser, language, size):
    seat = Visitor(busy_site, browser, viewport=size, locale=language)
    axe, signed_in, faults = Axe(), "", []
    for login, path, name in sorted(pages(busy_site)):
        if login != signed_in:
            seat.sign_in(login)
            signed_in = login
        speak(seat, language)
        seat.open(path)
        seat.shoot(f"{name}-{size['width']}-{language[:2]}")
        faults += faults_of(seat, axe, path)
    faults += [line for line in seat.complaints if "404" not in line]
    seat.page.context.close()
    assert faults == []


def test_the_sign_in_page_is_accessible(visitor):
    for language in ("zh-CN", "en-US"):
        visitor.open("/sign-in")
        assert Axe().run(visitor.page, options=RULES).response["violations"] == [], language
        visitor.shoot(f"sign-in-{language[:2]}")
        visitor.press(".language-switch button")


def test_a_cycle_prints(busy_site, browser):
    seat = Visitor(busy_site, browser)
    seat.sign_in("shen")
    seat.open("/cycles/1")
    seat.page.emulate_media(media="print")
    seat.shoot("cycle-print")
    assert not seat.page.locator("header.app-header").is_visible()
    sheets = seat.page.locator(".bpmn-sheet")
    assert {sheets.nth(number).is_visible() for number in range(sheets.count())} == {True}
    (SCREENSHOTS / "cycle.pdf").write_bytes(seat.page.pdf(prefer_css_page_size=True))
    seat.page.context.close()


def test_a_work_item_tells_where_its_plan_is(busy_site, browser):
    seat = Visitor(busy_site, browser)
    seat.sign_in("zhou")
    with busy_site.bank.runtime.read_session() as session:
        item = session.scalars(select(WorkItem.id).where(WorkItem.element_id == "break_down_tasks")).first()
    seat.open(f"/work-items/{item}")
    seat.page.click("details.where > summary")
    seat.page.locator("details.where .bpmn-diagram .is-current").first.wait_for()
    assert seat.page.locator("details.where .timeline li").count() == 8
    assert Axe().run(seat.page, options=RULES).response["violations"] == []
    seat.shoot("item-where")
    assert seat.complaints == []
    seat.page.context.close()


def speak(seat: Visitor, language: str) -> None:
    """Switch the page to the wanted language, as its button does."""
    wanted = language[:2]
    if not (seat.page.locator("html").get_attribute("lang") or "").startswith(wanted):
        seat.press(".language-switch button")
