"""What the tree promises: one place commits, nothing evaluates text, markup is made in one place."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for part in ("processes", "services", "web") for path in (ROOT / part).rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path) -> list[str]:
    """The names that a module calls, the last part of dotted ones."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in functions]


def test_one_module_commits():
    assert [name(path) for path in MODULES if "commit" in calls(path)] == ["processes/runtime.py"]


def test_nothing_evaluates_text_as_python():
    banned = {"eval", "exec", "compile", "__import__"}  # as names: a method of that name is another thing
    trees = {name(path): ast.parse(path.read_text("utf-8")) for path in MODULES}
    used = {
        path: {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & banned
        for path, tree in trees.items()
    }
    assert {path: names for path, names in used.items() if names} == {}


def test_markup_is_made_in_one_place():
    assert [name(path) for path in MODULES if "Markup" in calls(path)] == ["web/drawings.py"]
    safe = [name(path) for path in (ROOT / "web" / "templates").rglob("*.html") if "| safe" in path.read_text("utf-8")]
    assert safe == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is_for_and_stays_small(path):
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module docstring is missing"
    limit = 1000 if "migrations" in path.parts else 300
    assert len(text.splitlines()) <= limit


@pytest.mark.parametrize("module", ["services.standard.book", "web.cli"])
def test_a_process_that_helps_another_reads_little_before_it_can(module):
    """`processes.cores` begins processes that read these: the database's and the web's packages take seconds."""
    asked = f"import sys, {module}; print(sorted({{'sqlalchemy', 'SpiffWorkflow', 'flask'}} & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
