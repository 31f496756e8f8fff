"""States that people meet seldom: incidents, migrations, refusals; each with who meets it and how it comes about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import ClaimWorkItem, MigrateInstances, SkipJob, UnclaimWorkItem, UndoBatch
from processes.commands.system import OpenIncident
from processes.jobs.worker import run_due
from processes.models import DefinitionVersion, Incident
from processes.operations import operation
from services.shipped import process_files
from tests.browser.conftest import Site, Visitor
from tests.browser.filling import fill
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.support.bank import Bank
from tests.web.test_outages import another_writer

PROCESS, RUNNING = f"/processes/{CYCLE}", f"/processes/{CYCLE}/2/running"
BLANKS = " " * 5  # long enough for the page, too short for the server
STUCK = "EvaluationFailed: no value is named tier"


@dataclass(frozen=True)
class State:
    """``arrive``: what is done once the path is open, for states that an address alone does not bring about."""

    name: str
    login: str
    path: str
    arrive: Callable[[Visitor], object] | None = None


@dataclass(frozen=True)
class Numbers:
    """Ids of what the states are about."""

    incident: int
    stuck: int
    settled: int
    begun: int
    ended: int
    undone: int
    finished: int
    open: int


def prepare(site: Site, monkeypatch: pytest.MonkeyPatch) -> Numbers:
    """Two versions with instances in every verdict, incidents of a job and of a step, batches, a lost race."""
    bank, walker = site.bank, Walker(site.bank.runtime)
    incidents = fail(bank, walker, monkeypatch)
    give_up(bank, incidents[0])
    finished, waiting = two_at_approval(walker)
    cycles = two_versions(bank, walker)
    batches = migrated(bank, cycles)
    stuck = bank.runtime.execute(OpenIncident(cycles[0], "tier_approved", "EvaluationFailed", STUCK), SYSTEM)
    return Numbers(incidents[1], stuck, incidents[0], *batches, finished, waiting)


def give_up(bank: Bank, incident: int) -> None:
    """An administrator settles it."""
    with bank.runtime.read_session() as session:
        job = session.get_one(Incident, incident).job_id
    assert job is not None
    bank.execute(SkipJob(job, "改由人工评分"), "admin")


def fail(bank: Bank, walker: Walker, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Scoring is broken for three cycles until their jobs wait for an administrator."""

    def broken(_context: object, **_parameters: object) -> None:
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as patch:
        patch.setitem(operation._entries, "score_customer", broken)
        for number in ("K1001", "K1002", "K1003"):
            walker.walk(walker.start_cycle(number), ["supply_bank_figures", "collect_status_record"])
        for _ in range(3):
            run_due(bank.runtime)
            bank.clock.advance(hours=1)
    with bank.runtime.read_session() as session:
        return list(session.scalars(select(Incident.id).order_by(Incident.id)))


def two_at_approval(walker: Walker) -> tuple[int, int]:
    """An item of a group that is finished, and another that waits for its group."""
    finished, waiting = walker.start_cycle("K1004"), walker.start_cycle("K1005")
    for cycle in (finished, waiting):
        walker.desk.run_to(cycle, "approve_tier")
    items = [walker.desk.seat(cycle, "approve_tier").item_id for cycle in (finished, waiting)]
    walker.desk.complete(finished, "approve_tier")
    return items[0], items[1]


def two_versions(bank: Bank, walker: Walker) -> list[int]:
    """A second version, and cycles of which one stands where it has nothing."""
    stops = {"K0001": "propose_measures", "K0002": "draft_plan", "K0003": "review_plan", "K1006": "assess_relationship"}
    cycles = [walker.start_cycle(number) for number in stops]
    for cycle, stop in zip(cycles, stops.values(), strict=True):
        walker.desk.run_to(cycle, stop)
    files = with_a_second_look()
    diagram = files[f"{CYCLE}.bpmn"]
    for text in (b'"%s"', b">%s<", b" %s."):
        diagram = diagram.replace(text % b"review_plan", text % b"look_at_plan")
    publish(bank, {**files, f"{CYCLE}.bpmn": diagram}, "措施须先权衡")
    return cycles


def migrated(bank: Bank, cycles: list[int]) -> tuple[int, int, int]:
    """A batch that has not come to anything, one that is over, and an undo."""
    with bank.runtime.read_session() as session:
        version = session.scalars(select(DefinitionVersion.id).where(DefinitionVersion.version == 2)).one()
    ended = bank.execute(MigrateInstances(tuple(cycles[1:3]), version, "措施须先权衡"), "gao")
    run_due(bank.runtime)
    taken_back = bank.execute(MigrateInstances((cycles[3],), version, "先试一户"), "luo")
    run_due(bank.runtime)
    undone = bank.execute(UndoBatch(taken_back, "改错了，先退回"), "luo")
    run_due(bank.runtime)
    begun = bank.execute(MigrateInstances((cycles[0], cycles[3]), version, "其余客户一并迁移"), "gao")
    return begun, ended, undone


def states(site: Site, numbers: Numbers) -> list[State]:
    """Every one of them."""
    return [*of_processes(), *of_migrations(numbers), *of_administration(numbers), *of_refusals(site, numbers)]


def of_processes() -> list[State]:
    """A process's page, and a version that cannot be published."""
    return [
        State("process-two-versions", "jiang", PROCESS),
        State("process-older-version", "shen", f"{PROCESS}?version=1"),
        State("process-command-centre", "gao", PROCESS),
        State("publish-refused", "jiang", PROCESS, upload_broken),
    ]


