"""Checks the files of a definition as files: their names, number and size, and that the diagram can be drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from processes.definitions import is_diagram, is_form
from processes.diagrams import Diagram, DiagramRefused, Marks, draw
from processes.engine.documents import MAX_FILE_BYTES, read_xml
from processes.engine.errors import DefinitionRefused, Problem
from processes.forms.documents import read_json
from processes.scenarios import is_scenario, parse_scenarios

LONGEST_PATH = 200  # characters
MAX_FILES = 200
MAX_TOTAL_BYTES = 5_000_000
# Letters, digits and a few signs, no part hidden or going up; a name is shown, stored and offered for saving.
_NAME = re.compile(r"((forms|scenarios)/)?[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff _.()-]*", re.ASCII)


def refuse_files(files: Mapping[str, bytes]) -> None:
    """Raises DefinitionRefused for what nothing reads: it would look published."""
    if problems := list(_problems(files, is_read)):
        raise DefinitionRefused(problems)
    parse_scenarios(files)


def is_read(path: str) -> bool:
    """Whether a file of this name means something to a process."""
    return is_diagram(path) or is_form(path) or is_scenario(path) or path.endswith(".dmn")


def refuse_unstorable(files: Mapping[str, bytes], accepts: Callable[[str], bool]) -> None:
    """Raises DefinitionRefused for names that ``accepts`` does not know, and for sizes that no draft holds."""
    problems = list(_problems(files, accepts))
    for path, content in files.items():
        if len(content) > MAX_FILE_BYTES:
            problems.append(Problem(path, None, "too_large", str(len(content))))
    if problems:
        raise DefinitionRefused(problems)


def refuse_unreadable(files: Mapping[str, bytes]) -> None:
    """Raises DefinitionRefused for what no editor could open again."""
    for path, content in files.items():
        if path.endswith(".json"):
            read_json(path, content)
        else:
            read_xml(path, content)


def refuse_undrawable(files: Mapping[str, bytes]) -> None:
    """Raises DefinitionRefused for a diagram without a picture: every page that shows the process would fail."""
    for path, content in files.items():
        if is_diagram(path):
            try:
                draw(Diagram.parse(content), "zh", Marks(), "")
            except DiagramRefused as refused:
                problem = Problem(path, refused.element_id, "not_drawable", f"{refused.code} {refused.detail}")
                raise DefinitionRefused([problem]) from refused


def _problems(files: Mapping[str, bytes], accepts: Callable[[str], bool]) -> Iterator[Problem]:
    if len(files) > MAX_FILES:
        yield Problem("", None, "too_many_files", str(MAX_FILES))
    if sum(map(len, files.values())) > MAX_TOTAL_BYTES:
        yield Problem("", None, "files_too_large", str(MAX_TOTAL_BYTES))
    for path in files:
        if len(path) > LONGEST_PATH or ".." in path or not _NAME.fullmatch(path):
            yield Problem(path, None, "file_name")
        elif not accepts(path):
            yield Problem(path, None, "unknown_file")
