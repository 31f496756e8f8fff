"""From the files of a process folder to a process that can run. Must not look at running instances."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser.BpmnParser import full_tag
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.parser.process import VALIDATOR, SpiffBpmnParser, SpiffProcessParser
from SpiffWorkflow.spiff.parser.task_spec import ServiceTaskParser
from SpiffWorkflow.spiff.specs.defaults import UserTask

from processes.engine.clock import on_the_steps_clock
from processes.engine.decisions import DecisionTable
from processes.engine.diagrams import Drawn, merged, read_diagrams
from processes.engine.elements import Element, Flow, Lane, Outline, nodes
from processes.engine.environment import OperationTask
from processes.engine.errors import DefinitionRefused, Problem
from processes.engine.joins import CountingInclusiveGateway, CountingParallelGateway, with_counting_joins
from processes.engine.lint import problems_of
from processes.engine.lint_calls import call_problems
from processes.engine.lint_decisions import tables_of
from processes.engine.lint_sizes import MAX_ELEMENTS
from processes.engine.many import ManyUserTaskParser
from processes.engine.rule_tasks import DecisionTask, DecisionTaskParser, table_from_dict, table_to_dict
from processes.engine.state import SUPPORTED_VERSION, packed, spec_from_dict, spec_to_dict, unpacked

RECURSION = 10 * MAX_ELEMENTS
_PARSING = threading.Lock()  # the depth is the whole process's


@dataclass(frozen=True)
class Page:
    """One diagram of a definition: its file, its process with its names, the ids of its elements."""

    file: str
    key: str
    name: str
    name_en: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class ProcessSpec:
    """A published process. Read-only: many instances and threads share one.

    ``tables``: those that it calls, by key; ``pages``: its diagrams, the main one first.
    """

    outline: Outline
    spec: Any
    subprocess_specs: dict[str, Any]
    tables: dict[str, DecisionTable]
    pages: tuple[Page, ...]

    @property
    def process_id(self) -> str:
        return self.outline.process_id

    @property
    def name(self) -> str:
        return self.outline.name

    @property
    def name_en(self) -> str:
        return self.outline.name_en

    @property
    def elements(self) -> dict[str, Element]:
        return self.outline.elements

    @property
    def flows(self) -> dict[str, Flow]:
        return self.outline.flows

    @cached_property
    def ways(self) -> dict[tuple[str, str], str]:
        """(source, target) → the first flow that leads there."""
        return {(flow.source, flow.target): flow.id for flow in reversed(self.flows.values())}

    @property
    def lanes(self) -> dict[str, Lane]:
        return self.outline.lanes

    def file_of(self, element_id: str) -> str:
        """The diagram that an element stands in."""
        found = (page.file for page in self.pages if element_id in page.elements)
        return next(found, f"{self.process_id}.bpmn")

    def dump(self) -> bytes:
        """Compressed JSON; `ProcessSpec.load` reads it without the files."""
        return packed(
            {
                "serializer_version": SUPPORTED_VERSION,
                "outline": self.outline.to_dict(),
                "spec": spec_to_dict(self.spec),
                "subprocess_specs": {key: spec_to_dict(sub) for key, sub in self.subprocess_specs.items()},
                "tables": {key: table_to_dict(table) for key, table in self.tables.items()},
                "pages": [asdict(page) for page in self.pages],
            }
        )

    @classmethod
    def load(cls, blob: bytes) -> ProcessSpec:
        """The spec of `dump`'s bytes; raises `StateRefused` for another engine version's."""
        stored = unpacked(blob)
        return cls(
            Outline.from_dict(stored["outline"]),
            _running(spec_from_dict(stored["spec"])),
            {key: _running(spec_from_dict(sub)) for key, sub in stored["subprocess_specs"].items()},
            # A version published before tables and diagrams could be called has none, and one unnamed page.
            {key: table_from_dict(table) for key, table in stored.get("tables", {}).items()},
            tuple(Page(**{**page, "elements": tuple(page["elements"])}) for page in stored.get("pages", [])),
        )


def _running(spec: Any) -> Any:
    return on_the_steps_clock(with_counting_joins(spec))


class _ProcessParser(SpiffProcessParser):  # type: ignore[misc]
    """Looks ids up among BPMN nodes only: an operation's id took the place of its service task's."""

    def _index_process_nodes(self) -> None:
        super()._index_process_nodes()
        for node in nodes(self.node):
            self.nodes_by_id[node.get("id")] = node


class _Parser(SpiffBpmnParser):  # type: ignore[misc]
    PROCESS_PARSER_CLASS = _ProcessParser
    OVERRIDE_PARSER_CLASSES = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("serviceTask"): (ServiceTaskParser, OperationTask),
        full_tag("businessRuleTask"): (DecisionTaskParser, DecisionTask),
        full_tag("userTask"): (ManyUserTaskParser, UserTask),
        full_tag("parallelGateway"): (GatewayParser, CountingParallelGateway),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, CountingInclusiveGateway),
    }


def parse_process(files: Mapping[str, bytes]) -> ProcessSpec:
    """The process of a folder (relative path → content): its main diagram, those that it calls, and the tables of its
    ``.dmn`` files that they call. Each ``.bpmn`` file holds one process.

    Raises `DefinitionRefused` with every problem found, the element and a reason code for each.
    """
    diagrams, tables = read_diagrams(files), tables_of(files)
    outline = merged(diagrams)
    problems = list(call_problems(diagrams))
    for one in diagrams:
        problems += problems_of(one.file, one.process, one.outline, tables, outline.elements)
    if problems:
        raise DefinitionRefused(problems)
    called = {element.decision for element in outline.elements.values() if element.type == "businessRuleTask"}
    return _parsed(diagrams, outline, {key: table for key, table in tables.items() if key in called})


@contextmanager
def _deep_recursion() -> Iterator[None]:
    """The parser recurses for each element of a row; Python's usual depth ends before MAX_ELEMENTS of them do."""
    with _PARSING:
        usual = sys.getrecursionlimit()
        sys.setrecursionlimit(max(usual, RECURSION))
        try:
            yield
        finally:
            sys.setrecursionlimit(usual)


