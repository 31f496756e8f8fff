"""What a Prometheus server scrapes: true counts, behind a token, naming nobody, cheap however full the database is."""

from __future__ import annotations

import io

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, text

from processes.actors import SYSTEM
from processes.commands import EscalateOverdue
from processes.commands.periodic import ReportWorker, SchedulePeriodic
from processes.commands.system import OpenIncident
from processes.models import WorkItem
from services.models import Customer, Team, User
from services.upkeep.figures import REST_FOR_WORK, SHORTEST_REST, RestedFigures, read_figures
from tests.paths.walking import Walker
from tests.web.conftest import signed_in
from web.app import create_app
from web.metrics.exposition import Exposition
from web.metrics.worker_page import WorkerPage
from web.settings import SettingsRefused, load_settings

TOKEN = "0123456789abcdef-token"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def app(bank, tmp_path):
    app = create_app(load_settings(home=tmp_path, testing=True, metrics_token=TOKEN), bank.runtime)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def scraped(app) -> dict[tuple[str, ...], float]:
    """(sample, label values by label name …) → value."""
    answer = app.test_client().get("/metrics", headers=BEARER)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return samples(answer.text)


def samples(exposition: str) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(exposition)
    return {
        (one.name, *map(one.labels.get, sorted(one.labels))): one.value for family in families for one in family.samples
    }


def test_requests_are_counted_by_endpoint_and_never_by_path(app):
    client = signed_in(app, "lin")
    for path in ("/customers/1", "/customers/2", "/customers/999", "/secret/13800138000"):
        client.get(path)
    client.open("/", method="BREW")
    found = scraped(app)
    assert found["steward_http_requests_total", "customers.page", "GET", "2xx"] == 1
    assert found["steward_http_requests_total", "customers.page", "GET", "4xx"] == 2
    assert found["steward_http_requests_total", "none", "GET", "4xx"] == 1
    assert found["steward_http_requests_total", "none", "other", "4xx"] == 1
    assert found["steward_http_request_seconds_count", "customers.page", "GET"] == 3
    assert found["steward_http_request_seconds_bucket", "customers.page", "+Inf", "GET"] == 3


def test_commands_are_counted_by_kind_and_outcome(app, bank):
    item = Walker(bank.runtime).desk.seat(Walker(bank.runtime).start_cycle("K0001"), "collect_status_record").item_id
    client = signed_in(app, "lin")
    client.post(f"/work-items/{item}/complete", data={"employees": "x", "_complete": "1"})
    client.post(f"/work-items/{item}/complete", data={"address": "x", "_draft": "1"})
    found = scraped(app)
    assert found["steward_commands_total", "CompleteWorkItem", "FormInvalid"] == 1
    assert found["steward_commands_total", "SaveDraft", "done"] == 1
    assert found["steward_command_seconds_count", "SaveDraft"] == 1


def test_the_state_of_the_installation_is_told(app, bank):
    walker = Walker(bank.runtime)
    for number in ("K0001", "K1004"):
        walker.start_cycle(number)
    bank.runtime.execute(ReportWorker("host:1", "embedded"), SYSTEM)
    bank.runtime.execute(SchedulePeriodic(EscalateOverdue(), "x"), SYSTEM)
    bank.runtime.execute(OpenIncident(1, "rate", "NoRuleMatched", "tier"), SYSTEM)
    bank.clock.advance(seconds=90)
    with bank.runtime.read_session() as session:
        open_items = session.query(WorkItem).filter_by(status="open").count()
        unassigned = session.query(WorkItem).filter_by(status="open", assignee_id=None).count()
    found = scraped(app)
    assert found["steward_database_up",] == 1
    assert found["steward_database_info", "sqlite", bank.runtime.database.version] == 1
    assert found["steward_work_items", "open"] == open_items > unassigned == found["steward_work_items", "waiting"] > 0
    assert found["steward_running_instances", "relationship-maintenance"] == 2
    assert found["steward_jobs", "local", "due"] == 1
    assert found["steward_oldest_due_job_seconds", "local"] == 90
    assert found["steward_oldest_due_job_seconds", "external"] == 0
    assert found["steward_open_incidents", "NoRuleMatched"] == 1
    assert found["steward_workers", "embedded"] == 1
    assert any(key[0] == "steward_build_info" for key in found)
    assert any(key[0] == "process_resident_memory_bytes" and value > 1e6 for key, value in found.items())
    assert any(key[0] == "process_cpu_seconds_total" and value > 0 for key, value in found.items())


def test_what_is_overdue_and_what_has_failed_is_told(bank):
    walker = Walker(bank.runtime)
    walker.start_cycle("K0001")
    with bank.runtime.writer.begin() as connection:
        connection.execute(text("UPDATE work_item SET due_date = '2026-03-01' WHERE id = 1"))
        connection.execute(text("UPDATE work_item SET due_date = '2026-03-02' WHERE id <> 1"))
    bank.runtime.execute(SchedulePeriodic(EscalateOverdue(), "x"), SYSTEM)
    with bank.runtime.writer.begin() as connection:
        connection.execute(text("UPDATE job SET status = 'failed'"))
    with bank.runtime.read_session() as session:
        found = read_figures(session, bank.clock.now)
    assert found.items["overdue"] == 1
    assert (found.jobs, found.oldest_due) == ({("local", "failed"): 1}, {})


