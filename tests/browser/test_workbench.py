"""The workbench in a real browser: a sample drawn and examined, a finding written, answered and accepted."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.audit.eventful import eventful
from tests.auditing.examined import examined
from tests.browser.conftest import Site, Visitor
from tests.browser.test_pages import faults_of
from tests.browser.windows import WINDOWS, seated

pytestmark = pytest.mark.browser


def look(seat: Visitor, path: str, name: str) -> list[str]:
    """Open a page, take its picture, say what is wrong with it."""
    seat.open(path)
    seat.shoot(name)
    return faults_of(seat, Axe(), path)


def test_every_page_of_the_workbench_is_accessible_and_fits(site: Site, browser) -> None:
    found, faults = examined(site.bank), []
    auditors = {
        "list": "/audit/samples/",
        "draw": "/audit/samples/new?trait=marks",
        "sample": f"/audit/samples/{found.sample}?again=1",
        "item": f"/audit/samples/{found.sample}/items/{found.cycle}",
        "write": f"/cycles/{found.cycle}/findings/new?event=3&sample={found.sample}",
        "revise": f"/findings/{found.finding}/revise",
        "findings": "/findings/",
        "cycle": f"/cycles/{found.cycle}",
        "story": f"/cycles/{found.cycle}/story",
    }
    for name, window in WINDOWS.items():
        seat = seated(site, browser, "shen", name[:2], **window)
        for page, path in auditors.items():
            faults += look(seat, path, f"workbench-{page}-{name}")
        seat.page.context.close()
        other = seated(site, browser, found.answers, name[:2], **window)
        faults += look(other, "/", f"workbench-notice-{name}")
        faults += look(other, f"/findings/{found.finding}", f"workbench-answer-{name}")
        faults += seat.complaints + other.complaints
        other.page.context.close()
    assert faults == []


def test_a_sample_is_drawn_examined_and_its_finding_answered_with_few_clicks(site: Site, browser) -> None:
    eventful(site.bank)
    seat = seated(site, browser, "shen", "en", **WINDOWS["en-1280"])
    seat.open("/audit/plans/?late=1")
    seat.press("a:has-text('Draw a sample from these')")
    seat.page.fill("[name=size]", "2")
    seat.page.fill("[name=seed]", "2026-11")
    seat.press("button:has-text('Draw') >> nth=-1")
    assert seat.page.locator("code", has_text="2026-11").count() == 1
    seat.press("text=Next unexamined")
    seat.page.check("[name=state][value=in_order]")
    seat.press("button[value=next]")
    assert "item 2 of 2" in seat.page.inner_text("main")
    seat.press("text=Write a finding")
    seat.page.check("[name=severity][value=medium]")
    for field in ("condition", "criterion", "recommendation"):
        seat.page.fill(f"[name={field}]", f"{field} <b>bold</b>")
    seat.press("button:has-text('Write it')")
    address = seat.page.url
    assert "<b>bold</b>" in seat.page.inner_text("main")
    with seat.page.expect_navigation():
        seat.page.click("text=Sample no.")
    assert "finding" in seat.page.inner_text("#items >> xpath=ancestor::section")
    seat.page.emulate_media(media="print")
    seat.shoot("workbench-print")
    assert not seat.page.locator("header.app-header").is_visible()
    assert seat.complaints == []
    assert address.endswith("/findings/1")
    seat.page.context.close()
