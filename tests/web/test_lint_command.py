"""`steward lint` names element and reason in both languages, and accepts everything that is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.engine.diagrams import BPMN_FOLDER, diagram, flows, nodes
from web.cli import main

ENDLESS = diagram(
    nodes("startEvent begin", "scriptTask again ><bpmn:script>x = 1</bpmn:script>", "endEvent end")
    + flows("begin again", "again again")
)


def lint(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ["lint", *arguments])
    return result.exit_code, result.output.splitlines()


def test_what_is_shipped_is_accepted() -> None:
    assert lint(*(str(folder) for folder in sorted(BPMN_FOLDER.iterdir()) if folder.is_dir())) == (0, [])


@pytest.mark.parametrize(("language", "word"), [("zh", "循环"), ("en", "loop")])
def test_a_fault_is_one_line_with_file_element_and_reason(tmp_path: Path, language: str, word: str) -> None:
    file = tmp_path / "small.bpmn"
    file.write_bytes(ENDLESS["small.bpmn"])
    status, lines = lint(str(file), "--language", language)
    assert status == 1
    assert any("again" in line and word in line for line in lines), lines


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.bpmn", b"<broken", "a.bpmn: this is no well-formed XML"),
        ("a.dmn", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "a.dmn: a DOCTYPE is not allowed"),
        ("a.json", b"[", "a.json"),
    ],
)
def test_every_kind_of_file_is_checked(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    status, lines = lint(str(tmp_path / name), "--language", "en")
    assert (status, len(lines)) == (1, 1)
    assert lines[0].startswith(told)
