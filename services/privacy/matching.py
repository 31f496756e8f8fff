"""How a person is recognised in stored values: the exact name, written the same but for blanks and letter forms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SHORTEST = 2  # characters of a name: one alone is found in too many words


@dataclass(frozen=True)
class Place:
    """Where in a record's values. ``path``: keys and row numbers, dotted; ``is_name``: the whole text is the name,
    else a longer text mentions it."""

    path: str
    text: str
    is_name: bool


def normalised(text: str) -> str:
    """A name as it is compared: NFKC, no blanks, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def places(values: object, name: str, post: str, path: str = "") -> Iterator[Place]:
    """Where a person is found. A row that gives another post than ``post`` is another person's; empty: any post."""
    if isinstance(values, Mapping):
        said = values.get("post")
        if post and isinstance(said, str) and said.strip() and normalised(said) != normalised(post):
            return
        for key, value in values.items():
            yield from places(value, name, post, f"{path}.{key}" if path else str(key))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from places(value, name, post, f"{path}.{number}")
    elif isinstance(values, str):
        text, wanted = normalised(values), normalised(name)
        if len(wanted) >= SHORTEST and wanted in text:
            yield Place(path, values, text == wanted)


def without(values: dict[str, object], paths: tuple[str, ...]) -> dict[str, object]:
    """The values without what lies at these paths: whole rows of tables, later rows first."""
    rows: dict[str, set[int]] = {}
    kept = dict(values)
    for path in paths:
        head, _, rest = path.partition(".")
        number = rest.partition(".")[0]
        if number.isdigit():
            rows.setdefault(head, set()).add(int(number))
        else:
            kept.pop(head, None)
    for head, numbers in rows.items():
        table = kept.get(head)
        if isinstance(table, list):
            kept[head] = [row for number, row in enumerate(table) if number not in numbers]
    return kept


def nameless(values: dict[str, object], paths: tuple[str, ...]) -> dict[str, object]:
    """The values with nothing at these paths, rows and figures kept: a score is computed from them again."""
    kept = dict(values)
    for path in paths:
        head, _, rest = path.partition(".")
        number, _, column = rest.partition(".")
        table = kept.get(head)
        if number.isdigit() and isinstance(table, list) and int(number) < len(table):
            row = table[int(number)]
            emptied = {**row, column: ""} if isinstance(row, dict) and column else ""
            kept[head] = [*table[: int(number)], emptied, *table[int(number) + 1 :]]
        elif not rest:
            kept[head] = ""
    return kept
