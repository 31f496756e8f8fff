"""The page of a draft's scenarios: what they expect, whether it holds, and what of the diagram they pass."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from processes.commands import RemoveDraftFile
from processes.diagrams import Marks
from processes.engine.errors import DefinitionRefused
from processes.models import DraftFile
from processes.scenarios import parse_scenarios
from services.models import AUD, CC, CC_HEAD, OWNER
from services.tryout.scenario_runs import ScenarioReport
from services.tryout.verdicts import known_report, report_of
from web.drafts.finding import posted_text, title_of
from web.drawings import called_pictures, picture
from web.languages import gettext as _
from web.numbers import number_or
from web.reading import execute, read_session
from web.roles import roles
from web.tryout.answering import refused_page
from web.tryout.faults import faults_of
from web.tryout.naming import names_with
from web.tryout.situation import Situation, situation
from web.tryout.step_words import step_sentence
from web.tryout.words import expectation_sentence

blueprint = Blueprint("scenarios", __name__, url_prefix="/drafts")


@dataclass(frozen=True)
class ScenarioLine:
    """A scenario in the list. ``passed``: None while it has not run; ``faults``: what did not hold, and why."""

    name: str
    note: str
    steps: tuple[str, ...]
    expected: tuple[str, ...]
    revision: int
    saved_by: str
    passed: bool | None
    faults: tuple[str, ...]


@blueprint.get("/<key>/scenarios")
@roles(OWNER, AUD, CC, CC_HEAD)
def page(key: str) -> Response:
    """The scenarios, with what they said when they last ran on just this draft."""
    about = situation(key)
    return _page(about, known_report(about.files, about.around))


@blueprint.post("/<key>/scenarios/run")
@roles(OWNER, CC, CC_HEAD)
def run(key: str) -> Response:
    """Run them all."""
    about = situation(key)
    try:
        return _page(about, report_of(about.files, about.around))
    except DefinitionRefused as refused:
        return refused_page(about, refused)


@blueprint.post("/<key>/scenarios/remove/<name>")
@roles(OWNER)
def remove(key: str, name: str) -> Response:
    """Take a scenario out of the draft."""
    revision = posted_text("revision", 9)
    path = f"scenarios/{name}.json"
    execute(RemoveDraftFile(situation(key).draft.id, path, number_or(0, revision)))
    flash(_("The scenario “%(name)s” was removed.", name=name), "success")
    return redirect(url_for("scenarios.page", key=key), 303)


def _page(about: Situation, report: ScenarioReport | None) -> Response:
    try:
        lines = scenario_lines(about, report)
    except DefinitionRefused as refused:
        return refused_page(about, refused)
    drawing, called = None, []
    if report is not None:
        marks = Marks(visited=report.coverage.elements, taken=report.coverage.flows)
        drawing = picture(report.definition.diagram, marks, _("What the scenarios pass"))
        called = called_pictures(report.definition.called, marks)
    names = names_with(about.files, about.around)
    missed = () if report is None else tuple(names.get(key, key) for key in report.coverage.missed)
    context = {"draft": about.draft, "title": title_of(about.draft.key), "lines": lines, "report": report}
    return make_response(
        render_template("tryout/scenarios.html", drawing=drawing, called=called, missed=missed, **context)
    )


def scenario_lines(about: Situation, report: ScenarioReport | None) -> list[ScenarioLine]:
    """Every scenario of a draft. Raises DefinitionRefused for one that cannot be read."""
    results = {} if report is None else {one.scenario.name: one for one in report.results}
    names = names_with(about.files, about.around)
    found = []
    for one in parse_scenarios(about.files):
        file = read_session().get_one(DraftFile, (about.draft.id, one.path))
        result = results.get(one.name)
        found.append(
            ScenarioLine(
                name=one.name,
                note=one.note,
                steps=tuple(step_sentence(step, names) for step in one.try_out.steps),
                expected=tuple(expectation_sentence(expected, names) for expected in one.expect),
                revision=file.revision,
                saved_by=file.saved_by_name,
                passed=None if result is None else result.passed,
                faults=() if result is None else faults_of(result, names),
            )
        )
    return found
