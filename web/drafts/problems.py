"""What stands in the way of publishing, as rows of a page and as an editor reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from processes.drafts import kind_of
from processes.engine.errors import DefinitionRefused, Problem
from web.definitions.reasons import refusal_reason


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, str | None]]:
    """``file``, ``element`` (id or None), ``code``, ``message`` in the page's language."""
    return [
        {"file": one.file, "element": one.element_id, "code": one.code, "message": refusal_reason(one)}
        for one in problems
    ]


def problems_with(key: str, files: Mapping[str, bytes]) -> list[dict[str, str | None]]:
    """What stands in the way of publishing these files; none when they may be."""
    try:
        kind_of(key).check(files, key)
    except DefinitionRefused as refused:
        return problem_rows(refused.problems)
    return []
