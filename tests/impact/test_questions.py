"""A question is asked once, answered part by part by whichever worker comes, and each part counts once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from processes.actors import SYSTEM
from processes.commands import AskImpact, CancelInstance, PublishDefinition
from processes.commands.impact import AnswerImpact
from processes.commands.pruning import PruneFinished
from processes.engine.errors import DefinitionRefused
from processes.errors import NotAllowed
from processes.impact import INSTANCES, InstancesQuestion, impact_of_version, reason_of
from processes.impact_questions import Answer, impact_question
from processes.jobs.reading import read_part
from processes.jobs.worker import run_due
from processes.jobs.working import work
from processes.models import DefinitionVersion, ImpactChain, ImpactRun, Incident
from services.readings.impact import ImpactState, impact_run, impact_state
from services.shipped import process_files
from tests.migration.procedure import CYCLE, with_a_second_look
from tests.paths.walking import Walker
from tests.support.bank import Bank

PLACES = (("K0001", None), ("K0002", "draft_plan"), ("K0003", "review_plan"), ("K1001", None), ("K1002", None))


@pytest.fixture
def cycles(bank: Bank) -> list[int]:
    """Five that run, two of them further on."""
    walker, found = Walker(bank.runtime), []
    for number, place in PLACES:
        found.append(walker.start_cycle(number))
        if place is not None:
            walker.desk.run_to(found[-1], place)
    return found


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few instances make many parts."""
    monkeypatch.setattr(InstancesQuestion, "at_once", 1)


def without_review() -> dict[str, bytes]:
    """A draft that lacks what one of the cycles stands at."""
    files = with_a_second_look()
    diagram = files[f"{CYCLE}.bpmn"]
    for text in (b'"%s"', b">%s<", b" %s."):
        diagram = diagram.replace(text % b"review_plan", text % b"look_at_plan")
    return {**files, f"{CYCLE}.bpmn": diagram}


def state_of(bank: Bank, run_id: int) -> ImpactState:
    with bank.runtime.read_session() as session:
        return impact_state(session, impact_run(session, run_id))


def ask(bank: Bank, files: dict[str, bytes], login: str = "jiang") -> int:
    return int(bank.execute(AskImpact(INSTANCES, CYCLE, files), login))


def test_the_answer_is_what_publishing_would_have_told(bank: Bank, cycles: list[int], one_at_a_time: None) -> None:
    files = without_review()
    run_id = ask(bank, files)
    run_due(bank.runtime)
    state = state_of(bank, run_id)
    assert (state.run.status, state.done, state.total) == ("done", 5, 5)
    version_id = bank.runtime.execute(PublishDefinition(files, "看影响"), SYSTEM)
    with bank.runtime.read_session() as session:
        to = session.get_one(DefinitionVersion, version_id)
        found = impact_of_version(session, bank.runtime.definitions, to, CYCLE, 100)
    assert state.run.result is not None
    assert state.run.result["kinds"] == dict(Counter(one.verdict.kind for one in found))
    assert state.run.result["kinds"] == {"migratable": 4, "blocked": 1}
    reasons = Counter(reason for one in found for reason in one.verdict.reasons)
    told = state.run.result["blocked_by"]
    assert isinstance(told, dict)
    assert {reason_of(key): count for key, count in told.items()} == dict(reasons)


def test_progress_is_seen_while_it_goes_on(bank: Bank, cycles: list[int], one_at_a_time: None) -> None:
    run_id, seen = ask(bank, with_a_second_look()), list[tuple[int, int, bool]]()
    while work(bank.runtime, "worker"):
        state = state_of(bank, run_id)
        seen.append((state.done, sum(state.totals.get("kinds", {}).values()), state.is_over))
    assert seen == [(1, 1, False), (2, 2, False), (3, 3, False), (4, 4, False), (5, 5, True)]


def test_a_part_that_two_workers_read_counts_once(bank: Bank, cycles: list[int], one_at_a_time: None) -> None:
    run_id = ask(bank, with_a_second_look())
    part = AnswerImpact(run_id, 0)
    answer = part.with_result(read_part(bank.runtime, part))
    for _ in range(2):
        bank.runtime.execute(answer, SYSTEM)
    assert state_of(bank, run_id).done == 1
    run_due(bank.runtime)
    assert state_of(bank, run_id).run.result["kinds"] == {"migratable": 5}  # type: ignore[index]


def test_asking_the_same_again_joins_the_run_and_other_files_end_it(bank: Bank, cycles: list[int]) -> None:
    first = ask(bank, with_a_second_look())
    assert ask(bank, with_a_second_look(), "gao") == first
    second = ask(bank, process_files(CYCLE))
    run_due(bank.runtime)
    assert state_of(bank, first).run.status == "superseded"
    assert state_of(bank, first).done == 0
    assert state_of(bank, second).run.result["kinds"] == {"unaffected": 5}  # type: ignore[index]
    assert ask(bank, process_files(CYCLE)) > second  # things have moved on since


def test_nothing_runs_and_that_is_an_answer(bank: Bank) -> None:
    state = state_of(bank, ask(bank, with_a_second_look()))
    assert (state.is_over, state.run.status, state.total, state.run.result) == (True, "done", 0, {})


def test_an_instance_that_ends_meanwhile_is_not_waited_for(bank: Bank, cycles: list[int], one_at_a_time: None) -> None:
    run_id = ask(bank, with_a_second_look())
    bank.runtime.execute(CancelInstance(cycles[-1], "不再合作"), SYSTEM)
    run_due(bank.runtime)
    state = state_of(bank, run_id)
    assert (state.run.status, state.done, state.total) == ("done", 4, 4)


@pytest.mark.parametrize("login", ["lin", "zhou", "xu", "shen", "admin"])
def test_who_neither_drafts_nor_decides_asks_nothing(bank: Bank, login: str) -> None:
    with pytest.raises(NotAllowed):
        ask(bank, with_a_second_look(), login)
    with pytest.raises(NotAllowed):
        bank.execute(AnswerImpact(1, 0), login)


def test_files_that_cannot_run_are_refused_and_nothing_is_stored(bank: Bank) -> None:
    with pytest.raises(DefinitionRefused):
        ask(bank, {f"{CYCLE}.bpmn": b"<a/>"})
    with bank.runtime.read_session() as session:
        assert session.scalar(select(func.count(ImpactRun.id))) == 0


@impact_question("failing")
class FailingQuestion(InstancesQuestion):
    """One that cannot be answered."""

    def answer(self, *_: object) -> Answer:  # type: ignore[override]
        """Never."""
        raise ZeroDivisionError


def test_a_part_that_fails_is_an_incident_and_the_run_says_so(bank: Bank, cycles: list[int]) -> None:
    run_id = bank.execute(AskImpact("failing", CYCLE, with_a_second_look()), "jiang")
    for _ in range(3):
        run_due(bank.runtime)
        bank.clock.advance(minutes=10)
    state = state_of(bank, run_id)
    assert (state.failed, state.is_over, state.run.status) == (True, True, "running")
    with bank.runtime.read_session() as session:
        assert {one.code for one in session.scalars(select(Incident))} == {"job_failed"}


def test_an_answer_is_forgotten_when_it_is_out_of_date(bank: Bank, cycles: list[int]) -> None:
    ask(bank, with_a_second_look())
    run_due(bank.runtime)
    bank.clock.set(bank.clock.now + timedelta(days=31))
    bank.runtime.execute(PruneFinished(), SYSTEM)
    with bank.runtime.read_session() as session:
        assert [session.scalar(select(func.count()).select_from(kind)) for kind in (ImpactRun, ImpactChain)] == [0, 0]
