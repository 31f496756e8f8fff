"""Keeps a try-out as a scenario of its draft, with what was ticked as expected."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from flask import request

from processes.commands import SaveDraftFile
from processes.engine.errors import DefinitionRefused
from processes.errors import FileChanged
from processes.models import DraftFile
from processes.scenarios import Scenario, TryOut
from processes.scenarios.documents import LONGEST_NOTE
from web.definitions.reasons import refusal_line
from web.languages import gettext as _
from web.reading import execute, read_session
from web.tryout.situation import Situation

NAME = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff _-]{0,59}")
Expected = list[object]


def save_scenario(about: Situation, try_out: TryOut) -> tuple[str, str]:
    """The scenario's name, and what is wrong with it, empty when it was saved."""
    name = request.form.get("_name", "").strip()
    if about.customer_id is not None:
        return name, _("A real customer's data stays out of scenarios: repeat this with a sample customer.")
    if not NAME.fullmatch(name):
        return name, _("Give the scenario a name of letters, digits and blanks, at most 60.")
    expected = _ticked()
    if not expected:
        return name, _("Tick at least one thing that is expected.")
    try:
        made = Scenario.parse(_document(name, try_out, expected), f"scenarios/{name}.json")
        return name, _store(about, made)
    except DefinitionRefused as refused:
        return name, " ".join(refusal_line(problem) for problem in refused.problems[:3])


def _store(about: Situation, made: Scenario) -> str:
    there = read_session().get(DraftFile, (about.draft.id, made.path))
    if there is not None and not request.form.get("_replace"):
        return _("There is a scenario of this name. Choose another name, or tick that it is to be replaced.")
    try:
        execute(SaveDraftFile(about.draft.id, made.path, made.dump(), 0 if there is None else there.revision))
    except FileChanged:
        return _("Somebody saved a scenario of this name at the same moment. Look at it first.")
    return ""


def _document(name: str, try_out: TryOut, expected: Expected) -> bytes:
    note = request.form.get("_note", "").strip()[:LONGEST_NOTE]
    plain = json.loads(Scenario(name, replace(try_out), (), note).dump())
    return json.dumps({**plain, "expect": expected}, ensure_ascii=False).encode()


def _ticked() -> Expected:
    found: Expected = []
    for text in request.form.getlist("_expect"):
        try:
            found.append(json.loads(text))
        except (ValueError, RecursionError):
            found.append(text)  # the reader of scenarios says what is wrong with it
    return found
