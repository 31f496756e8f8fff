"""Disposals in a real browser: a list is proposed by one, looked at and approved by another, and erased."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from processes.jobs.working import work
from services.privacy.holds import PlaceHold
from tests.browser.conftest import Site
from tests.browser.test_workbench import look
from tests.browser.windows import WINDOWS, seated
from tests.privacy.disposing import NUMBER, OTHER, approve, do_jobs, later, left, listed, proposed

pytestmark = pytest.mark.browser


@pytest.fixture
def working(site: Site) -> Iterator[None]:
    """Jobs are done beside the pages, as the embedded worker does them."""
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.wait(0.1):
            while work(site.bank.runtime, "worker"):
                pass

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    stopped.set()
    thread.join()


def test_a_list_is_proposed_approved_and_followed_to_its_end(site: Site, browser, working) -> None:
    left(site.bank, NUMBER)
    later(site.bank, 10)
    chen = seated(site, browser, "chen", "zh", **WINDOWS["zh-1280"])
    chen.open("/privacy/disposals/")
    chen.press("button:has-text('列出清单')")
    chen.page.wait_for_selector("text=由指挥中心负责人决定是否批准此清单", timeout=20_000)
    gao = seated(site, browser, "gao", "zh", **WINDOWS["zh-1280"])
    gao.open("/")
    gao.press("a:has-text('到期处置 1')")
    gao.press("button:has-text('批准并永久删除')")
    gao.page.wait_for_selector(".page-head .badge.success", timeout=20_000)
    assert set(listed(site.bank, 1).values()) == {"erased"}
    assert chen.complaints + gao.complaints == []


def test_the_pages_are_accessible_and_fit(site: Site, browser) -> None:
    held = left(site.bank, NUMBER)
    left(site.bank, OTHER)
    day = later(site.bank, 10)
    site.bank.execute(PlaceHold(held.id, "诉讼", "（2036）沪01民初1号"), "gao")
    approve(site.bank, proposed(site.bank, day))
    proposed(site.bank, day)
    do_jobs(site.bank)
    faults = []
    for name, window in WINDOWS.items():
        seat = seated(site, browser, "gao", name[:2], **window)
        for path in ("/privacy/disposals/", "/privacy/disposals/1", "/privacy/disposals/2"):
            faults += look(seat, path, f"{path.strip('/').replace('/', '-')}-{name}")
        faults += seat.complaints
        seat.page.context.close()
    assert faults == []
