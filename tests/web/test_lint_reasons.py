"""Every reason for a refusal is a sentence of its own, in Chinese and in English."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from processes.engine.errors import Problem
from services.standard.interface import OUTPUTS
from tests.engine import test_lint, test_lint_events
from web.definitions.reasons import refusal_line
from web.languages import speak

OTHERS = (
    "commands/publishing.py",
    "definitions.py",
    "published_files.py",
    "safe_xml.py",
    "../web/drafts/files.py",
)
ROOT = Path(__file__).parents[2] / "processes"
FALLBACK = {"en": "this cannot run; correct it and publish again", "zh": "无法运行，请修改后重新发布"}


def told() -> Iterator[str]:
    """The codes that the code gives: of `Problem(…)`, `XmlRefused(…)`, ``refusals.add``, and of findings of a lint."""
    for file in (
        *ROOT.glob("engine/*.py"),
        *ROOT.glob("forms/*.py"),
        *ROOT.glob("scenarios/*.py"),
        *map(ROOT.joinpath, OTHERS),
    ):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and len(node.args) > 2:
                yield from _texts(node.args[2])
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "XmlRefused":
                yield from _texts(node.args[0])
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add" and len(node.args) == 3:
                yield from _texts(node.args[1])
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
                yield from _texts(node.value.elts[1])


def _texts(node: ast.expr) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


STANDARD = (
    *("standard_value", "standard_missing", "standard_twice", "standard_policy"),
    *("standard_outputs", "standard_indicators", "standard_weights", "standard_ranks"),
    *("standard_input", "standard_tier_rows"),
    *(wanted.code for outputs in OUTPUTS.values() for wanted in outputs.values()),
)
DUTIES = (
    *("approval_missing", "approval_bypassed", "approval_lane"),
    *("approval_assignee", "approval_groups", "four_eyes_missing"),
)
SCENARIOS = ("unknown_do", "unknown_expect")  # made of the key that says the kind
SIZES = ("too_many_flows", "too_many_lanes", "encoding")  # given by a table or chosen
CODES = sorted(
    {
        *told(),
        *SIZES,
        *STANDARD,
        *DUTIES,
        *SCENARIOS,
        *(code for _, code, _ in (*test_lint.CASES, *test_lint_events.CASES)),
    }
)


def test_the_codes_were_found() -> None:
    assert {"dead_end", "bad_pattern", "unknown_file", "too_many_flows", "doctype", "double_file"} <= set(CODES)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", CODES)
def test_a_reason_is_told_with_its_element(code: str, language: str) -> None:
    app = Flask("web", root_path=None)
    speak(app, language)
    with app.app_context(), force_locale("zh_CN" if language == "zh" else "en"):
        line = refusal_line(Problem("a.bpmn", "x", code))
    assert line.startswith("a.bpmn · x: ")
    assert FALLBACK[language] not in line
