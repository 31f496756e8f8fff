"""The pages of the reports: who may open them, filters that make no sense, and both databases."""

from __future__ import annotations

import pytest

from services.readings.audit_reports import REPORTS, Wanted
from tests.audit_reports.reading import altered
from tests.web.conftest import signed_in
from web.audit_reports import cells, words

LAST = "9" * 30


@pytest.mark.parametrize("login", ["lin", "zhou", "xu", "jiang", "admin"])
def test_reports_are_for_auditors_and_the_command_centre(app, login):
    client = signed_in(app, login)
    for path in ("/audit/reports/", *(f"/audit/reports/{key}" for key in REPORTS)):
        assert client.get(path).status_code == 403, path


@pytest.mark.parametrize("login", ["shen", "chen", "gao"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_report_opens_with_a_name_for_every_column_and_option(app, bank, tiered, login, language):
    client = signed_in(app, login)
    client.post("/language", data={"language": language})
    for key, report in REPORTS.items():
        answer = client.get(f"/audit/reports/{key}")
        assert answer.status_code == 200, key
        with app.test_request_context():
            assert all(words.option_name(one) != one for one in report.options), key
    assert client.get("/audit/reports/nothing").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-13-01&until=x", "since=0001-01-01&until=9999-12-31", "option=nothing&page=0",
        f"page={LAST}", "page=-5&q=%25_%27", "q=" + "x" * 5000, "since=2200-12-31&until=1990-01-01",
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_answered(app, bank, tiered, query):
    client = signed_in(app, "gao")
    for key in REPORTS:
        assert client.get(f"/audit/reports/{key}?{query}").status_code == 200, key


def test_what_a_row_says_is_escaped(app, bank, tiered):
    altered(bank, "UPDATE tier_record SET override_from = 'B', override_reason = '<script>alert(1)</script>'")
    page = signed_in(app, "gao").get("/audit/reports/overrides").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


class TestOnBothDatabases:
    @pytest.fixture
    def database_kind(self, on_both) -> str:
        return on_both

    def test_every_report_answers_with_every_filter(self, app, bank, tiered):
        signed_in(app, "shen").get("/customers/1")
        with bank.runtime.read_session() as session, app.test_request_context():
            for report in REPORTS.values():
                for option in ("", *report.options):
                    page = report.page(session, Wanted(option=option), 1)
                    rows = list(report.rows(session, Wanted(option=option)))
                    assert len(rows) == len(page.rows), report.key
                    assert all(cells.lines(row, one) is not None for row in rows for one in report.columns)
