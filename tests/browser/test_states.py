"""States that people meet seldom, in a real Chromium: axe, both languages, wide and narrow, keyboard, print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, Visitor
from tests.browser.states import Numbers, prepare, states
from tests.browser.test_pages import NARROW, RULES, WIDE, speak

pytestmark = pytest.mark.browser


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
        found = axe.run(seat.page, options=RULES).response["violations"]
        faults += [f"{state.name}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
        if seat.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{state.name}: wider than the window")
    faults += [line for line in seat.complaints if "Failed to load resource" not in line]
    seat.page.context.close()
    assert faults == []
