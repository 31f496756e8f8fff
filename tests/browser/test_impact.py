"""Comparing versions and asking what a draft would mean, in a real browser, wide and narrow, in both languages."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import Browser

from processes.commands import BeginDraft, SaveDraftFile
from processes.jobs.worker import run_due
from tests.browser.conftest import Site
from tests.browser.windows import WINDOWS, fits, seated
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.standard.editing import moved_threshold

STANDARD = "/drafts/standard/impact"


@pytest.mark.browser
def test_what_a_draft_means_is_asked_and_read(site: Site, browser: Browser) -> None:
    prepare(site)
    for window in WINDOWS:
        look(site, browser, window)


def prepare(site: Site) -> None:
    """Two versions of the procedure, three cycles, a draft standard."""
    walker = Walker(site.bank.runtime)
    for number, place in (("K0001", "review_plan"), ("K0002", "draft_plan"), ("K0003", "propose_measures")):
        walker.desk.run_to(walker.start_cycle(number), place)
    files = with_a_second_look()
    diagram = files[f"{CYCLE}.bpmn"].replace(b'value="maintenance_plan"', b'value="measures_proposal"')
    diagram = diagram.replace('name="审核维护方案"'.encode(), 'name="核定方案"'.encode())
    publish(site.bank, {**files, f"{CYCLE}.bpmn": diagram}, "措施须先权衡")
    draft_id = site.bank.execute(BeginDraft("standard", 1), "jiang")
    content = moved_threshold("tier.dmn", "&gt;= 65", "&gt;= 60")["tier.dmn"]
    site.bank.execute(SaveDraftFile(draft_id, "tier.dmn", content, 1), "jiang")


def look(site: Site, browser: Browser, window: str) -> None:
    """Compare, ask, follow the numbers, read who changes."""
    visitor = seated(site, browser, "gao", window[:2], **WINDOWS[window])
    assert visitor.open(f"/processes/{CYCLE}") == 200
    assert visitor.press("a[href*='/compare']") == 200
    fits(visitor)
    assert visitor.page.locator(".is-added .bpmn-shape").count() >= 1
    visitor.shoot(f"compare-{window}")
    assert visitor.open(STANDARD) == 200
    fits(visitor)
    visitor.shoot(f"impact-before-{window}")
    assert visitor.press("main form button") == 200
    visitor.shoot(f"impact-asked-{window}")
    working = threading.Thread(target=run_due, args=[site.bank.runtime])
    working.start()
    visitor.page.wait_for_selector("[data-follow]", state="detached")  # the page came again by itself
    working.join()
    fits(visitor)
    visitor.shoot(f"impact-tiers-{window}")
    assert visitor.press("a[href$='/customers'].button") == 200
    fits(visitor)
    visitor.shoot(f"impact-customers-{window}")
    assert visitor.open(f"/processes/{CYCLE}/2/running") == 200
    assert visitor.complaints == []
    visitor.page.context.close()