def of_migrations(numbers: Numbers) -> list[State]:
    """What would become of running instances, and batches at every stage."""
    batch = "/processes/migrations/{}".format
    return [
        State("running", "gao", RUNNING),
        State("running-process-owner", "jiang", RUNNING),
        State("running-refused", "luo", RUNNING, migrate_without_reason),
        State("running-none", "gao", "/processes/maintenance-task/1/running"),
        State("batch-begun", "gao", batch(numbers.begun)),
        State("batch-ended", "gao", batch(numbers.ended)),
        State("batch-ended-auditor", "shen", batch(numbers.ended)),
        State("batch-undone", "luo", batch(numbers.undone)),
        State("undo-refused", "gao", batch(numbers.ended), undo_without_reason),
    ]


def of_administration(numbers: Numbers) -> list[State]:
    """Incidents at every stage, and people."""
    incident = "/admin/incidents/{}".format
    return [
        State("operation-incidents", "admin", "/admin/"),
        State("incident", "admin", incident(numbers.incident)),
        State("incident-of-a-step", "admin", incident(numbers.stuck)),
        State("incident-settled", "admin", incident(numbers.settled)),
        State("incident-no-reason", "admin", incident(numbers.incident), skip_without_reason),
        State("person-refused", "admin", "/admin/people", add_without_team),
    ]


def of_refusals(site: Site, numbers: Numbers) -> list[State]:
    """The pages of 403, 404, 409, 413, 500 and 503, and an item that comes back with 422."""
    item = f"/work-items/{numbers.open}"
    return [
        State("error-403", "lin", "/admin/"),
        State("error-404", "lin", "/customers/99999"),
        State("error-409-taken", "chen", item, lambda seat: lose_race(site.bank, numbers, seat)),
        State("error-409-finished", "chen", item, lambda seat: send_to(seat, numbers.finished)),
        State("error-413", "jiang", PROCESS, upload_too_much),
        State("item-refused", "chen", item, send_unstorable),
        State("error-500", "lin", "/customers/?tier=A"),
        State("error-503", "chen", item, lambda seat: send_while_busy(site.bank, seat)),
    ]


def upload_broken(seat: Visitor) -> None:
    """A diagram with several faults."""
    diagram = process_files(CYCLE)[f"{CYCLE}.bpmn"]
    for old, new in (
        (b'value="status-record"', b'value="no-such-form"'),
        (b'Operator id="score_customer"', b'Operator id="score_costumer"'),
    ):
        diagram = diagram.replace(old, new)
    upload(seat, f"{CYCLE}.bpmn", diagram)


def upload_too_much(seat: Visitor) -> None:
    """More than a request may hold."""
    upload(seat, f"{CYCLE}.bpmn", b" " * 1_100_000)


def upload(seat: Visitor, name: str, content: bytes) -> None:
    """Choose a file, give a reason, publish."""
    seat.page.set_input_files("#files", {"name": name, "mimeType": "text/xml", "buffer": content})
    seat.page.fill("#reason", "改进评分步骤")
    seat.press("main form .primary")


def migrate_without_reason(seat: Visitor) -> None:
    """A reason that is too short."""
    seat.page.check("[name=instance]:not(:disabled) >> nth=0")
    seat.page.fill("[name=reason]", BLANKS)
    seat.press("main .button.primary")


def undo_without_reason(seat: Visitor) -> None:
    seat.page.fill("[name=reason]", BLANKS)
    seat.press("form[action$=undo] button")


def skip_without_reason(seat: Visitor) -> None:
    seat.page.fill("[name=reason]", BLANKS)
    seat.press("form[action$=skip] button")


def add_without_team(seat: Visitor) -> None:
    seat.page.fill("#login", "newcomer")
    seat.page.fill("#name", "新同事")
    seat.page.select_option("#role", "am")
    seat.page.fill("#password", "long-enough-1")
    seat.press("main form .primary")


def lose_race(bank: Bank, numbers: Numbers, seat: Visitor) -> None:
    """Somebody of the group claims the item while its page is open."""
    decide(seat)
    bank.execute(ClaimWorkItem(numbers.open), "luo")
    seat.press("button[name=_complete]")
    bank.execute(UnclaimWorkItem(numbers.open), "luo")


def send_to(seat: Visitor, finished: int) -> None:
    """The form of a page that was opened before somebody finished its item."""
    decide(seat)
    address = f"/work-items/{finished}/complete"
    seat.page.eval_on_selector("form[action$=complete]", "(form, address) => { form.action = address }", address)
    seat.press("button[name=_complete]")


def send_unstorable(seat: Visitor) -> None:
    """A character that no database stores, amid a text."""
    decide(seat)
    seat.page.eval_on_selector("[name=comments]", "box => { box.value += String.fromCharCode(1) }")
    seat.press("button[name=_complete]")


def send_while_busy(bank: Bank, seat: Visitor) -> None:
    """Another program holds the database for longer than a page waits."""
    decide(seat)
    with another_writer(bank):
        seat.press("button[name=_complete]")


def decide(seat: Visitor) -> None:
    """Return the item, with comments."""
    fill(seat.page, {"decision": ["return"], "comments": ["请补充二季度用款计划，并说明定级所依据的数据来源。"]})
