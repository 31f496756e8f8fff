"""Tries one case after another in a process whose memory is bounded, and that is killed when it hangs."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from processes.engine.decisions import DecisionTable
from processes.engine.errors import FAULTS, DefinitionRefused
from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from processes.forms.schema import FormSchema
from tests.engine.diagrams import Answers
from tests.engine.hostile.making import Case

MEMORY = 512 * 1024 * 1024
SECONDS = 60  # after which a case hangs; how long each took is printed
SLOW = 2.0  # what is promised

Told = list[tuple[str | None, str]]
Cases = dict[str, Any]


class Outcome(NamedTuple):
    """What one case was told, as (element, code), and what that cost; ``seconds``: of the processor, since others
    may use the machine too."""

    told: Told
    seconds: float
    grown: int


def lint(case: Case) -> Told:
    """What the lint says; nothing where it accepts."""
    try:
        if case.file.endswith(".bpmn"):
            parse_process({case.file: case.content, **case.others})
        elif case.file.endswith(".dmn"):
            DecisionTable.parse(case.content, case.file)
        else:
            FormSchema.parse(case.content, case.file)
    except DefinitionRefused as refused:
        return [(problem.element_id, problem.code) for problem in refused.problems]
    return []


def run(case: tuple[Case, dict[str, object]]) -> Told:
    """Where and why the engine stopped; what the lint says where it does not get so far."""
    (diagram, data), told = case, lint(case[0])
    if told:
        return told
    spec = ProcessSpec.load(parse_process({diagram.file: diagram.content, **diagram.others}).dump())
    instance = EngineInstance.prepared(spec, data, Answers({}))
    try:
        instance.begin()
        instance.dump()
    except FAULTS as fault:
        return [(instance.at, type(fault).__name__)]
    return []


def outcomes(cases: Callable[[], Cases], act: Callable[[Any], Told]) -> dict[str, Outcome]:
    """The outcome of each case; a hanging, crashing or memory-eating one fails the test by its name."""
    # A fresh server forks it: a copy of this process would bring its threads, and a large part of the memory, along.
    processes = get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    ours, theirs = processes.Pipe()
    child = processes.Process(target=_try_all, args=(cases, act, theirs))
    child.start()
    theirs.close()
    found: dict[str, Outcome] = {}
    try:
        for name in cases():
            if not ours.poll(SECONDS):
                pytest.fail(f"{name}: no answer")
            try:
                answer = ours.recv()
            except EOFError:
                pytest.fail(f"{name}: its process died")
            if isinstance(answer, str):
                pytest.fail(f"{name}: {answer}")
            found[name] = answer
    finally:
        child.kill()
        child.join()
    _tell(found)
    return found


def _tell(found: dict[str, Outcome]) -> None:
    slow, large = max(found.items(), key=lambda one: one[1].seconds), max(found.items(), key=lambda one: one[1].grown)
    late = [name for name, one in found.items() if one.seconds > SLOW]
    print(f"{len(found)} cases; slowest {slow[1].seconds:.2f} s ({slow[0]}), ", end="")  # noqa: T201
    print(f"largest {large[1].grown / 1e6:.0f} MB ({large[0]}); above {SLOW} s: {late}")  # noqa: T201


def _try_all(cases: Callable[[], Cases], act: Callable[[Any], Told], answers: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))
    for case in cases().values():
        before, begun = _reset_peak(), time.process_time()
        try:
            told = act(case)
        except BaseException as error:  # the parent tells which case it was
            answers.send(f"{type(error).__name__}: {str(error)[:500]}")
            return
        answers.send(Outcome(told, time.process_time() - begun, _peak() - before))


def _reset_peak() -> int:
    """Forgets the largest size so far, where the kernel lets us: each case is then measured by itself."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> int:
    status = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(status.split()[0]) * 1024