def test_no_label_names_anybody(app, bank):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K0001")
    walker.walk(cycle, ["supply_bank_figures", "collect_status_record"])
    client = signed_in(app, "lin")
    for path in ("/", "/customers/1", "/customers/?q=K0001", "/K0001/lin"):
        client.get(path)
    exposition = app.test_client().get("/metrics", headers=BEARER).text
    with bank.runtime.read_session() as session:
        names = [value for row in session.query(User.name, User.login) for value in row]
        names += [value for row in session.query(Customer.name, Customer.number) for value in row]
        names += [name for (name,) in session.query(Team.name)]
    words = set(exposition.replace('"', " ").split())
    assert len(names) > 40
    assert [name for name in names if name in words or (not name.isascii() and name in exposition)] == []


@pytest.mark.parametrize(
    ("token", "header", "status"),
    [
        (TOKEN, None, 401), (TOKEN, "Bearer ", 401), (TOKEN, f"Bearer {TOKEN}x", 401), (TOKEN, f"Basic {TOKEN}", 401),
        (TOKEN, TOKEN, 401), (TOKEN, f"bearer{TOKEN}", 401), ("", None, 404), ("", "Bearer ", 404),
        (TOKEN, f"Bearer {TOKEN}", 200),
    ],
)  # fmt: skip
def test_only_the_token_opens_the_page(bank, tmp_path, token, header, status):
    app = create_app(load_settings(home=tmp_path, testing=True, metrics_token=token), bank.runtime)
    answer = app.test_client().get("/metrics", headers={"Authorization": header} if header else {})
    assert answer.status_code == status
    assert (answer.headers.get("WWW-Authenticate") == "Bearer") == (status == 401)
    assert ("steward_" in answer.text) == (status == 200)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"metrics_token": "short"}, "STEWARD_METRICS_TOKEN: use at least 16"),
        ({"metrics_port": 9000}, "needs STEWARD_METRICS_TOKEN"),
    ],
)
def test_a_token_that_can_be_guessed_and_a_port_without_one_are_refused(tmp_path, chosen, said):
    with pytest.raises(SettingsRefused, match=said):
        load_settings(home=tmp_path, **chosen)


def test_a_worker_s_own_page_is_as_closed(bank):
    page = WorkerPage(Exposition(bank.runtime, tells_database=False), TOKEN)
    bank.runtime.execute(ReportWorker("host:1", "procrastinate"), SYSTEM)

    def asked(path: str, token: str = "", method: str = "GET") -> tuple[str, str]:
        statuses: list[str] = []
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_AUTHORIZATION": token, "wsgi.input": io.BytesIO()}
        body = page(environ, lambda status, _headers: statuses.append(status))
        return statuses[0], b"".join(body).decode()

    assert asked("/metrics") == ("401 Unauthorized", "")
    assert asked("/", f"Bearer {TOKEN}") == ("404 Not Found", "")
    assert asked("/metrics", f"Bearer {TOKEN}", "POST") == ("404 Not Found", "")
    status, told = asked("/metrics", f"Bearer {TOKEN}")
    assert status == "200 OK"
    assert samples(told)["steward_commands_total", "ReportWorker", "done"] == 1
    assert "steward_work_items" not in told


def test_a_database_that_does_not_answer_is_told(app, bank):
    with bank.runtime.writer.begin() as connection:
        connection.execute(text("ALTER TABLE work_item RENAME TO gone"))
    found = scraped(app)
    assert found["steward_database_up",] == 0
    assert not any(key[0] == "steward_work_items" for key in found)


def test_no_count_reads_a_whole_table(bank):
    statements: list[tuple[str, object]] = []
    watch = lambda _c, _cursor, statement, parameters, *_: statements.append((statement, parameters))  # noqa: E731
    event.listen(bank.runtime.reader, "before_cursor_execute", watch)
    with bank.runtime.read_session() as session:
        read_figures(session, bank.clock.now)
    event.remove(bank.runtime.reader, "before_cursor_execute", watch)
    plans = {}
    with bank.runtime.reader.connect() as connection:
        for statement, parameters in statements:
            if statement.startswith("SELECT"):
                cursor = connection.connection.cursor()
                rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
                plans[statement] = [row[3] for row in rows]
    assert len(plans) == 9
    scans = [step for steps in plans.values() for step in steps if step.startswith("SCAN") and "INDEX" not in step]
    assert scans == ["SCAN worker"]  # as many rows as processes reported in a day
    of_items = [step for statement, steps in plans.items() for step in steps if "FROM work_item" in statement]
    assert all("COVERING INDEX" in step for step in of_items), of_items


def test_the_longer_a_reading_takes_the_longer_it_rests():
    now, readings = [100.0], []

    def reading():
        readings.append(now[0])
        now[0] += 2.0
        return object()

    figures = RestedFigures(reading, lambda: now[0])
    first = figures.get()
    now[0] += 2.0 * REST_FOR_WORK - 0.1
    assert figures.get() is first
    now[0] += 0.1
    assert figures.get() is not first
    assert len(readings) == 2
    quick = RestedFigures(object, lambda: now[0])
    first = quick.get()
    now[0] += SHORTEST_REST - 0.1
    assert quick.get() is first
