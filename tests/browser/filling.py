"""Types a form's values into the page as a person would: boxes, selects, dates, rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Visitor


def fill(page: Page, posted: Mapping[str, list[str]]) -> None:
    """Put texts into the controls of these names, adding rows where they are missing."""
    for name, texts in posted.items():
        _ensure_row(page, name)
        _fill_control(page, name, texts)


def _ensure_row(page: Page, name: str) -> None:
    table, _, rest = name.partition("-")
    while rest and page.locator(f"[name='{name}']").count() == 0:
        button = page.locator(f"button[name=_add][value='{table}']")
        if button.count() == 0:  # a read-only column has no control
            return
        rows = page.locator(f"#{table} tbody tr").count()
        if rows > int(rest.split("-")[0]):
            return
        with page.expect_navigation():
            button.click()


def _fill_control(page: Page, name: str, texts: list[str]) -> None:
    control = page.locator(f"[name='{name}']")
    if control.count() == 0:
        return
    kind = control.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
    if kind == "radio":
        box = page.locator(f"[name='{name}'][value='{texts[0]}']")
        if not box.is_checked():
            _changing(page, box, box.check)
    elif kind == "checkbox":
        for box in control.all():
            box.set_checked(box.get_attribute("value") in texts)
    elif kind == "select":
        if control.input_value() != texts[0]:
            _changing(page, control, lambda: control.select_option(texts[0]))
    else:
        control.fill(texts[0])


def _changing(page: Page, control: Locator, act: Callable[[], object]) -> None:
    """Act on a control; one that shows or hides others brings the page anew."""
    if not control.evaluate("e => e.closest('[data-decides]') !== null"):
        act()
        return
    with page.expect_navigation():
        act()


def do_item(visitor: Visitor, item_id: int, posted: Mapping[str, list[str]]) -> None:
    """Open an item from its address, fill its form and complete it; the page must accept it."""
    assert visitor.open(f"/work-items/{item_id}") == 200
    fill(visitor.page, posted)
    assert visitor.press("button[name=_complete]") == 200, visitor.page.locator("main").inner_text()[:800]
