"""The page that compares two versions: every difference in the reader's words, both drawings marked."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.migration.procedure import CYCLE, with_a_second_look
from tests.runtime.small import publish
from tests.support.bank import Bank
from tests.web.conftest import signed_in

PAGE = f"/processes/{CYCLE}/compare"


@pytest.fixture
def reader(app: Flask, bank: Bank) -> FlaskClient:
    """A process owner, after a second version was published."""
    files = with_a_second_look()
    diagram = files[f"{CYCLE}.bpmn"].replace(b'value="maintenance_plan"', b'value="measures_proposal"')
    publish(bank, {**files, f"{CYCLE}.bpmn": diagram}, "措施须先权衡")
    return signed_in(app, "jiang")


def text_of(page: str) -> str:
    return " ".join(" ".join(html.fromstring(page).itertext()).split())


def test_what_differs_is_told_by_name_with_old_and_new_values(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text
    told = text_of(page)
    assert "权衡措施 人工任务 weigh_measures" in told
    assert "编制维护方案 → 权衡措施" not in told
    assert "权衡措施 → 编制维护方案" in told
    assert "预填 maintenance_plan → measures_proposal" in told
    assert "所在 客户关系维护" not in told
    assert "forms/weighing.json" in told
    assert "forms/assessment.json" not in told


def test_a_changed_form_is_told_by_field_and_setting(reader: FlaskClient) -> None:
    told = text_of(reader.get(PAGE).text)
    assert "客户意见 字段 client_view" in told
    assert "标签 客户意见 / The customer's view" in told
    assert "必填 true" in told


def test_both_drawings_bear_signs_and_titles_beside_colours(reader: FlaskClient) -> None:
    page = html.fromstring(reader.get(f"{PAGE}?from=1&to=2").text)
    old, new = page.xpath("//section[contains(@class, 'change-drawing')]")
    added = new.xpath(".//*[@data-element-id='weigh_measures'][contains(@class, 'is-added')]")
    gone = old.xpath(".//*[@data-element-id='flow_propose_measures_to_draft_plan'][contains(@class, 'is-removed')]")
    assert len(added) == len(gone) == 1
    assert "新增" in added[0].text_content()
    assert "已删除" in gone[0].text_content()
    assert new.xpath(".//*[contains(@class, 'added-badge')]/text/text()") == ["+", "+"]  # one flow is not drawn
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_page_speaks_english(reader: FlaskClient) -> None:
    reader.post("/language", data={"language": "en", "next": PAGE})
    told = text_of(reader.get(PAGE).text)
    assert "Weigh the measures User task weigh_measures" in told
    assert "Lane Supervisor" in told
    assert "Filled in beforehand by maintenance_plan → measures_proposal" in told


def test_backwards_the_new_is_gone(reader: FlaskClient) -> None:
    told = text_of(reader.get(f"{PAGE}?from=2&to=1").text)
    assert "预填 measures_proposal → maintenance_plan" in told


def test_the_same_version_twice_says_so(reader: FlaskClient) -> None:
    assert "这两个版本的文件相同" in reader.get(f"{PAGE}?from=2&to=2").text


def test_one_version_alone_says_so(app: Flask) -> None:
    page = signed_in(app, "shen").get(PAGE)
    assert page.status_code == 200
    assert "目前只有一个版本" in page.text


@pytest.mark.parametrize("query", ["from=9", "to=0", "from=1&to=999999"])
def test_a_version_that_is_not_there_is_not_found(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["from=x", "to=-1", "from=99999999999999999999", "from=%F0%9F%98%80", "from=²"])
def test_what_is_no_number_is_left_out(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"{PAGE}?{query}").status_code == 200


def test_names_and_values_are_texts_whatever_they_hold(app: Flask, bank: Bank) -> None:
    files = with_a_second_look()
    diagram = files[f"{CYCLE}.bpmn"]
    for old, new in (("权衡措施", "&lt;img src=x onerror=alert(1)&gt;"), ("Weigh the measures", "{{ 7 * 7 }}")):
        diagram = diagram.replace(old.encode(), new.encode())
    publish(bank, {**files, f"{CYCLE}.bpmn": diagram}, "措施须先权衡")
    page = signed_in(app, "gao").get(PAGE).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "49" not in text_of(page).replace("{{ 7 * 7 }}", "")[:200]
    assert not html.fromstring(page).xpath("//*[@onerror]")