def _element_at(root: _Element, line: object, message: str) -> str | None:
    """The element that the schema's complaint is about: it names a line and a tag, and no id."""
    tag = re.search(r"Element '([^']+)'", message)
    at = [node for node in root.iter() if line and str(node.sourceline) == str(line)]
    at = [node for node in at if tag and node.tag == tag[1]] or at
    around = [one.get("id") for node in at for one in (node, *node.iterancestors()) if one.get("id")]
    return around[0] if around else None


def _parsed(diagrams: list[Drawn], outline: Outline, tables: dict[str, DecisionTable]) -> ProcessSpec:
    parser, at = _Parser(validator=VALIDATOR), diagrams[0]
    try:
        for at in diagrams:
            parser.add_bpmn_xml(at.root, filename=at.file)
        with _deep_recursion():
            spec = parser.get_spec(outline.process_id)
            subprocess_specs = parser.get_subprocess_specs(outline.process_id)
    except ValidationException as error:
        at = next((one for one in diagrams if one.file == error.file_name), at)
        place = error.id or _element_at(at.root, error.line_number, str(error))
        raise DefinitionRefused((Problem(at.file, place, "not_valid", str(error)),)) from error
    except (SpiffWorkflowException, RecursionError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise DefinitionRefused((Problem(at.file, None, "not_valid", str(error)),)) from error
    restored = {key: spec_from_dict(spec_to_dict(sub)) for key, sub in subprocess_specs.items()}
    pages = tuple(
        Page(one.file, one.key, one.outline.name, one.outline.name_en, tuple(one.outline.elements)) for one in diagrams
    )
    return ProcessSpec(outline, spec_from_dict(spec_to_dict(spec)), restored, tables, pages)
