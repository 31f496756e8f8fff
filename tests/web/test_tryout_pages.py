"""The page of a try-out: what is done in it, what it shows, who may open it, and that nothing of it is stored."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from processes.commands import BeginDraft, SaveDraftFile, SubmitDraft
from processes.commands.publishing import digest_of
from processes.drafts import files_of
from processes.models import DefinitionDraft, HistoryEvent
from processes.scenarios import Complete, GoOn, Incidents, OpenAt, Scenario, TryOut
from services.models import Customer
from tests.tryout.test_leaves_no_trace import counts
from tests.tryout.trying import MONDAY
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


def test_going_back_forgets_what_came_after(owner):
    page = owner.get(URL).text
    for _ in range(3):
        page = press(owner, page, "complete", **typed(page))
    page = press(owner, page, "undo:1")
    assert len(steps_of(page)) == 1
    assert "assess_relationship#" not in page


def test_what_the_form_refuses_is_told_beside_the_field_and_is_no_step(owner):
    page = owner.get(URL).text
    page = press(owner, page, "complete", 422, **{**typed(page), "avg_deposit": "许多"})
    assert 'id="avg_deposit-error"' in page
    assert 'value="许多"' in page
    assert steps_of(page) == ()


def test_a_row_more_keeps_what_was_typed(owner):
    page = press(owner, owner.get(URL).text, "open:collect_status_record#1")
    sent = typed(page) | {"main_business": "数控机床"}
    rows = len([name for name in sent if name.startswith("contacts-") and name.endswith("-name")])
    page = press(owner, page, "", **sent, _add="contacts")
    again = typed(page)
    assert again["main_business"] == ["数控机床"]
    assert len([name for name in again if name.startswith("contacts-") and name.endswith("-name")]) == rows + 1
    assert steps_of(page) == ()


def test_operations_fail_and_work_again_and_time_passes(owner):
    page = press(owner, owner.get(URL).text, "break:score_customer")
    for _ in range(2):
        page = press(owner, page, "complete", **typed(page))
    assert "is-incident" in page
    assert "BrokenOnPurpose" in page
    page = press(owner, page, "repair:score_customer")
    assert "is-incident" not in page
    assert "assess_relationship" in hidden(page, "_opened")
    page = press(owner, page, "advance:7")
    page = press(owner, page, "advance:", _days="10")
    assert [getattr(step, "hours", None) for step in steps_of(page)[-2:]] == [168, 240]
    assert "升级" in page  # the history tells that somebody is late


def test_decisions_and_data_are_shown_with_what_is_new(owner):
    page = press(owner, owner.get(URL).text, "go_on", _target="assess_relationship")
    assert "compute_tier.effective_tier" not in page
    page = press(owner, page, "go_on", _target="rate_customer")
    assert "compute_tier.effective_tier" in page
    assert "tier" in page[page.index("决策") :]
    assert "T2" in page


def scenario(owner, page: str, status: int = 303, **more: object):
    """Keep the try-out with what is ticked from the first."""
    ticked = re.findall(r'name="_expect" value="([^"]*)" checked', page)
    data = {"_tryout": hidden(page, "_tryout"), "_do": "save", "_expect": [html.unescape(one) for one in ticked]}
    answer = owner.post(URL, data=data | more)
    assert answer.status_code == status, answer.text
    return answer.text


def saved(bank, draft: int) -> dict[str, bytes]:
    """The scenarios of the draft."""
    with bank.runtime.read_session() as session:
        files = files_of(session.get_one(DefinitionDraft, draft))
    return {path: content for path, content in files.items() if path.startswith("scenarios/")}


def test_a_try_out_is_kept_as_a_scenario_runs_and_can_be_opened_and_removed(bank, owner, draft):
    page = press(owner, owner.get(URL).text, "go_on", _target="rate_customer")
    scenario(owner, page, _name="到定级 1", _note="首次评级")
    kept = Scenario.parse(saved(bank, draft)["scenarios/到定级 1.json"], "scenarios/到定级 1.json")
    assert kept.note == "首次评级"
    assert kept.expect == (OpenAt(("rate_customer",)), Incidents(0))
    assert "还没有运行" in owner.get(f"/drafts/{CYCLE}/scenarios").text
    ran = owner.post(f"/drafts/{CYCLE}/scenarios/run").text
    assert ("全部成立" in ran, "is-taken" in ran) == (True, True)
    assert steps_of(owner.get(f"{URL}?scenario=到定级 1").text) == kept.try_out.steps
    assert owner.get(f"/drafts/{CYCLE}/edit/scenarios/到定级 1.json").status_code == 302
    taken = scenario(owner, page, 422, _name="到定级 1")
    assert "已有同名场景" in taken
    scenario(owner, page, _name="到定级 1", _replace="yes", _note="改过")
    assert owner.post(f"/drafts/{CYCLE}/scenarios/remove/到定级 1", data={"revision": "2"}).status_code == 303
    assert saved(bank, draft) == {}


@pytest.mark.parametrize("name", ["", "../x", "a/b", "<b>", "x" * 61, "\u202ex"])
def test_a_scenario_needs_a_name_that_a_file_can_have(bank, owner, draft, name):
    scenario(owner, owner.get(URL).text, 422, _name=name)
    assert saved(bank, draft) == {}


@pytest.mark.parametrize("expected", ["", "{", '{"expect":"miracle"}', '{"expect":"holds","name":"a"}', "[]"])
def test_what_cannot_be_expected_is_not_kept(bank, owner, draft, expected):
    scenario(owner, owner.get(URL).text, 422, _name="一", _expect=[expected])
    assert saved(bank, draft) == {}


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("fly", {}),
        ("", {}),
        ("advance:0", {}),
        ("advance:99999", {}),
        ("answer:x", {"_result-x": "["}),
        ("send", {"_message": ""}),
        ("restart", {"_begins": "tomorrow"}),
        ("restart", {"_begins": "2026-03-02T10:00", "_data": "[]"}),
        ("restart", {"_begins": "2026-03-02T10:00", "_number": "K1001"}),  # an owner sees no customer
        ("complete", {"_opened": ""}),
        ("complete", {"_opened": "nothing#1#"}),
        ("next", {"_tryout": "{"}),
        ("next", {"_tryout": '{"begins":"2026-03-02T10:00:00+08:00","process":"x","steps":[{"do":"fly"}]}'}),
    ],
)
def test_forged_and_mistyped_steps_are_refused_and_nothing_is_lost(owner, do, more):
    page = press(owner, owner.get(URL).text, "advance:1")
    after = press(owner, page, do, 422, **more)
    if "_tryout" not in more:
        assert len(steps_of(after)) == 1


def test_a_real_customer_is_tried_by_the_command_centre_only_and_never_kept(app, bank, owner, draft):
    centre = signed_in(app, "chen")
    begun = {"_begins": "2026-03-02T10:00", "_number": "K1001"}
    page = press(centre, centre.get(URL).text, "restart", **begun)
    assert hidden(page, "_real") != ""
    with bank.runtime.read_session() as session:
        name = session.scalars(select(Customer.name).where(Customer.number == "K1001")).one()
    assert name in page
    forged = owner.post(URL, data={"_tryout": hidden(page, "_tryout"), "_do": "next", "_real": hidden(page, "_real")})
    assert (forged.status_code, name in forged.text) == (404, False)
    assert 'name="_name"' not in page
    sent = {"_tryout": hidden(page, "_tryout"), "_real": hidden(page, "_real"), "_do": "save", "_name": "一"}
    assert centre.post(URL, data=sent).status_code == 422
    assert saved(bank, draft) == {}


def test_a_draft_that_cannot_run_is_not_tried_and_says_why(bank, owner, draft):
    broken = b'<?xml version="1.0"?><x/>'
    bank.execute(SaveDraftFile(draft, DIAGRAM, broken, 1), "jiang")
    answer = owner.get(URL)
    assert (answer.status_code, DIAGRAM in answer.text) == (422, True)


def test_nothing_of_it_is_stored(bank, owner):
    before = counts(bank.runtime)
    page = press(owner, owner.get(URL).text, "go_on", _target="write_summary")
    press(owner, page, "advance:30")
    assert counts(bank.runtime) == before


def asked_to_publish(bank, draft: int) -> str:
    """Submit the draft, changed so that there is something to publish; the digest of what is to be published."""
    bank.execute(SubmitDraft(draft, "改进流程并附场景"), "jiang")
    with bank.runtime.read_session() as session:
        return digest_of(files_of(session.get_one(DefinitionDraft, draft)))


def put_scenario(bank, draft: int, *expected) -> None:
    made = Scenario("到定级", TryOut(MONDAY, CYCLE, steps=(GoOn("rate_customer"),)), expected)
    bank.execute(SaveDraftFile(draft, made.path, made.dump(), 0), "jiang")


def test_a_draft_whose_scenarios_hold_is_published(app, bank, draft):
    put_scenario(bank, draft, OpenAt(("rate_customer",)))
    digest = asked_to_publish(bank, draft)
    assert signed_in(app, "chen").post(f"/drafts/{CYCLE}/publish", data={"digest": digest}).status_code == 303


def test_a_scenario_that_fails_stops_publishing_unless_a_reason_says_why(app, bank, draft):
    put_scenario(bank, draft, OpenAt(("approve_tier",)))
    digest = asked_to_publish(bank, draft)
    centre = signed_in(app, "chen")
    stopped = centre.post(f"/drafts/{CYCLE}/publish", data={"digest": digest, "override": "太短"})
    assert (stopped.status_code, "到定级" in stopped.text, 'name="override"' in stopped.text) == (422, True, True)
    reason = "该场景将在下一版中更新，不影响本次发布"
    assert centre.post(f"/drafts/{CYCLE}/publish", data={"digest": digest, "override": reason}).status_code == 303
    with bank.runtime.read_session() as session:
        event = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "draft:publish")).one()
    assert (reason in event.context, "到定级" in event.context) == (True, True)


def test_an_earlier_point_is_looked_at_without_forgetting_what_came_after(owner):
    page = owner.get(URL).text
    for _ in range(3):
        page = press(owner, page, "complete", **typed(page))
    then = press(owner, page, "look:1")
    assert (len(steps_of(then)), 'class="work-form"' in then) == (3, False)
    assert "score_customer.score" in page
    assert "score_customer.score" not in then
    back = press(owner, then, "open:")
    assert (len(steps_of(back)), 'class="work-form"' in back) == (3, True)
