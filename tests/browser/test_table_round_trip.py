"""Opening and saving a table changes what was changed and nothing else, in a real Chromium, whatever wrote it."""

from __future__ import annotations

import pytest

from services.standard.standard import shipped_files
from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import KEY, draft, locked, save, stored
from tests.browser.table_editor import CORPUS, REFUSED, TABLES, edit_first_cell, open_table
from tests.modeler.infoset import differences

pytestmark = pytest.mark.browser
SHIPPED = {name: content for name, content in shipped_files().items() if name.endswith(".dmn")}
TEXT = "另一个 < & > 值"


def faults_of(seat: Visitor, site: Site, path: str, content: bytes) -> list[str]:
    """What a round trip through the editor lost, gained or changed."""
    before = content.decode("utf-8-sig")
    open_table(seat, path, KEY)
    if reason := locked(seat):
        return [f"cannot be edited: {reason}"]
    save(seat)
    if stored(site, path) != before:
        return ["saving an untouched file changed its text"]
    cell = edit_first_cell(seat, TEXT)
    edit_first_cell(seat, cell)
    save(seat)
    faults = differences(before, stored(site, path))
    edit_first_cell(seat, TEXT)
    save(seat)
    changed = differences(before, stored(site, path))
    others = [one for one in changed if TEXT not in one]
    missing = [] if len(changed) == 1 else [f"{len(changed)} changes in place of one"]
    return [*faults, *(f"after a change: {one}" for one in others), *missing]


@pytest.mark.parametrize("files", [SHIPPED, CORPUS], ids=["shipped", "corpus"])
def test_a_table_survives_opening_and_saving(site, visitor, files):
    draft(site, files)
    visitor.sign_in("jiang")
    found = {path: faults_of(visitor, site, path, content) for path, content in files.items()}
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert visitor.complaints == []
    assert "owned" not in visitor.page.title()


def test_a_table_that_could_lose_something_can_only_be_looked_at(site, visitor):
    draft(site, REFUSED)
    visitor.sign_in("jiang")
    told = {}
    for path, content in REFUSED.items():
        open_table(visitor, path, KEY)
        told[path] = locked(visitor)
        visitor.page.keyboard.press("Control+s")
        assert stored(site, path) == content.decode()
        assert visitor.page.title() != "owned"
        assert visitor.page.locator(".table-stage, .table-text").count() == 1
    assert "same" in told["double-ids.dmn"]
    assert "没有决策表" in told["literal-expression.dmn"]
    assert "规则 1" in told["uneven-rule.dmn"]
    assert "无法显示" in told["illegal-rule-id.dmn"]


def test_the_corpus_is_wide():
    assert len(CORPUS) >= 10
    text = b"".join(CORPUS.values()).decode("utf-8-sig")
    for namespace in ("camunda.org/schema/1.0", "camunda.org/schema/zeebe", "bpmn.io/schema/dmn/biodi", "DMNDI"):
        assert namespace in text
    for version in ("20151101", "20180521", "20191111", "20211108", "20230324"):
        assert version in text


def test_rules_without_an_id_are_given_one_as_a_change_to_be_saved(site, visitor):
    content = (TABLES / "completed" / "rules-without-ids.dmn").read_bytes()
    draft(site, {"nameless.dmn": content})
    visitor.sign_in("jiang")
    open_table(visitor, "nameless.dmn", KEY)
    visitor.page.wait_for_selector(".editor-state[data-state=changed]")
    assert "2 条规则" in visitor.page.locator(".editor-note").inner_text()
    save(visitor)
    found = differences(content.decode(), stored(site, "nameless.dmn"))
    assert len(found) == 2
    assert 'id="rule-1"' in stored(site, "nameless.dmn")
    assert 'id="rule-3"' in stored(site, "nameless.dmn")
