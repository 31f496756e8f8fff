"""The page of a try-out: what is done in it, what it shows, who may open it, and that nothing of it is stored."""

from __future__ import annotations

import html
import re

import pytest

from processes.commands import BeginDraft, SaveDraftFile
from processes.scenarios import Scenario, TryOut
from processes.scenarios.steps import Complete
from tests.tryout.test_leaves_no_trace import counts
from tests.web.conftest import signed_in

CYCLE = "relationship-maintenance"
URL = f"/drafts/{CYCLE}/try-out"
DIAGRAM = f"{CYCLE}.bpmn"


@pytest.fixture
def draft(bank) -> int:
    return bank.execute(BeginDraft(CYCLE, 1), "jiang")


@pytest.fixture
def owner(app, draft):
    return signed_in(app, "jiang")


def hidden(page: str, name: str) -> str:
    """The value of a hidden control, the last of that name: the work form's where there is one."""
    found = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found[-1]) if found else ""


def typed(page: str) -> dict[str, list[str]]:
    """What a browser would send of the work form as it stands."""
    form = page[page.index('class="work-form"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and not name[1].startswith("_") and (kind[1] not in ("checkbox", "radio") or " checked" in tag):
            sent.setdefault(name[1], []).append(html.unescape(value[1] if value else ""))
    for name, text in re.findall(r'<textarea id="[^"]*" name="([^"]*)"[^>]*>([^<]*)</textarea>', form):
        sent.setdefault(name, []).append(html.unescape(text))
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]*)".*?>(.*?)</select>', form, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        sent.setdefault(name, []).append(html.unescape(chosen[-1]) if chosen else "")
    return {name: texts for name, texts in sent.items() if name not in ("csrf_token",)}


def press(client, page: str, do: str, status: int = 200, **more: object):
    """Send the page with a button."""
    data = {"_tryout": hidden(page, "_tryout"), "_opened": hidden(page, "_opened"), "_do": do, **more}
    if do == "complete":
        data["_example"] = hidden(page, "_example")
    answer = client.post(URL, data=data)
    assert answer.status_code == status, answer.text
    return answer.text


def steps_of(page: str):
    """The steps that a page holds."""
    return TryOut.parse(hidden(page, "_tryout").encode()).steps


def test_one_click_completes_an_item_filled_with_an_example_and_the_step_says_so(owner):
    page = owner.get(URL).text
    assert "is-current" in page
    page = press(owner, page, "complete", **typed(page))
    assert steps_of(page) == (Complete("supply_bank_figures"),)
    page = press(owner, page, "complete", **typed(page))
    page = press(owner, page, "complete", **typed(page))
    assert [step.values for step in steps_of(page)] == [None] * 3
    assert "map_relations" in hidden(page, "_opened")


def test_what_the_tester_types_is_kept_in_the_step(owner):
    page = owner.get(URL).text
    page = press(owner, page, "complete", **{**typed(page), "avg_deposit": "1"})
    assert dict(steps_of(page)[0].values)["avg_deposit"] == ("1",)
