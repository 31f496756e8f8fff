"""Migrating running cycles in a real browser, wide and narrow, in both languages; without JavaScript too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from processes.jobs.worker import run_due
from tests.browser import windows
from tests.browser.conftest import Site
from tests.browser.windows import WIDE, fits, seated
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish

WINDOWS = {**windows.WINDOWS, "zh-plain": {"viewport": WIDE, "java_script_enabled": False}}
PAGE = f"/processes/{CYCLE}/2/running"


@pytest.mark.browser
def test_cycles_are_migrated_and_taken_back(site: Site, browser: Browser) -> None:
    publish_second(site)
    for window in WINDOWS:
        migrate_and_take_back(site, browser, window)


def publish_second(site: Site) -> None:
    """A version with a task more, and one cycle at an element that it lacks."""
    walker = Walker(site.bank.runtime)
    for number, place in (("K0001", "propose_measures"), ("K0002", "draft_plan"), ("K0003", "review_plan")):
        walker.desk.run_to(walker.start_cycle(number), place)
    files = with_a_second_look()
    diagram = files[f"{CYCLE}.bpmn"]
    for text in (b'"%s"', b">%s<", b" %s."):
        diagram = diagram.replace(text % b"review_plan", text % b"look_at_plan")
    publish(site.bank, {**files, f"{CYCLE}.bpmn": diagram}, "措施须先权衡")


def migrate_and_take_back(site: Site, browser: Browser, window: str) -> None:
    """One of them, from the version's page to the undo."""
    visitor = seated(site, browser, "gao", window[:2], **WINDOWS[window])
    assert visitor.open(f"/processes/{CYCLE}") == 200
    visitor.shoot(f"migration-version-{window}")
    assert visitor.open(PAGE) == 200
    fits(visitor)
    visitor.shoot(f"migration-impact-{window}")
    visitor.page.check("[name=instance] >> nth=0")
    visitor.page.fill("[name=reason]", "措施须先权衡")
    assert visitor.press("main .button.primary") == 200
    visitor.shoot(f"migration-begun-{window}")
    run_due(site.bank.runtime)
    visitor.page.wait_for_selector("[name=reason]")  # the page came again by itself
    fits(visitor)
    visitor.shoot(f"migration-done-{window}")
    visitor.page.fill("[name=reason]", "改错了，先退回")
    assert visitor.press("form[action$=undo] button") == 200
    run_due(site.bank.runtime)
    visitor.page.wait_for_selector("meta[http-equiv=refresh]", state="detached")
    assert visitor.complaints == []
    visitor.page.context.close()
