"""The fields of a form: their kinds, limits and conditions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from processes.engine.functions import number
from processes.forms.attachment_settings import SETTINGS, USUAL_FILES, USUAL_MB, attachment_settings
from processes.forms.patterns import PatternRefused, checked
from processes.forms.reading import Refusals, Text, is_text, named
from processes.forms.shapes import shaped

KINDS = frozenset(
    {  # fmt: skip
        "text",
        "longtext",
        "integer",
        "decimal",
        "money",
        "date",
        "choice",
        "multichoice",
        "boolean",
        "attachment",
        "person",
        "customer",
        "table",
        "computed",
        "note",
        "heading",
    }
)
SHOWN_ONLY = frozenset({"note", "heading"})
KEYS = frozenset(
    {  # fmt: skip
        "id",
        "label",
        "type",
        "required",
        "expected",
        "owner",
        "read_only",
        "process",
        "min",
        "max",
        "min_length",
        "max_length",
        "pattern",
        "decimals",
        "unit",
        "help",
        "options",
        "visible_if",
        "required_if",
        "personal",
        "columns",
        "min_rows",
        "max_rows",
        "fixed_rows",
        "formula",
        "prefill",
        "totals",
        "roles",
        *SETTINGS,
    }
)
MAX_OPTIONS = 500
LONGEST = 4000  # characters of a text without a limit of its own
MOST = {"min_length": 60_000, "max_length": 60_000, "decimals": 10, "min_rows": 1000, "max_rows": 1000}


@dataclass(frozen=True)
class Option:
    """A value to choose, with its label."""

    value: str
    label: Text


@dataclass(frozen=True)
class Field:
    """One field. ``type``: one of KINDS; ``id``: letters, digits and ``_``.

    ``expected``: counts for completeness, may be empty on submission; ``owner``: AM, BS or SYS fills it;
    ``process``: copied to process data; ``minimum``/``maximum``: inclusive; ``decimals``: digits after the point;
    ``formula``: of a computed field, over the row or the form; ``prefill``: what it holds before anybody types, see
    `processes.forms.prefilled`; ``roles``: who may be chosen as person; ``kinds``: of files, see
    `processes.attachments.kinds`; ``max_files`` counts where ``multiple``.
    """

    id: str
    label: Text
    type: str
    required: bool = False
    expected: bool = False
    owner: str | None = None
    read_only: bool = False
    process: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    min_length: int = 0
    max_length: int = LONGEST
    pattern: str | None = None
    decimals: int = 2
    unit: Text | None = None
    help: Text | None = None
    options: tuple[Option, ...] = ()
    visible_if: str | None = None
    required_if: str | None = None
    personal: bool = False
    columns: tuple[Field, ...] = ()
    min_rows: int = 0
    max_rows: int = 200
    fixed_rows: bool = False
    formula: str | None = None
    prefill: str | None = None
    totals: tuple[str, ...] = ()
    roles: tuple[str, ...] = field(default=())
    kinds: tuple[str, ...] = ()
    multiple: bool = False
    max_files: int = USUAL_FILES
    max_mb: int = USUAL_MB

    @property
    def is_filled(self) -> bool:
        """Whether a person can fill it."""
        return not self.read_only and self.type not in SHOWN_ONLY and self.type != "computed"

    @property
    def most_files(self) -> int:
        """How many files it takes."""
        return self.max_files if self.multiple else 1


def read_field(given: Any, refusals: Refusals, around: str | None = None) -> Field:
    """A field of its JSON; every fault is noted with the field's id. ``around``: the table or section it lies in."""
    if not isinstance(given, dict):
        refusals.add(around, "not_a_field", str(given))
        given = {}
    field_id = named(given) or ""
    refusals.known_keys(given, KEYS, field_id)
    data = shaped(given, field_id, refusals)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,99}", field_id) or field_id == "typename":
        refusals.add(field_id or around, "bad_id", field_id)
    if data.get("type") not in KINDS:
        refusals.add(field_id, "unknown_type", str(data.get("type")))
    built = Field(
        id=field_id,
        label=refusals.text(data.get("label"), field_id, "label"),
        type=str(data.get("type")),
        minimum=_decimal(data.get("min"), field_id, refusals),
        maximum=_decimal(data.get("max"), field_id, refusals),
        pattern=data.get("pattern"),
        options=tuple(_option(option, field_id, refusals) for option in data.get("options", [])[: MAX_OPTIONS + 1]),
        unit=_optional_text(data.get("unit"), field_id, refusals),
        help=_optional_text(data.get("help"), field_id, refusals),
        visible_if=refusals.expression(data.get("visible_if"), field_id),
        required_if=refusals.expression(data.get("required_if"), field_id),
        formula=refusals.expression(data.get("formula"), field_id),
        prefill=refusals.expression(data.get("prefill"), field_id),
        columns=tuple(read_field(column, refusals, field_id) for column in data.get("columns", [])),
        totals=tuple(data.get("totals", [])),
        roles=tuple(data.get("roles", [])),
        owner=data.get("owner"),
        **_plain(data, field_id, refusals),
        **attachment_settings(data, field_id, refusals),
    )
    _refuse_incomplete(built, refusals)
    return built


