"""Random processes in the real runtime: whatever runs has a row that somebody or some job is responsible for."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import SYSTEM
from processes.commands import CompleteWorkItem, CorrelateMessage, PublishDefinition, StartInstance
from processes.engine.errors import DefinitionRefused
from processes.errors import StepFailed
from processes.jobs.worker import run_due
from processes.models import Incident, Instance, Job, WorkItem
from processes.operations import OperationContext, operation
from tests.engine.random_models import MESSAGES, sound_model, wild_model
from tests.runtime.small import instance_row
from tests.support.bank import Bank

SEEDS = range(8)
LONGEST = 150


class Walk:
    """One instance of a random process. Its operations answer at random, and break now and then."""

    def __init__(self, bank: Bank, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bank, self.chance, self.calls = bank, random.Random(seed), 0
        for name in ("work", "coin"):
            monkeypatch.setitem(operation._entries, name, self.answer)

    def answer(self, _context: OperationContext, a: int) -> Mapping[str, object]:
        self.calls += 1
        if self.chance.random() < 0.2:
            raise RuntimeError("put off")
        goes_on = self.calls < 40
        bits, few = [goes_on, False, goes_on], list(range(self.chance.randrange(4)))
        return {"n": self.chance.randrange(3) if goes_on else 0, "bits": bits, "few": few, "a": a}

    def start(self, files: dict[str, bytes]) -> int:
        self.bank.runtime.execute(PublishDefinition(files, "test"), SYSTEM)
        instance: int = self.bank.runtime.execute(StartInstance("small", {}), SYSTEM)
        return instance

    def step(self, instance_id: int) -> None:
        """Somebody or some job acts; fails when nobody is responsible."""
        with self.bank.runtime.read_session() as session:
            items, jobs, messages = responsible(session, instance_id)
        assert items or jobs or messages, "nobody is responsible"
        kind = self.chance.choice([name for name, found in (("i", items), ("j", jobs), ("m", messages)) if found])
        if kind == "i":
            self.bank.execute(CompleteWorkItem(self.chance.choice(items).id, {}), "chen")
        elif kind == "j":
            self.bank.clock.set(max(self.bank.clock.now, min(job.run_at for job in jobs)))
            assert run_due(self.bank.runtime) > 0
        else:
            heard = [self.bank.runtime.execute(CorrelateMessage(instance_id, name), SYSTEM) for name in MESSAGES]
            assert any(heard) or items or jobs


def responsible(session: Session, instance_id: int) -> tuple[list[WorkItem], list[Job], list[str]]:
    """Open items, pending jobs (operations and timers), and events that a message may wake."""
    items = select(WorkItem).where(WorkItem.instance_id == instance_id, WorkItem.status == "open")
    jobs = select(Job).where(Job.instance_id == instance_id, Job.status == "pending")
    waiting = session.get_one(Instance, instance_id).waiting_at
    messages = [key for key in waiting if key[:2] in ("in", "bo", "ev")]
    return list(session.scalars(items)), list(session.scalars(jobs)), messages


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sound_process_comes_to_its_end(bank: Bank, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(bank, seed, monkeypatch)
    instance_id = walk.start(sound_model(seed, seed % 8 + 5).files())
    for _ in range(LONGEST):
        if instance_row(bank, instance_id).status == "completed":
            break
        walk.step(instance_id)
    row = instance_row(bank, instance_id)
    assert (row.status, row.waiting_at, row.visits["en1"]) == ("completed", [], 1)
    with bank.runtime.read_session() as session:
        items, _jobs, _messages = responsible(session, instance_id)
        assert (items, list(session.scalars(select(Incident)))) == ([], [])


def test_a_wild_process_that_strands_is_an_incident_and_the_item_stays_open(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranded = 0
    for seed in range(40):
        stranded += strands(Walk(bank, seed, monkeypatch), wild_model(seed, seed % 8 + 3).files())
    assert stranded > 0


def strands(walk: Walk, files: dict[str, bytes]) -> int:
    """1 when the process became an incident, which is asserted; 0 when it was refused, ended, or still waits."""
    try:
        instance_id = walk.start(files)
        for _ in range(25):
            if instance_row(walk.bank, instance_id).status == "completed":
                return 0
            if incidents(walk.bank, instance_id):  # a job's: it was tried three times
                return 1
            walk.step(instance_id)
    except DefinitionRefused:
        return 0
    except StepFailed as failed:
        stranded = failed.instance_id
    else:
        return 0
    assert incidents(walk.bank, stranded)
    with walk.bank.runtime.read_session() as session:
        assert stranded is None or any(responsible(session, stranded))
    return 1


def incidents(bank: Bank, instance_id: int | None) -> list[Incident]:
    """The open ones of an instance; of None, those of processes that could not start."""
    its = Incident.instance_id.is_(None) if instance_id is None else Incident.instance_id == instance_id
    with bank.runtime.read_session() as session:
        return list(session.scalars(select(Incident).where(its, Incident.status == "open")))
