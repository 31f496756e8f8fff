"""The diagrams of one definition: the main one, which nothing calls, and those that call activities call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from processes.engine.documents import read_xml
from processes.engine.elements import BPMN, Outline, read_outline
from processes.engine.errors import DefinitionRefused, Problem
from processes.engine.lint_sizes import MAX_ELEMENTS, size_problems

MAX_DIAGRAMS = 20
MAX_ALL_ELEMENTS = 2 * MAX_ELEMENTS  # of all diagrams together


@dataclass(frozen=True)
class Drawn:
    """One file's process, read and not checked."""

    file: str
    root: _Element
    process: _Element
    outline: Outline

    @property
    def key(self) -> str:
        return self.outline.process_id

    @property
    def calls(self) -> dict[str, str | None]:
        """Call activity → the process that it calls."""
        return {one.id: one.called for one in self.outline.elements.values() if one.type == "callActivity"}


def read_diagrams(files: Mapping[str, bytes]) -> list[Drawn]:
    """The diagrams among a definition's files, the main one first. Raises `DefinitionRefused`."""
    names = sorted(file for file in files if file.endswith(".bpmn"))
    if not names:
        raise DefinitionRefused((Problem("", None, "one_diagram"),))
    if len(names) > MAX_DIAGRAMS:
        raise DefinitionRefused((Problem("", None, "too_many_diagrams", str(MAX_DIAGRAMS)),))
    found = [_read(file, files[file]) for file in names]
    elements = 0
    for one in found:
        elements += len(one.outline.elements)
        if elements > MAX_ALL_ELEMENTS:
            raise DefinitionRefused((Problem(one.file, None, "too_many_in_all", str(MAX_ALL_ELEMENTS)),))
    main = _main(found)
    return [main, *(one for one in found if one is not main)]


def merged(diagrams: list[Drawn]) -> Outline:
    """One outline of them all: their ids differ. The main diagram's name is the definition's."""
    main = diagrams[0].outline
    outlines = [one.outline for one in diagrams]
    return Outline(
        main.process_id,
        main.name,
        main.name_en,
        {key: element for one in outlines for key, element in one.elements.items()},
        {key: flow for one in outlines for key, flow in one.flows.items()},
        # The same lane may be drawn in each; what the main one calls it counts.
        {key: lane for one in reversed(outlines) for key, lane in one.lanes.items()},
    )


def callers(diagrams: list[Drawn]) -> dict[str, set[str]]:
    """Process → those that it reaches by calls, over others too."""
    direct = {one.key: {called for called in one.calls.values() if called is not None} for one in diagrams}
    return {key: set(_reached(direct, key)) for key in direct}


def _reached(direct: Mapping[str, set[str]], key: str) -> Iterator[str]:
    seen: set[str] = set()
    ahead = list(direct[key])
    for one in ahead:
        if one not in seen:
            seen.add(one)
            yield one
            ahead.extend(direct.get(one, ()))


def _read(file: str, content: bytes) -> Drawn:
    root = read_xml(file, content)
    processes = root.findall(f"{BPMN}process")
    if len(processes) != 1:
        raise DefinitionRefused((Problem(file, None, "one_process", str(len(processes))),))
    if too_large := [Problem(file, *found) for found in size_problems(processes[0])]:
        raise DefinitionRefused(too_large)
    return Drawn(file, root, processes[0], read_outline(processes[0]))


def _main(diagrams: list[Drawn]) -> Drawn:
    """The one that no other calls; where all are called, calls go round, which the lint tells."""
    called = {key for one in diagrams for key in one.calls.values()}
    free = [one for one in diagrams if one.key not in called]
    if len(free) > 1:
        raise DefinitionRefused((Problem("", None, "one_diagram", ", ".join(one.file for one in free)),))
    return (free or diagrams)[0]
