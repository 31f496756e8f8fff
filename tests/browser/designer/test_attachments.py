"""A field of files in the designer: from the palette to the preview, in both languages, wide and narrow."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_a_field_of_files_is_designed_and_seen_as_it_will_be(desk):
    desk.open()
    desk.row("sections/0/fields/0").click()
    desk.add("attachment")
    desk.preview.locator(".files").wait_for()
    assert desk.control("max_files").count() == 0
    desk.control("multiple").check()
    desk.control("max_files").fill("3")
    desk.control("max_mb").fill("99")
    desk.page.locator(".fd-row .badge.danger").first.wait_for()
    desk.control("max_mb").fill("2")
    desk.control("kinds.text").check()
    desk.control("kinds.image").uncheck()
    desk.preview.get_by_text("PDF, text (txt, csv); at most 3 files of 2 MB each.").wait_for()
    assert desk.preview.locator("[name='_files-attachment']").count() == 1
    desk.page.click('[data-wish="language"]:has-text("中文")')
    desk.preview.get_by_text("最多 3 个文件，每个不超过 2 MB").wait_for()
    desk.preview.locator(".files button").first.click()
    desk.preview.locator(".files").wait_for(state="detached")
    field = desk.save()["sections"][0]["fields"][1]
    wanted = {"kinds": ["pdf", "text"], "multiple": True, "max_files": 3, "max_mb": 2, "type": "attachment"}
    assert {name: field[name] for name in wanted} == wanted


def test_files_are_none_of_a_tables_columns(desk):
    desk.open()
    desk.add("table")
    kinds = desk.page.locator('[data-control="columns.kind"] option').all()
    values = [one.get_attribute("value") for one in kinds]
    assert "date" in values
    assert "attachment" not in values


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("width", [1280, 390])
def test_its_settings_fit_the_window(seat, language, width):
    desk = seat(width, language)
    desk.open()
    desk.add("attachment")
    desk.control("multiple").check()
    desk.visitor.shoot(f"designer-attachment-{width}-{language[:2]}")
    assert not desk.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
