"""Opening and saving a diagram changes what was changed and nothing else, in a real Chromium, whatever drew it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Site, Visitor
from tests.browser.diagram_editor import CORPUS, SHIPPED, draft, locked, open_file, rename, save, stored, subject
from tests.modeler.infoset import differences

pytestmark = pytest.mark.browser


def faults_of(seat: Visitor, site: Site, path: str, content: bytes) -> list[str]:
    """What a round trip through the editor lost, gained or changed."""
    before = content.decode("utf-8-sig")
    open_file(seat, path)
    if reason := locked(seat):
        return [f"cannot be edited: {reason}"]
    save(seat)
    if stored(site, path) != before:
        return ["saving an untouched file changed its text"]
    element = subject(seat)
    name = rename(seat, element, "A → B & C")
    rename(seat, element, name)
    save(seat)
    faults = differences(before, stored(site, path))
    rename(seat, element, "另一个 <名称>")
    save(seat)
    changed = [one for one in differences(before, stored(site, path)) if "/@name: " not in one or "另一个" not in one]
    return [*faults, *(f"after a change: {one}" for one in changed), *missing_change(site, path)]


def missing_change(site: Site, path: str) -> list[str]:
    return [] if 'name="另一个 &lt;名称&gt;"' in stored(site, path) else ["the change itself was not stored"]


@pytest.mark.parametrize("files", [SHIPPED, CORPUS], ids=["shipped", "corpus"])
def test_a_diagram_survives_opening_and_saving(site, visitor, files):
    draft(site, files)
    visitor.sign_in("jiang")
    found = {path: faults_of(visitor, site, path, content) for path, content in files.items()}
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert visitor.complaints == []


def test_the_corpus_is_wide():
    assert len(CORPUS) >= 30
    text = b"".join(CORPUS.values()).decode()
    for namespace in ("camunda.org/schema/1.0", "camunda.org/schema/zeebe", "spiffworkflow.org", "bpmn.io", "signavio"):
        assert namespace in text