def _plain(data: Mapping[str, Any], field_id: str, refusals: Refusals) -> dict[str, Any]:
    flags = ("required", "expected", "read_only", "process", "personal", "fixed_rows")
    taken: dict[str, Any] = {name: bool(data[name]) for name in flags if name in data}
    for name, most in MOST.items():
        value = data.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            refusals.add(field_id, "not_a_number", f"{name}: 0–{most}")
        elif name in data:
            taken[name] = value
    return taken


def _refuse_incomplete(built: Field, refusals: Refusals) -> None:
    if built.type in ("choice", "multichoice") and not built.options:
        refusals.add(built.id, "no_options", built.id)
    if len(built.options) > MAX_OPTIONS:
        refusals.add(built.id, "too_many_options", str(MAX_OPTIONS))
    for doubled in _doubled(option.value for option in built.options):
        refusals.add(built.id, "duplicate_option", doubled)
    for doubled in _doubled(column.id for column in built.columns):
        refusals.add(built.id, "duplicate_field", doubled)
    _refuse_slow_pattern(built, refusals)
    if built.type == "table" and not built.columns:
        refusals.add(built.id, "no_columns", built.id)
    if built.type == "computed" and built.formula is None:
        refusals.add(built.id, "no_formula", built.id)
    if any(column.type == "table" for column in built.columns):
        refusals.add(built.id, "table_in_table", built.id)
    if any(column.type == "attachment" for column in built.columns):
        refusals.add(built.id, "attachment_in_table", built.id)
    for column in (column for column in built.columns if column.prefill is not None):
        refusals.add(column.id, "prefill_in_table", built.id)
    for total in set(built.totals) - {column.id for column in built.columns}:
        refusals.add(built.id, "unknown_field", total)


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _option(data: Any, field_id: str, refusals: Refusals) -> Option:
    if not isinstance(data, dict) or not isinstance(data.get("value"), str) or not is_text(data.get("label")):
        refusals.add(field_id, "bad_option", str(data)[:100])
        return Option("", {"zh": "", "en": ""})
    return Option(data["value"], data["label"])


def _optional_text(value: Any, field_id: str, refusals: Refusals) -> Text | None:
    return None if value is None else refusals.text(value, field_id, "text")


def _decimal(value: Any, field_id: str, refusals: Refusals) -> Decimal | None:
    try:
        return None if value is None else number(value)
    except ValueError:
        refusals.add(field_id, "not_a_number", str(value)[:100])
        return None


def _refuse_slow_pattern(built: Field, refusals: Refusals) -> None:
    try:
        if built.pattern is not None:
            checked(built.pattern, built.max_length)
    except PatternRefused as error:
        refusals.add(built.id, "bad_pattern", f"{built.pattern[:100] if built.pattern else ''}: {error}")
