"""Bad input: each field at fault is named, nothing typed is lost, and a lost race tells who won it."""

from __future__ import annotations

import pytest

from processes.commands import ClaimWorkItem
from services.shipped import process_files
from tests.paths.walking import Walker
from tests.web.conftest import signed_in
from tests.web.proposing import KEY, propose


@pytest.fixture
def walker(bank) -> Walker:
    return Walker(bank.runtime)


@pytest.fixture
def item(walker) -> int:
    """lin's status record of his customer."""
    cycle = walker.start_cycle("K0001")
    return walker.desk.seat(cycle, "collect_status_record").item_id


def test_each_invalid_field_is_named_and_everything_typed_is_kept(app, item):
    typed = {"customer_name": "新", "employees": "许多", "satisfaction": "9", "address": "苏州市星汉街9号"}
    answer = signed_in(app, "lin").post(f"/work-items/{item}/complete", data={**typed, "_complete": "1"})
    assert answer.status_code == 422
    for name in ("customer_name", "employees", "satisfaction"):
        assert f'id="{name}-error"' in answer.text
        assert f'href="#{name}"' in answer.text
    assert 'id="address-error"' not in answer.text
    for text in typed.values():
        assert f'value="{text}"' in answer.text


def test_a_row_is_added_without_losing_what_was_typed(app, item):
    posted = {"customer_name": "苏州恒岚", "contacts-0-name": "顾晓岚", "_add": "contacts"}
    answer = signed_in(app, "lin").post(f"/work-items/{item}/complete", data=posted)
    assert answer.status_code == 200
    assert 'value="顾晓岚"' in answer.text
    assert 'name="contacts-1-name"' in answer.text


def test_a_draft_is_kept_for_its_writer(app, item):
    client = signed_in(app, "lin")
    client.post(f"/work-items/{item}/complete", data={"address": "草稿地址", "_draft": "1"})
    assert 'value="草稿地址"' in client.get(f"/work-items/{item}").text


def test_an_item_somebody_finished_is_409_with_who_and_when(app, walker, item, bank):
    cycle = walker.start_cycle("K1004")
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"])
    walker.walk(cycle, ["confirm_assessment", "rate_customer"])
    seat = walker.desk.seat(cycle, "approve_tier")
    walker.walk(cycle, ["approve_tier"])
    other = "luo" if seat.user.login != "luo" else "chen"
    answer = signed_in(app, other).post(f"/work-items/{seat.item_id}/complete", data={"decision": "approve"})
    assert answer.status_code == 409
    assert seat.user.name in answer.text
    assert "2026-03-02 10:00" in answer.text


@pytest.mark.parametrize("button", ["_complete", "_draft", "_recalculate"])
def test_a_stale_form_is_409_with_everything_typed_whatever_its_button(app, walker, item, button):
    walker.walk(1, ["collect_status_record"])
    typed = {"address": "苏州市星汉街9号", "contacts-0-name": "顾晓岚", button: "1"}
    answer = signed_in(app, "lin").post(f"/work-items/{item}/complete", data=typed)
    assert answer.status_code == 409
    assert "林知远 已于 2026-03-02 10:00 办结" in answer.text
    assert "苏州市星汉街9号" in answer.text
    assert "顾晓岚" in answer.text


def test_a_page_changed_and_sent_again_is_told_what_became_of_it(app, walker, item, bank):
    client = signed_in(app, "lin")
    seat = walker.desk.seat(1, "collect_status_record")
    posted = {**walker.desk.posted(seat, {}), "_key": "page-1", "_complete": "1"}
    assert client.post(f"/work-items/{item}/complete", data=posted).status_code == 303
    again = client.post(f"/work-items/{item}/complete", data={**posted, "address": "改过的地址"})
    assert again.status_code == 409
    assert "林知远 已于 2026-03-02 10:00 办结" in again.text
    assert "改过的地址" in again.text


def test_what_a_lost_race_refused_is_shown_to_copy_and_the_page_leads_back(app, walker, bank):
    cycle = walker.start_cycle("K1004")
    walker.desk.run_to(cycle, "approve_tier")
    item = walker.desk.seat(cycle, "approve_tier").item_id
    bank.execute(ClaimWorkItem(item), "luo")
    posted = {
        "decision": "return",
        "comments": "请补充二季度用款计划 <b>",
        "_complete": "1",
        "password": "never-shown-1",
    }
    page, elsewhere = f"http://localhost/work-items/{item}", "http://elsewhere.example/work-items/1"
    refused, foreign = (
        signed_in(app, "chen").post(f"/work-items/{item}/complete", data=posted, headers={"Referer": referrer})
        for referrer in (page, elsewhere)
    )
    assert refused.status_code == 409
    assert "请补充二季度用款计划 &lt;b&gt;" in refused.text
    assert f'href="/work-items/{item}"' in refused.text
    assert "never-shown-1" not in refused.text
    assert "elsewhere" not in foreign.text


def test_a_foreign_item_and_customer_are_404(app, item):
    client = signed_in(app, "qian")
    assert client.get(f"/work-items/{item}").status_code == 404
    assert client.get("/customers/1").status_code == 404


def test_four_eyes_hold_in_the_page(app, walker, bank):
    cycle = walker.start_cycle("K0001")
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures", "assess_relationship", "map_relations"])
    item = walker.desk.seat(cycle, "confirm_assessment").item_id
    assert signed_in(app, "lin").post(f"/work-items/{item}/claim").status_code in (403, 409)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("assessment.json", b"{", "assessment.json"),
        ("relationship-maintenance.bpmn", b"<a/>", "relationship-maintenance.bpmn"),
        (
            "relationship-maintenance.bpmn",
            process_files("relationship-maintenance")["relationship-maintenance.bpmn"].replace(
                b'value="status-record"', b'value="no-such-form"'
            ),
            "collect_status_record",
        ),
        (
            "relationship-maintenance.bpmn",
            process_files("relationship-maintenance")["relationship-maintenance.bpmn"].replace(
                b"file_archive.complete</", b"__import__('os').system('x')</"
            ),
            "file_complete",
        ),
    ],
)
def test_a_definition_that_cannot_run_is_refused_with_element_and_reason(app, name, content, said):
    client = signed_in(app, "jiang")
    answer = propose(client, (name, content))
    assert answer.status_code == 422
    assert said in answer.text
    assert "第 2 版" not in client.get("/processes/relationship-maintenance").text


def test_a_changed_form_is_published_as_a_new_version_by_a_second_person(app):
    client, head = signed_in(app, "jiang"), signed_in(app, "gao")
    shipped = process_files("relationship-maintenance")["forms/exit-reason.json"]
    form = shipped.replace("终止关系说明".encode(), "终止说明".encode())
    assert propose(client, ("exit-reason.json", form)).status_code == 303
    assert "第 2 版" not in client.get("/processes/relationship-maintenance").text
    page = head.get(f"/drafts/{KEY}").text
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    assert client.post(f"/drafts/{KEY}/publish", data={"digest": digest}).status_code == 403
    assert head.post(f"/drafts/{KEY}/publish", data={"digest": digest}).status_code == 303
    assert "第 2 版" in client.get("/processes/relationship-maintenance").text
