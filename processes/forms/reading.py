"""Collects what is wrong with a form's file, so that its writer reads everything at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from processes.engine.errors import MAX_PROBLEMS, DefinitionRefused, ExpressionRefused, Problem
from processes.engine.expressions import check

Text = Mapping[str, str]
LANGUAGES = ("zh", "en")


def is_text(value: Any) -> bool:
    """Whether a value is a text in every language."""
    return isinstance(value, dict) and all(isinstance(value.get(one), str) and value[one] for one in LANGUAGES)


def named(data: Mapping[str, Any]) -> str | None:
    """The id that a field, section or rule gives itself."""
    key = data.get("id")
    return key if isinstance(key, str) else None


class Refusals:
    """The problems of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []

    def add(self, element_id: str | None, code: str, detail: str) -> None:
        """Note one problem; ``element_id``: the field, section or rule."""
        if len(self._problems) <= MAX_PROBLEMS:
            self._problems.append(Problem(self._file, element_id, code, detail))

    def raise_any(self) -> None:
        """DefinitionRefused when there was a problem."""
        if self._problems:
            raise DefinitionRefused(self._problems)

    def known_keys(self, data: Mapping[str, Any], known: Collection[str], element_id: str | None) -> None:
        """Note each key that no form understands; it would be a misspelt rule that silently never applies."""
        for key in data:
            if key not in known:
                self.add(element_id, "unknown_key", str(key))

    def text(self, value: Any, element_id: str | None, name: str) -> Text:
        """A text in both languages; noted when one is missing."""
        if not is_text(value):
            self.add(element_id, "text_missing", name)
            return dict.fromkeys(LANGUAGES, "")
        return dict(value)

    def expression(self, value: str | None, element_id: str | None) -> str | None:
        """An expression that can be evaluated, or None; noted when it cannot."""
        if value is None:
            return None
        try:
            check(value)
        except ExpressionRefused as error:
            self.add(element_id, "expression_refused", f"{value}: {error.reason}")
        return value
