"""Checks the files of a definition as files: their names, number and size, and that the diagram can be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from processes.definitions import is_diagram, is_form
from processes.diagrams import Diagram, DiagramRefused, Marks, draw
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused, Problem

LONGEST_PATH = 200  # characters
MAX_FILES = 200
MAX_TOTAL_BYTES = 5_000_000
# Letters, digits and a few signs, no part hidden or going up; a name is shown, stored and offered for saving.
_NAME = re.compile(r"(forms/)?[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff _.()-]*", re.ASCII)


def refuse_files(files: Mapping[str, bytes]) -> None:
    """Raises DefinitionRefused for what nothing reads: it would look published. A table is checked although the
    bank keeps its own apart."""
    if problems := list(_problems(files)):
        raise DefinitionRefused(problems)
    for path, content in files.items():
        if path.endswith(".dmn"):
            DecisionTable.parse(content, path)


def refuse_undrawable(files: Mapping[str, bytes]) -> None:
    """Raises DefinitionRefused for a diagram without a picture: every page that shows the process would fail."""
    for path, content in files.items():
        if is_diagram(path):
            try:
                draw(Diagram.parse(content), "zh", Marks(), "")
            except DiagramRefused as refused:
                problem = Problem(path, refused.element_id, "not_drawable", f"{refused.code} {refused.detail}")
                raise DefinitionRefused([problem]) from refused


def _problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    if len(files) > MAX_FILES:
        yield Problem("", None, "too_many_files", str(MAX_FILES))
    if sum(map(len, files.values())) > MAX_TOTAL_BYTES:
        yield Problem("", None, "files_too_large", str(MAX_TOTAL_BYTES))
    for path in files:
        if len(path) > LONGEST_PATH or ".." in path or not _NAME.fullmatch(path):
            yield Problem(path, None, "file_name")
        elif not (is_diagram(path) or is_form(path) or path.endswith(".dmn")):
            yield Problem(path, None, "unknown_file")
