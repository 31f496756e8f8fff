"""States that people meet seldom, in a real Chromium: axe, both languages, wide and narrow, keyboard, print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SCREENSHOTS, Site, Visitor
from tests.browser.scene import Numbers, prepare
from tests.browser.states import DRAFT, HEALTH, PROCESS, RUNNING, states
from tests.browser.test_pages import faults_of, speak
from tests.browser.windows import NARROW, WIDE

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const place = document.activeElement;
  const name = place === document.body ? "BODY" : place.outerHTML.slice(0, 160);
  const style = getComputedStyle(place);
  return [name, style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)];
}"""


@pytest.fixture
def numbers(site: Site, monkeypatch: pytest.MonkeyPatch) -> Numbers:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("broken on purpose")

    found = prepare(site, monkeypatch)
    monkeypatch.setattr("web.customers.routes.customers_page", broken)
    return found


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_state_is_accessible_and_fits(site, numbers, browser, language, size):
    seat = Visitor(site, browser, viewport=size, locale=language)
    axe, signed_in, faults = Axe(), "", []
    for state in sorted(states(site, numbers), key=lambda one: one.login):
        if state.login != signed_in:
            seat.sign_in(state.login)
            signed_in = state.login
        speak(seat, language)
        seat.open(state.path)
        if state.arrive is not None:
            state.arrive(seat)
        seat.shoot(f"{state.name}-{size['width']}-{language[:2]}")
        faults += faults_of(seat, axe, state.name)
    faults += [line for line in seat.complaints if "Failed to load resource" not in line]
    seat.page.context.close()
    assert faults == []


def test_these_pages_are_used_by_keyboard_with_the_focus_in_sight(site, numbers, browser):
    seat = Visitor(site, browser)
    seat.sign_in("admin")
    for path in ("/admin/", f"/admin/incidents/{numbers.incident}", "/admin/people"):
        seat.open(path)
        assert unseen(seat) == [], path
    seat.sign_in("gao")
    seat.open(RUNNING)
    assert unseen(seat) == []
    seat.page.focus("[name=instance]:not(:disabled) >> nth=0")
    seat.page.keyboard.press("Space")
    seat.page.focus("[name=reason]")
    seat.page.keyboard.type("措施须先权衡")
    with seat.page.expect_navigation():
        seat.page.keyboard.press("Enter")
    assert "/migrations/" in seat.page.url
    assert seat.complaints == []
    seat.page.context.close()


def unseen(seat: Visitor) -> list[str]:
    """What takes the focus from the tabulator key without an outline; goes through the whole page."""
    found, first = [], ""
    while True:
        seat.page.keyboard.press("Tab")
        place, outline = seat.page.evaluate(FOCUSED)
        if place in ("BODY", first):
            return found
        first = first or place
        if outline < 2:
            found.append(place)


def test_these_pages_print(site, numbers, browser):
    seat = Visitor(site, browser)
    for login, path, name in (
        ("gao", RUNNING, "running"),
        ("gao", f"/processes/migrations/{numbers.ended}", "batch"),
        ("gao", PROCESS, "process"),
        ("gao", f"{PROCESS}/compare?from=1&to=2", "comparison"),
        ("gao", "/drafts/maintenance-task", "draft-submitted"),
        ("gao", "/standard/", "standard"),
        ("jiang", DRAFT, "draft"),
        ("jiang", f"{DRAFT}/impact", "draft-impact"),
        ("jiang", f"{DRAFT}/scenarios", "draft-scenarios"),
        ("jiang", HEALTH, "health"),
        ("admin", f"/admin/incidents/{numbers.incident}", "incident"),
    ):
        seat.sign_in(login)
        seat.open(path)
        seat.page.emulate_media(media="print")
        seat.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")  # a picture does not send it, paper does
        assert seat.page.locator("main details:not([open]):visible").count() == 0, name
        seat.shoot(f"{name}-print")
        (SCREENSHOTS / f"{name}.pdf").write_bytes(seat.page.pdf(prefer_css_page_size=True))
        assert not seat.page.locator("header.app-header").is_visible()
        shown = seat.page.locator("main :is(button, input, textarea):visible")
        assert shown.count() == 0, f"{name}: {shown.first.evaluate('control => control.outerHTML')}"
    seat.page.context.close()
