"""Finds a draft and its files for a page, and tells what differs from what is published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from sqlalchemy import select

from processes.drafts import kind_of, open_draft
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused
from processes.errors import NotFound
from processes.models import Definition, DefinitionDraft, DraftFile
from processes.scenarios import is_scenario
from processes.scenarios.documents import name_of
from services.standard.parameters import FILE as PARAMETERS
from services.standard_drafts import KEY as STANDARD
from web.languages import gettext as _
from web.languages import language, localized
from web.reading import read_session

LONGEST_TITLE = 100
EDITORS = {"bpmn": "diagram", "dmn": "table", "json": "form"}
KINDS = ("diagram", "parameters", "table", "form", "scenario")  # in the order of lists


@dataclass(frozen=True)
class ListedFile:
    """A file of a draft in a list. ``change``: new, changed, or None beside the version that it follows."""

    path: str
    title: str
    kind: str
    saved_by: str
    saved_at: datetime
    revision: int
    change: str | None


def draft_of(key: str) -> DefinitionDraft:
    """The open draft of a key; NotFound when nothing is drafted."""
    found = open_draft(read_session(), key)
    if found is None:
        raise NotFound(key)
    return found


def file_of(draft: DefinitionDraft, path: str) -> DraftFile:
    """A file of a draft; NotFound."""
    found = read_session().get(DraftFile, (draft.id, path))
    if found is None:
        raise NotFound(path)
    return found


def published_files(draft: DefinitionDraft) -> dict[str, bytes]:
    """The files of the version that the draft follows; none before the first."""
    if draft.follows is None:
        return {}
    return kind_of(draft.key).files(read_session(), draft.key, draft.follows)


def listed_files(draft: DefinitionDraft, before: Mapping[str, bytes]) -> list[ListedFile]:
    """The files, those that differ from ``before`` first, the diagram before tables, forms and scenarios."""
    found = [
        ListedFile(
            one.path,
            file_title(one),
            editor_of(one.path),
            one.saved_by_name,
            one.saved_at,
            one.revision,
            _change(one, before),
        )
        for one in draft.files
    ]
    return sorted(found, key=lambda one: (one.change is None, KINDS.index(one.kind), one.path))


def title_of(key: str) -> str:
    """What a key is called, in the page's language; a process that has no version yet by its key."""
    if key == STANDARD:
        return _("Standard")
    found = read_session().scalars(select(Definition).where(Definition.key == key)).first()
    if found is None:
        return key
    return found.name_en if language() == "en" and found.name_en else found.name


def editor_of(path: str) -> str:
    """What opens a file: the editor of a diagram, parameters, a table or a form; the try-out of a scenario."""
    if is_scenario(path):
        return "scenario"
    return "parameters" if path == PARAMETERS else EDITORS[path.rpartition(".")[2]]


def file_title(file: DraftFile) -> str:
    """What a file is called in a list; its path where it says nothing that can be read."""
    if editor_of(file.path) == "diagram":
        return _("Diagram")
    if editor_of(file.path) == "parameters":
        return _("Parameters")
    if editor_of(file.path) == "scenario":
        return _("Scenario: %(name)s", name=name_of(file.path))
    try:
        if editor_of(file.path) == "form":
            title = json.loads(file.content).get("title", {})
            return str(title.get(language()) or file.path)[:LONGEST_TITLE]
        return localized(DecisionTable.parse(file.content, file.path).name)[:LONGEST_TITLE] or file.path
    except (ValueError, AttributeError, RecursionError, DefinitionRefused):
        return file.path


def posted_text(name: str, longest: int) -> str:
    """A text of the posted form, trimmed and cut."""
    return request.form.get(name, "").strip()[:longest]


def _change(file: DraftFile, before: Mapping[str, bytes]) -> str | None:
    if file.path not in before:
        return "new"
    return "changed" if before[file.path] != file.content else None
