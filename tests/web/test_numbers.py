"""A number that no column holds, in an address or a form: a page that is not there, or a choice not made; never 500."""

from __future__ import annotations

import pytest
from flask import Flask

from processes.commands import BeginDraft
from tests.support.bank import Bank
from tests.web.conftest import signed_in
from web.numbers import LARGEST, number_in

HUGE = (str(LARGEST + 1), str(2**63), "9" * 30, "9" * 5000)
CYCLE = "relationship-maintenance"
PEOPLE = ("lin", "zhou", "gao", "shen", "jiang", "admin")


@pytest.mark.parametrize("text", [*HUGE, "", "-1", "1.0", "1e3", " 1", "²", None])
def test_what_is_no_number_of_a_row_is_none(text: str | None) -> None:
    assert number_in(text) is None


def test_the_numbers_of_rows_are_read(app: Flask) -> None:
    assert [number_in(text) for text in ("0", "7", "٣", str(LARGEST))] == [0, 7, 3, LARGEST]


@pytest.mark.parametrize("login", PEOPLE)
def test_no_address_with_a_huge_number_breaks_a_page(app: Flask, bank: Bank, login: str) -> None:
    bank.execute(BeginDraft(CYCLE, 1), "jiang")
    client, tried = signed_in(app, login), 0
    for rule in app.url_map.iter_rules():
        numbers = {name for name in rule.arguments if f"int:{name}>" in rule.rule}
        method = "GET" if "GET" in rule.methods else "POST"
        if not numbers:
            continue
        for huge in HUGE[:3]:
            given = {name: huge if name in numbers else CYCLE for name in rule.arguments}
            address = "".join(given[part] if is_name else part for is_name, part in rule._trace if part != "|")
            tried += 1
            # The library tells of a method that the address lacks before it looks at the number.
            assert client.open(address, method=method).status_code in (404, 405), address
    assert tried >= 60


@pytest.mark.parametrize("huge", HUGE, ids=["above a column", "above 64 bits", "30 digits", "5000 digits"])
def test_no_choice_of_a_huge_number_breaks_a_page(app: Flask, bank: Bank, huge: str) -> None:
    owner, head = signed_in(app, "jiang"), signed_in(app, "gao")
    for path in (
        f"/processes/{CYCLE}?version=",
        f"/processes/{CYCLE}/compare?from=",
        f"/processes/{CYCLE}/health?days=",
    ):
        assert head.get(path + huge).status_code == 200, path
    assert head.get(f"/processes/{CYCLE}/health?version={huge}").status_code == 200
    assert head.get(f"/?page={huge}").status_code == 200
    assert owner.post(f"/drafts/{CYCLE}/begin", data={"version": huge}).status_code == 303
    assert owner.post(f"/drafts/{CYCLE}/remove/forms/report.json", data={"revision": huge}).status_code == 409
