"""The pages of process health: numbers for whoever answers for a process, customers only for who may know them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from lxml import html

from processes.actors import SYSTEM
from processes.commands.system import OpenIncident
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.support.bank import Bank
from tests.web.conftest import signed_in

PAGE = f"/processes/{CYCLE}/health"
RETURN = {"decision": "return", "comments": "依据不足，请补充"}
SECRETS = ("K0001", "K0002", "K0003", "苏州恒岚")


@pytest.fixture
def cycles(bank: Bank) -> list[int]:
    """Two at the approval of their tier, one of which was returned once, and one whose file is collected."""
    walker = Walker(bank.runtime)
    found = [walker.start_cycle(number) for number in ("K0001", "K0002", "K0003")]
    for cycle in found[:2]:
        walker.desk.run_to(cycle, "assess_relationship")
        bank.clock.advance(days=2)
        walker.desk.run_to(cycle, "approve_tier")
    walker.walk(found[0], [("approve_tier", RETURN), "rate_customer"])
    bank.runtime.execute(OpenIncident(found[2], "file_archive", "EvaluationFailed", "told"), SYSTEM)
    return found


def cells(page: str, element_id: str) -> dict[str, str]:
    """What the table says of an element: heading → text."""
    row = html.fromstring(page).get_element_by_id(f"at-{element_id}")
    return {cell.get("data-label"): " ".join(cell.text_content().split()) for cell in row.iter("td")}


def order(page: str) -> list[str]:
    return re.findall(r'<tr id="at-([^"]+)"', page)


def drawn(page: str, element_id: str) -> html.HtmlElement:
    return html.fromstring(page).xpath(f'//*[@data-element-id="{element_id}"]')[0]


def test_the_owner_sees_the_figures_on_the_diagram_and_in_the_table(app: Flask, cycles: list[int]) -> None:
    page = signed_in(app, "jiang").get(PAGE).text
    assert cells(page, "approve_tier")["未办"] == "2"
    assert cells(page, "rate_customer")["退回"] == "50/100"
    assert cells(page, "file_archive")["异常"] == "1"
    # The first was opened on Monday and finished on Wednesday, the second then and on Friday.
    assert cells(page, "assess_relationship")["合计用时"] == "2.0 天 / 2.0 天"
    assert "heat-2" in drawn(page, "assess_relationship").get("class")
    assert "2.0 天" in drawn(page, "assess_relationship").text_content()
    assert "is-incident" in drawn(page, "file_archive").get("class")
    assert "leads-back" in drawn(page, "flow_tier_meeting_due_to_rate_customer").get("class")


@pytest.mark.parametrize("login", ["jiang", "shen", "chen", "gao"])
def test_the_page_names_no_customer(app: Flask, cycles: list[int], login: str) -> None:
    page = signed_in(app, login).get(PAGE)
    assert page.status_code == 200
    assert [secret for secret in SECRETS if secret in page.text] == []
    assert not re.search(r'href="/(cycles|customers|work-items)/\d', page.text)


def test_a_click_leads_the_owner_to_the_table_and_the_others_to_the_list(app: Flask, cycles: list[int]) -> None:
    owner, auditor = signed_in(app, "jiang"), signed_in(app, "shen")
    address = f"{PAGE}/approve_tier"
    assert drawn(owner.get(PAGE).text, "approve_tier").get("href") == "#at-approve_tier"
    assert drawn(auditor.get(PAGE).text, "approve_tier").get("href") == address
    assert drawn(auditor.get(PAGE).text, "rate_customer").get("href") == "#at-rate_customer"  # nothing waits there
    assert owner.get(address).status_code == 403
    listed = auditor.get(address).text
    # What was returned is due later than what has waited all the while.
    assert re.findall(r'href="/cycles/(\d+)"', listed) == [str(cycles[1]), str(cycles[0])]
    assert "K0001" in listed
    assert "K0003" in auditor.get(f"{PAGE}/file_archive").text


def test_a_list_is_of_an_element_of_the_process(app: Flask, cycles: list[int]) -> None:
    client = signed_in(app, "gao")
    assert client.get(f"{PAGE}/nowhere").status_code == 404
    assert client.get("/processes/nothing/health").status_code == 404
    assert client.get(f"{PAGE}?version=7").status_code == 404


def test_the_worst_come_first_by_the_figure_that_is_asked_for(app: Flask, cycles: list[int]) -> None:
    client = signed_in(app, "jiang")
    assert order(client.get(PAGE).text)[0] == "assess_relationship"
    assert order(client.get(f"{PAGE}?sort=open").text)[0] == "approve_tier"
    assert order(client.get(f"{PAGE}?sort=incidents").text)[0] == "file_archive"
    assert order(client.get(f"{PAGE}?sort=returns").text)[0] == "rate_customer"
    assert order(client.get(f"{PAGE}?sort=process").text)[:2] == ["supply_bank_figures", "collect_status_record"]
    assert order(client.get(f"{PAGE}?sort=<script>&days=x").text) == order(client.get(PAGE).text)


def test_one_version_is_looked_at_by_itself(app: Flask, bank: Bank, cycles: list[int]) -> None:
    publish(bank, with_a_second_look())
    client = signed_in(app, "jiang")
    assert cells(client.get(PAGE).text, "approve_tier")["未办"] == "2"
    assert cells(client.get(f"{PAGE}?version=1").text, "approve_tier")["未办"] == "2"
    newest = client.get(f"{PAGE}?version=2").text
    assert (cells(newest, "approve_tier")["未办"], cells(newest, "assess_relationship")["合计用时"]) == ("0", "–")


def test_what_lies_before_the_period_is_left_out(app: Flask, bank: Bank, cycles: list[int]) -> None:
    bank.clock.advance(days=60)
    client = signed_in(app, "jiang")
    assert cells(client.get(f"{PAGE}?days=30").text, "assess_relationship")["已办结"] == "0"
    assert cells(client.get(f"{PAGE}?days=90").text, "assess_relationship")["已办结"] == "2"
