"""`steward lint`: what publishing would refuse, before anybody publishes; without a database."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from flask import Flask
from flask_babel import force_locale

import services.procedure  # noqa: F401  (registers the operations, prefills and checks that diagrams name)
from processes.commands.publishing import check_definition
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused, Problem
from processes.engine.parsing import parse_process
from processes.forms.schema import FormSchema
from web.definitions.reasons import refusal_line
from web.languages import speak

Files = Mapping[str, bytes]
KINDS = (".bpmn", ".dmn", ".json")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def lint(files: tuple[Path, ...], language: str) -> None:
    """Check diagrams, decision tables and forms: one line a fault with file, element and reason; exit status 1 if any.

    A folder with a diagram is checked as one definition, as publishing does.
    """
    app = Flask("web", root_path=None)
    speak(app, language)
    with app.app_context(), force_locale("zh_CN" if language == "zh" else "en"):
        lines = [refusal_line(problem) for path in files for problem in _problems(path)]
    for line in lines:
        click.echo(line)
    if lines:
        raise SystemExit(1)


def _problems(path: Path) -> Iterator[Problem]:
    for part in _parts(path):
        try:
            _check(part)
        except DefinitionRefused as refused:
            yield from refused.problems


def _parts(path: Path) -> Iterator[Files]:
    """What is checked together: a definition's folder, else each file alone."""
    if path.is_file():
        yield {path.name: path.read_bytes()}
        return
    found = {str(one.relative_to(path)): one.read_bytes() for one in sorted(path.rglob("*")) if one.suffix in KINDS}
    if any("/" not in name and name.endswith(".bpmn") for name in found):
        yield found
    else:
        yield from ({name: content} for name, content in found.items() if not name.endswith("parameters.json"))


def _check(files: Files) -> None:
    if len(files) > 1:
        check_definition(files)
        return
    ((name, content),) = files.items()
    if name.endswith(".bpmn"):
        parse_process(files)
    elif name.endswith(".dmn"):
        DecisionTable.parse(content, name)
    else:
        FormSchema.parse(content, name)
