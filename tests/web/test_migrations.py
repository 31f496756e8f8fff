"""The pages of migrations: what would become of running instances, migrating some or all, progress, undo."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from processes.jobs.worker import run_due
from processes.models import Instance
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.support.bank import Bank
from tests.web.conftest import signed_in

PAGE = f"/processes/{CYCLE}/2/running"
REASON = "措施须先权衡"


@pytest.fixture
def cycles(bank: Bank) -> list[int]:
    """Two that can go over, and one that stands where the new version has nothing."""
    walker = Walker(bank.runtime)
    found = [walker.start_cycle(number) for number in ("K0001", "K0002", "K0003")]
    walker.desk.run_to(found[1], "draft_plan")
    walker.desk.run_to(found[2], "review_plan")
    files = with_a_second_look()
    diagram = files[f"{CYCLE}.bpmn"]
    for text in (b'"%s"', b">%s<", b" %s."):
        assert text % b"review_plan" in diagram
        diagram = diagram.replace(text % b"review_plan", text % b"look_at_plan")
    files[f"{CYCLE}.bpmn"] = diagram
    publish(bank, files, REASON)
    return found


def version_of(bank: Bank, cycle: int) -> int:
    with bank.runtime.read_session() as session:
        return session.get_one(Instance, cycle).definition_version.version


def test_a_process_owner_sees_counts_and_numbers_and_no_customer(app: Flask, cycles: list[int]) -> None:
    page = signed_in(app, "jiang").get(PAGE)
    assert page.status_code == 200
    assert "现停在" not in page.text
    assert f">{cycles[2]}</th>" in page.text
    assert "编制维护方案" in page.text
    for secret in ("K0001", "K0002", "苏州恒岚", 'name="instance"', 'name="reason"'):
        assert secret not in page.text


def test_the_reasons_are_told_in_the_readers_language_by_the_elements_names(app: Flask, cycles: list[int]) -> None:
    client = signed_in(app, "gao")
    chinese = client.get(PAGE).text
    client.post("/language", data={"language": "en", "next": PAGE})
    english = client.get(PAGE).text
    assert "停在“审核维护方案”，新版本中没有该处。" in chinese
    assert "which is missing in the new version" in english
    assert "is new and lies behind it" in english
    assert f"{cycles[0]}" in english


def test_ticked_ones_are_migrated_with_a_reason_and_taken_back(app: Flask, bank: Bank, cycles: list[int]) -> None:
    client = signed_in(app, "luo")
    assert client.post(PAGE, data={"instance": [str(cycles[0])], "reason": "短"}).status_code == 422
    assert client.post(PAGE, data={"reason": REASON}).status_code == 422
    begun = client.post(PAGE, data={"instance": [str(cycles[0])], "reason": REASON, "_key": "page"})
    again = client.post(PAGE, data={"instance": [str(cycles[0])], "reason": REASON, "_key": "page"})
    assert (begun.status_code, begun.headers["Location"]) == (303, again.headers["Location"])
    address = begun.headers["Location"]
    assert 'http-equiv="refresh"' in client.get(address).text
    run_due(bank.runtime)
    done = client.get(address).text
    assert 'http-equiv="refresh"' not in done
    assert [version_of(bank, one) for one in cycles] == [2, 1, 1]
    assert client.post(f"{address}/undo", data={"reason": ""}).status_code == 422
    undone = client.post(f"{address}/undo", data={"reason": "改错了，先退回"}).headers["Location"]
    run_due(bank.runtime)
    assert [version_of(bank, one) for one in cycles] == [1, 1, 1]
    assert client.get(undone).status_code == 200


def test_a_refused_form_comes_back_with_its_ticks(app: Flask, cycles: list[int]) -> None:
    refused = signed_in(app, "gao").post(PAGE, data={"instance": [str(cycles[0])], "all": "yes", "reason": "短"})
    assert refused.status_code == 422
    assert re.search(rf'name="instance" value="{cycles[0]}"[^>]* checked>', refused.text)
    assert not re.search(rf'name="instance" value="{cycles[1]}"[^>]* checked>', refused.text)
    assert 'name="all" value="yes" checked' in refused.text


def test_all_that_can_are_migrated_and_the_others_told(app: Flask, bank: Bank, cycles: list[int]) -> None:
    client = signed_in(app, "gao")
    address = client.post(PAGE, data={"all": "yes", "reason": REASON}).headers["Location"]
    run_due(bank.runtime)
    assert [version_of(bank, one) for one in cycles] == [2, 2, 1]
    page = client.get(address).text
    assert f">{cycles[2]}</a></th>" in page
    assert "新版本中没有该处" in page
    history = client.get(f"/cycles/{cycles[0]}").text
    assert "将流程迁移至第 2 版" in history
    assert REASON in history


def test_a_batch_is_stopped(app: Flask, bank: Bank, cycles: list[int]) -> None:
    client = signed_in(app, "chen")
    address = client.post(PAGE, data={"all": "yes", "reason": REASON}).headers["Location"]
    assert client.post(f"{address}/cancel").status_code == 303
    run_due(bank.runtime)
    assert [version_of(bank, one) for one in cycles] == [1, 1, 1]
    assert client.get(address).status_code == 200
