"""Files chosen by a real file chooser, in both languages, wide and narrow, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.attachments.making import DOCX, HTML, PDF, TXT, contents, publish_procedure, stored, submitted_file, told
from tests.browser.conftest import SCREENSHOTS, Site
from tests.browser.filling import fill
from tests.browser.test_pages import faults_of
from tests.browser.windows import NARROW, WIDE, WINDOWS, seated
from tests.paths.walking import Walker
from tests.support.bank import Bank

pytestmark = pytest.mark.browser
CHOOSER = "[name=_files-files]"
LONG = "关于苏州恒岚精密制造有限公司二零二六年第一季度走访情况及后续授信安排的会谈纪要（定稿）.pdf"
REFUSED = "status of 422"  # of a form that came back with its faults


@pytest.fixture
def walker(bank: Bank) -> Walker:
    kinds = {"kinds": ["pdf", "image", "office", "text"], "multiple": True, "max_files": 4, "max_mb": 1}
    publish_procedure(bank, "status-record", **kinds)
    return Walker(bank.runtime)


@pytest.fixture
def item(walker: Walker) -> int:
    return walker.desk.seat(walker.start_cycle("K0001"), "collect_status_record").item_id


def on_disk(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def choose(page, files) -> None:
    """Choose files as a person does; the page comes back with them."""
    with page.expect_file_chooser() as chooser, page.expect_navigation():
        page.click(".attach label")
        chooser.value.set_files(files)


@pytest.mark.parametrize("window", WINDOWS)
def test_files_are_attached_refused_removed_submitted_and_taken_along(
    site: Site, browser, walker, item, tmp_path, window
):
    language, _, width = window.partition("-")
    visitor = seated(site, browser, "lin", language, **WINDOWS[window])
    page = visitor.page
    visitor.open(f"/work-items/{item}")
    page.fill("[name=address]", "苏州市星汉街9号")
    choose(page, [on_disk(tmp_path, LONG, PDF), on_disk(tmp_path, "回访.txt", TXT)])
    assert page.locator(".files li").count() == 2
    assert page.input_value("[name=address]") == "苏州市星汉街9号"
    assert page.locator(CHOOSER).evaluate("e => document.activeElement === e")
    choose(page, [on_disk(tmp_path, "page.pdf", HTML), on_disk(tmp_path, "a.docx", DOCX)])
    assert page.locator("#files-error").is_visible()
    assert page.locator(".files li").count() == 3
    page.set_input_files(CHOOSER, on_disk(tmp_path, "large.pdf", b"a" * 1_000_001))
    assert "large.pdf" in page.inner_text(".attach [role=status]")
    assert page.locator(CHOOSER).evaluate("e => e.files.length") == 0
    assert faults_of(visitor, Axe(), window) == []
    visitor.shoot(f"attachments-form-{width}-{language}")
    page.locator("#files").screenshot(path=SCREENSHOTS / f"attachments-field-{width}-{language}.png")
    with page.expect_navigation():
        page.click(".files li:nth-child(2) button")
    assert page.locator(".files li").count() == 2
    with page.expect_download() as download:
        page.click(".files a >> nth=0")
    assert download.value.suggested_filename == LONG
    assert download.value.path().read_bytes() == PDF
    posted = walker.desk.posted(walker.desk.seat(1, "collect_status_record"), {})
    fill(page, {name: texts for name, texts in posted.items() if name != "files"})
    assert visitor.press("button[name=_complete]") == 200
    visitor.open(f"/work-items/{item}")
    assert page.locator(".form-record .files a").count() == 2
    visitor.shoot(f"attachments-record-{width}-{language}")
    assert faults_of(visitor, Axe(), window) == []
    assert [one for one in visitor.complaints if REFUSED not in one] == []
    assert len(told(site.bank, "attachment:download")) == 1
    page.context.close()


def test_a_file_is_dropped_on_its_field(site: Site, browser, item):
    visitor = seated(site, browser, "lin", "zh", viewport=WIDE)
    page = visitor.page
    visitor.open(f"/work-items/{item}")
    data = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['会谈纪要'], '纪要.txt')); return data; }"
    )
    with page.expect_navigation():
        page.dispatch_event("#files", "drop", {"dataTransfer": data})
    assert page.locator(".files li").count() == 1
    assert list(contents(site.bank).values()) == ["会谈纪要".encode()]
    assert visitor.complaints == []
    page.context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_javascript_a_button_attaches_and_nothing_typed_is_lost(site: Site, browser, item, tmp_path, language):
    visitor = seated(site, browser, "lin", language, viewport=NARROW)
    cookies = visitor.page.context.cookies()
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{site.url}/work-items/{item}")
    page.fill("[name=address]", "苏州市星汉街9号")
    page.set_input_files(CHOOSER, on_disk(tmp_path, "纪要.txt", TXT))
    with page.expect_navigation():
        page.click("button[name=_attach]")
    assert page.input_value("[name=address]") == "苏州市星汉街9号"
    assert page.locator(".files li").count() == 1
    page.locator("#files").screenshot(path=SCREENSHOTS / f"attachments-without-javascript-{language}.png")
    with page.expect_navigation():
        page.click("button[name=_detach]")
    assert stored(site.bank) == []
    context.close()
    visitor.page.context.close()


@pytest.mark.parametrize("window", ["zh-1280", "en-390"])
def test_the_customers_page_and_the_history_tell_of_files(site: Site, browser, window):
    bank, walker = site.bank, Walker(site.bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.desk.run_to(cycle, "carry_out_task")
    task = walker.desk.children(cycle)[0]
    submitted_file(bank, task, "carry_out_task", "attachments")
    language, _, width = window.partition("-")
    visitor = seated(site, browser, "shen", language, **WINDOWS[window])
    for path, name in ((f"/customers/{walker.customer('K0001').id}", "customer"), (f"/cycles/{task}", "task")):
        visitor.open(path)
        for folded in visitor.page.locator("main details").all():
            folded.evaluate("e => { e.open = true; }")
        assert visitor.page.locator(".files a").first.is_visible()
        assert faults_of(visitor, Axe(), path) == []
        visitor.shoot(f"attachments-{name}-{width}-{language}")
    assert visitor.complaints == []
    visitor.page.context.close()
