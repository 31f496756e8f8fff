"""A form sent twice in a real browser acts once; the second time its sender is told who completed it, and when."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from processes.models import FormSubmission, HistoryEvent, WorkItem
from tests.browser.conftest import Site, Visitor
from tests.browser.filling import fill
from tests.browser.test_pages import RULES
from tests.paths.walking import Walker

pytestmark = pytest.mark.browser
COMPLETE = "button[name=_complete]"
DONE_BY_LIN = "林知远 已于 2026-03-02 10:00 办结"
CHANGED = "苏州市星汉街 9 号"


@pytest.fixture
def walker(site: Site) -> Walker:
    return Walker(site.bank.runtime)


@pytest.fixture
def item(walker: Walker) -> WorkItem:
    """lin's status record of his customer."""
    seat = walker.desk.seat(walker.start_cycle("K0001"), "collect_status_record")
    with walker.runtime.read_session() as session:
        return session.get_one(WorkItem, seat.item_id)


def open_filled(walker: Walker, seat: Visitor, item: WorkItem) -> None:
    """The item's page with everything typed that it needs."""
    assert seat.open(f"/work-items/{item.id}") == 200
    wanted = walker.desk.seat(item.instance_id, item.element_id)
    fill(seat.page, walker.desk.posted(wanted, {}))


def posts_of(page: Page) -> list[str]:
    """Every form that the page sends from now on."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


def middle_of(page: Page, selector: str) -> tuple[float, float]:
    """Where a hand clicks; a click on the element itself would wait for the page that is under way."""
    page.locator(selector).scroll_into_view_if_needed()
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def completions(site: Site, item: WorkItem) -> int:
    """How often the history tells that the item was completed; the stored forms are as many."""
    with site.bank.runtime.read_session() as session:
        told = session.scalars(select(HistoryEvent.context).where(HistoryEvent.action == "item:complete"))
        count = sum(json.loads(context)["item"] == item.id for context in told)
        stored = session.scalars(select(FormSubmission.id).where(FormSubmission.work_item_id == item.id)).all()
    assert len(stored) == count
    return count


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_double_click_completes_once(site: Site, browser: Browser, walker: Walker, item: WorkItem, scripts: bool):
    seat = Visitor(site, browser, java_script_enabled=scripts)
    seat.sign_in("lin")
    open_filled(walker, seat, item)
    sent, (x, y) = posts_of(seat.page), middle_of(seat.page, COMPLETE)
    with site.bank.runtime.database.turn():  # nothing is answered before both clicks are made
        with seat.page.expect_request("**/complete"):
            seat.page.mouse.click(x, y)
        with nullcontext() if scripts else seat.page.expect_request("**/complete"):
            seat.page.mouse.click(x, y)
    seat.page.locator(COMPLETE).wait_for(state="detached")
    assert len(sent) == (1 if scripts else 2), sent
    assert completions(site, item) == 1
    assert seat.page.locator(".error-page").count() == 0
    seat.page.context.close()


def test_going_back_after_completing_shows_who_did_it_and_when(visitor: Visitor, walker: Walker, item: WorkItem):
    visitor.sign_in("lin")
    open_filled(walker, visitor, item)
    assert visitor.press(COMPLETE) == 200
    visitor.page.go_back()
    visitor.page.wait_for_load_state()
    assert "林知远 于 2026-03-02 10:00 办结" in visitor.page.locator("main").inner_text()
    assert visitor.page.locator(COMPLETE).count() == 0
    assert completions(visitor.site, item) == 1


def test_a_stale_form_sent_again_is_told_who_was_first_and_keeps_what_was_typed(
    visitor: Visitor, walker: Walker, item: WorkItem
):
    visitor.sign_in("lin")
    stale = visitor.page.context.new_page()
    stale.goto(f"{visitor.site.url}/work-items/{item.id}")
    stale.fill("[name=address]", CHANGED)
    open_filled(walker, visitor, item)
    assert visitor.press(COMPLETE) == 200
    with stale.expect_navigation() as navigation:
        stale.click(COMPLETE)
    assert navigation.value.status == 409
    text = stale.locator("main").inner_text()
    assert DONE_BY_LIN in text
    assert CHANGED in text
    assert Axe().run(stale, options=RULES).response["violations"] == []
    assert completions(visitor.site, item) == 1
