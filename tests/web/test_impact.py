"""The pages of impact: who may ask and see what, progress, totals; customers for the command centre alone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from lxml import html

from processes.commands import BeginDraft, SaveDraftFile
from processes.jobs.worker import run_due
from processes.jobs.working import work
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.standard.editing import moved_threshold
from tests.support.bank import Bank
from tests.web.conftest import signed_in

STANDARD = "/drafts/standard/impact"
PROCESS = f"/drafts/{CYCLE}/impact"


@pytest.fixture
def standard_draft(bank: Bank) -> int:
    """A draft in which a customer is B from 60."""
    draft_id: int = bank.execute(BeginDraft("standard", 1), "jiang")
    content = moved_threshold("tier.dmn", "&gt;= 65", "&gt;= 60")["tier.dmn"]
    bank.execute(SaveDraftFile(draft_id, "tier.dmn", content, 1), "jiang")
    return draft_id


def text_of(page: str) -> str:
    return " ".join(" ".join(html.fromstring(page).itertext()).split())


def test_an_owner_sees_totals_and_no_customer(app: Flask, bank: Bank, standard_draft: int) -> None:
    client = signed_in(app, "jiang")
    assert "tier.dmn" in client.get(STANDARD).text
    assert client.post(STANDARD).status_code == 303
    assert "data-follow" in client.get(STANDARD).text
    run_due(bank.runtime)
    page = client.get(STANDARD)
    assert "data-follow" not in page.text
    assert "1 位客户等级将变化 共 15 位" in text_of(page.text)
    assert "/customers" not in re.sub(r'href="/customers/?"', "", page.text)
    run_id = 1
    assert client.get(f"/impact/{run_id}").status_code == 200
    assert client.get(f"/impact/{run_id}/customers").status_code == 403


def test_a_changed_table_is_told_by_rule_and_cell(app: Flask, bank: Bank, standard_draft: int) -> None:
    told = text_of(signed_in(app, "shen").get(STANDARD).text)
    assert "规则 3 T3" in told
    assert ">= 65 → >= 60" in told


def test_the_command_centre_sees_who_changes(app: Flask, bank: Bank, standard_draft: int) -> None:
    client = signed_in(app, "chen")
    client.post(STANDARD)
    run_due(bank.runtime)
    assert 'href="/impact/1/customers"' in client.get(STANDARD).text
    page = client.get("/impact/1/customers")
    assert page.status_code == 200
    assert "K1005" in page.text
    assert "K1004" not in page.text
    assert client.get("/impact/1/customers?page=99").status_code == 200
    assert client.get("/impact/9/customers").status_code == 404


def test_an_auditor_reads_totals_and_asks_nothing(app: Flask, bank: Bank, standard_draft: int) -> None:
    client = signed_in(app, "shen")
    assert client.get(STANDARD).status_code == 200
    assert client.post(STANDARD).status_code == 403
    assert "全部计算" not in client.get(STANDARD).text


def test_another_save_asks_anew(app: Flask, bank: Bank, standard_draft: int) -> None:
    client = signed_in(app, "jiang")
    client.post(STANDARD)
    run_due(bank.runtime)
    content = moved_threshold("tier.dmn", "&gt;= 65", "&gt;= 61")["tier.dmn"]
    bank.execute(SaveDraftFile(standard_draft, "tier.dmn", content, 2), "jiang")
    assert "等级将变化" not in client.get(STANDARD).text


def test_a_draft_that_cannot_run_says_why(app: Flask, bank: Bank, standard_draft: int) -> None:
    content = moved_threshold("tier.dmn", "&gt;= 65", "&gt;= import")["tier.dmn"]
    bank.execute(SaveDraftFile(standard_draft, "tier.dmn", content, 2), "jiang")
    answer = signed_in(app, "jiang").post(STANDARD)
    assert answer.status_code == 422
    assert "T3" in answer.text


def test_a_process_draft_tells_what_becomes_of_every_instance(app: Flask, bank: Bank) -> None:
    walker = Walker(bank.runtime)
    for number in ("K0001", "K0002"):
        walker.start_cycle(number)
    draft_id = bank.execute(BeginDraft(CYCLE, 1), "jiang")
    for path, content in with_a_second_look().items():
        revision = 0 if path == "forms/weighing.json" else 1
        bank.execute(SaveDraftFile(draft_id, path, content, revision), "jiang")
    client = signed_in(app, "jiang")
    assert client.post(PROCESS).status_code == 303
    while work(bank.runtime, "worker"):
        assert client.get(PROCESS).status_code == 200
    told = text_of(client.get(PROCESS).text)
    assert "可迁移 2 从当前环节起按新版本继续" in told
    assert "权衡措施 人工任务 weigh_measures" in told
    client.post("/language", data={"language": "en", "next": PROCESS})
    english = text_of(client.get(PROCESS).text)
    assert "can migrate 2 goes on in the new version from where it stands" in english
    assert "K0001" not in english


def test_a_published_version_is_asked_about_too(app: Flask, bank: Bank) -> None:
    Walker(bank.runtime).start_cycle("K0001")
    publish(bank, with_a_second_look(), "措施须先权衡")
    client = signed_in(app, "gao")
    address = client.post(f"/processes/{CYCLE}/2/impact").headers["Location"]
    run_due(bank.runtime)
    assert "可迁移 1" in text_of(client.get(address).text)
