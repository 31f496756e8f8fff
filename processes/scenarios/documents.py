"""Scenarios: try-outs with what is expected at their end, as files of a process folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from processes.engine.errors import DefinitionRefused, Problem
from processes.forms.documents import read_json
from processes.forms.reading import Refusals
from processes.scenarios import expectations
from processes.scenarios.expectations import Expectation
from processes.scenarios.reading import read_kind
from processes.scenarios.try_outs import KEYS, TryOut, dumped, listed_in, read_try_out, tagged, try_out_json

FOLDER, ENDING = "scenarios/", ".json"
MAX_EXPECTATIONS = 100
MAX_SCENARIOS = 50  # of a process: publishing runs them all
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Scenario:
    """A try-out with what is expected at its end. ``name``: of its file; ``note``: what it is for, free text."""

    name: str
    try_out: TryOut
    expect: tuple[Expectation, ...]
    note: str = ""

    @classmethod
    def parse(cls, content: bytes, path: str) -> Scenario:
        """Raises DefinitionRefused with every fault. ``path``: in the process folder."""
        refusals = Refusals(path)
        given = read_json(path, content)
        refusals.known_keys(given, KEYS | {"note", "expect"}, None)
        note = given.get("note", "")
        if not isinstance(note, str) or len(note) > LONGEST_NOTE:
            refusals.add("note", "wrong_kind", "note")
        made = cls(name_of(path), read_try_out(given, refusals), _read_expectations(given, refusals), str(note))
        refusals.raise_any()
        return made

    @property
    def path(self) -> str:
        """Where it lies in the process folder."""
        return f"{FOLDER}{self.name}{ENDING}"

    def dump(self) -> bytes:
        """As `parse` reads it."""
        expected = [tagged(one, "expect", expectations.KINDS) for one in self.expect]
        return dumped({"note": self.note, **try_out_json(self.try_out), "expect": expected})


def is_scenario(path: str) -> bool:
    """Whether a definition's file is one of its scenarios."""
    return path.startswith(FOLDER) and path.endswith(ENDING)


def name_of(path: str) -> str:
    """A scenario's name: its file's, without folder and ending."""
    return path.removeprefix(FOLDER).removesuffix(ENDING)


def parse_scenarios(files: Mapping[str, bytes]) -> tuple[Scenario, ...]:
    """The scenarios among a definition's files, by name; DefinitionRefused names every fault of every file."""
    problems: list[Problem] = []
    found = []
    for path, content in sorted(files.items()):
        if is_scenario(path):
            try:
                found.append(Scenario.parse(content, path))
            except DefinitionRefused as refused:
                problems += refused.problems
    if len(found) > MAX_SCENARIOS:
        problems.append(Problem(FOLDER, None, "too_many_scenarios", str(MAX_SCENARIOS)))
    if problems:
        raise DefinitionRefused(problems)
    return tuple(found)


def _read_expectations(given: Mapping[str, Any], refusals: Refusals) -> tuple[Expectation, ...]:
    listed = listed_in(given, "expect", MAX_EXPECTATIONS, refusals)
    if not listed:
        refusals.add("expect", "nothing_expected", "")
    kinds = expectations.KINDS
    read = [read_kind(one, "expect", kinds, f"expect.{number}", refusals) for number, one in enumerate(listed)]
    return tuple(one for one in read if one is not None)
