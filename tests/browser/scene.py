"""A bank in which everything seldom has happened: two versions, migrations, incidents, a lost race."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import (
    BeginDraft,
    MigrateInstances,
    ReceiveUpgrade,
    ReturnDraft,
    SaveDraftFile,
    SkipJob,
    SubmitDraft,
    UndoBatch,
)
from processes.commands.system import OpenIncident
from processes.jobs.worker import run_due
from processes.models import DefinitionVersion, Incident
from processes.operations import operation
from services.shipped import process_files
from tests.browser.conftest import Site
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.runtime.small import publish
from tests.support.bank import Bank

STUCK = "EvaluationFailed: no value is named tier"


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
    draft(bank)
    stuck = bank.runtime.execute(OpenIncident(cycles[0], "tier_approved", "EvaluationFailed", STUCK), SYSTEM)
    return Numbers(incidents[1], stuck, incidents[0], *batches, finished, waiting)


def draft(bank: Bank) -> None:
    """A draft that is edited and was returned once, one that waits to be published, one of the standard, one that
    came with a newer program."""
    form = process_files(CYCLE)["forms/exit-reason.json"].replace("终止关系说明".encode(), "终止说明".encode())
    edited = bank.execute(BeginDraft(CYCLE, 2), "jiang")
    bank.execute(SaveDraftFile(edited, "forms/exit-reason.json", form, 1), "jiang")
    bank.execute(SubmitDraft(edited, "表单改名，便于识别"), "jiang")
    bank.execute(ReturnDraft(edited, "请同时修改英文名称"), "gao")
    waiting = bank.execute(BeginDraft("maintenance-task", 1), "jiang")
    path = "forms/task-result.json"
    task = process_files("maintenance-task")[path].replace(b'"zh": "', '"zh": "新'.encode(), 1)
    bank.execute(SaveDraftFile(waiting, path, task, 1), "jiang")
    bank.execute(SubmitDraft(waiting, "任务结果改名"), "jiang")
    bank.execute(BeginDraft("standard", 1), "jiang")
    adjustment = process_files("plan-adjustment")
    later = {path: content + b"\n" for path, content in adjustment.items()}
    bank.runtime.execute(ReceiveUpgrade("plan-adjustment", later), SYSTEM)


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
