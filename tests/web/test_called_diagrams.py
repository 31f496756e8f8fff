"""The page of an instance shows each called diagram below the main one, with the path inside and a name of its own."""

from __future__ import annotations

import re

from flask import Flask

from processes.commands import CompleteWorkItem
from tests.engine.calls import call, row
from tests.engine.diagrams import diagram, nodes
from tests.engine.rule_tables import dmn, rule_task
from tests.runtime.small import item_at, publish, start
from tests.runtime.test_calls import laned
from tests.support.bank import Bank
from tests.support.layout import laid_out
from tests.web.conftest import signed_in


def checked_apart() -> dict[str, bytes]:
    """A main diagram that calls a check, which ends with a decision."""
    main = row("", named("a", "登记", "Register"), f"c={call('c', 'part')}", named("z", "归档", "File"))
    part = row("part", named("x", "核对&lt;b&gt;", "Check"), f"r={rule_task('r', 'grade')}")
    files = diagram(laned("lane_am", "s a c z e", main)) | diagram(laned("lane_cc", "x", part), key="part")
    second = files["part.bpmn"].decode().replace("小", "复核").replace("Small", "Second look")
    files["part.bpmn"] = second.encode()
    return laid_out({**files, **dmn("grade", ["customer_id"], ["letter"], "- | 'A'")})


def named(key: str, zh: str, en: str) -> str:
    """A user task for `row`."""
    task = nodes(f"userTask {key} name='{zh}' steward:nameEn='{en}'")
    return f"{key}={task}"


def titles(page: str) -> list[str]:
    """What its pictures are called."""
    return re.findall(r'<title id="([\w-]+)-title">', page)


def test_called_diagrams_are_shown_below_the_main_one(bank: Bank, app: Flask) -> None:
    publish(bank, checked_apart())
    instance_id = start(bank, "small")
    bank.execute(CompleteWorkItem(item_at(bank, instance_id, "a").id, {}), "lin")
    auditor = signed_in(app, "shen")
    page = auditor.get(f"/cycles/{instance_id}").text
    assert titles(page) == ["diagram", "called-1"]
    assert "被调用：复核" in page
    assert "核对&lt;b&gt;" in page
    assert "<b>" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    bank.execute(CompleteWorkItem(item_at(bank, instance_id, "x").id, {}), "chen")
    assert "按规则 grade_0 决定" in auditor.get(f"/cycles/{instance_id}").text


def test_beside_an_item_stands_the_diagram_that_it_is_in(bank: Bank, app: Flask) -> None:
    publish(bank, checked_apart())
    instance_id = start(bank, "small")
    auditor = signed_in(app, "shen")
    assert "核对" not in auditor.get(f"/cycles/{instance_id}/where").text
    bank.execute(CompleteWorkItem(item_at(bank, instance_id, "a").id, {}), "lin")
    assert "核对" in auditor.get(f"/cycles/{instance_id}/where").text


def test_the_page_of_a_process_shows_all_its_diagrams(bank: Bank, app: Flask) -> None:
    publish(bank, checked_apart())
    assert titles(signed_in(app, "gao").get("/processes/small").text) == ["diagram", "called-1"]
