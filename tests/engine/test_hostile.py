"""Nothing in a file runs, hangs or fills the memory: each is refused, with the element named where there is one."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from multiprocessing import get_context
from queue import Empty
from typing import Any

import pytest

from processes.engine.errors import FAULTS, DefinitionRefused
from processes.engine.instance import EngineInstance
from processes.engine.parsing import ProcessSpec, parse_process
from tests.engine.diagrams import Answers
from tests.engine.hostile import HOSTILE, RUNAWAY

MEMORY = 512 * 1024 * 1024
SECONDS = 60  # after which a child hangs; how long each took is printed


def lint(content: bytes) -> list[tuple[str | None, str]]:
    """What the lint says."""
    try:
        parse_process({"small.bpmn": content})
    except DefinitionRefused as refused:
        return [(problem.element_id, problem.code) for problem in refused.problems]
    return []


def run(content: bytes) -> list[tuple[str | None, str]]:
    """Where and why the engine stopped; what the lint says where it does not get so far."""
    if told := lint(content):
        return told
    spec = ProcessSpec.load(parse_process({"small.bpmn": content}).dump())
    try:
        EngineInstance.start(spec, {}, Answers({}))
    except FAULTS as fault:
        return [(None, type(fault).__name__)]
    return []


def in_a_child(act: Callable[[bytes], list[tuple[str | None, str]]], content: bytes) -> list[tuple[str | None, str]]:
    """What was told, by a process whose memory is bounded and that is killed when it hangs."""
    # A fresh server forks it: a copy of this process would bring its threads, and a large part of the memory, along.
    processes = get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    answer = processes.Queue()
    child = processes.Process(target=_bounded, args=(act, content, answer))
    child.start()
    try:
        told, grown, seconds = answer.get(timeout=SECONDS)
    except Empty:
        child.kill()
        pytest.fail("no answer")
    child.join()
    print(f"{seconds:.3f} s, {grown / 1e6:.0f} MB, {told[:1]}")  # noqa: T201
    assert grown < MEMORY
    return told


def _bounded(act: Callable[[bytes], object], content: bytes, answer: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    told = act(content)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    answer.put((told, grown, time.perf_counter() - begun))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    content, element = HOSTILE[name]
    told = in_a_child(lint, content)
    assert told
    if element is not None:
        assert any(one is not None and one.startswith(element) for one, _ in told), told


@pytest.mark.parametrize("name", RUNAWAY)
def test_what_only_shows_when_it_runs_is_stopped(name: str) -> None:
    assert in_a_child(run, RUNAWAY[name])
