"""Builds what a page or a print shows of a form: labels in one language, typed texts, faults beside fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from processes.attachments.kinds import name_ends
from processes.engine.expressions import names_in
from processes.engine.work import one_step
from processes.forms.attached import Attached, files_named, known_files
from processes.forms.conditions import Values, total_of, visible_sections, with_computed
from processes.forms.fields import Field
from processes.forms.raw import Raw, RawRow
from processes.forms.schema import FormSchema, Section
from processes.forms.submission import ChoiceSource, FieldError
from processes.forms.views import FieldView, FilesTaken, FormView, OptionView, SectionView

SHORT = frozenset(
    {"text", "integer", "decimal", "money", "date", "choice", "person", "customer", "computed", "boolean"}
)
CHOSEN = frozenset({"choice", "multichoice", "person", "customer"})
LONG_TEXT = 120  # a text that may be longer gets the whole width


class FormViewer:
    """Builds the views of one form. ``language``: zh or en; ``attached``: what was attached and not submitted;
    ``is_trial``: of a try-out, where no file is sent or opened."""

    def __init__(
        self,
        schema: FormSchema,
        language: str,
        choices: ChoiceSource,
        attached: Attached | None = None,
        is_trial: bool = False,
    ) -> None:
        self._schema = schema
        self._language = language
        self._choices = choices
        self._attached = attached or {}
        self._is_trial = is_trial
        self._offered: dict[tuple[int, frozenset[str]], tuple[OptionView, ...]] = {}
        self._people: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
        conditions = [*(one.visible_if for one in schema.sections), *(one.visible_if for one in schema.fields)]
        self._deciding = frozenset(name for one in conditions if one is not None for name in names_in(one))

    @one_step()
    def view(self, raw: Raw, base: Mapping[str, object], errors: Sequence[FieldError] = ()) -> FormView:
        """The form with typed texts ``raw`` over ``base``, the values of read-only fields."""
        values = self._values(raw, base)
        sections = visible_sections(self._schema, values)
        fields = {field.id for section in sections for field in section.fields}
        return FormView(
            key=self._schema.key,
            title=self._schema.title[self._language],
            paper=self._schema.paper or "",
            sections=tuple(self._section(section, values, errors) for section in sections if section.fields),
            errors=tuple(error for error in errors if error.path.split(".")[0] not in fields),
        )

    def _values(self, raw: Raw, base: Mapping[str, object]) -> Values:
        values: Values = dict(base)
        for field in self._schema.fields:
            if field.type == "table":
                values[field.id] = _rows(field, raw.get(field.id), base.get(field.id))
            elif field.is_filled and field.id in raw:
                values[field.id] = raw[field.id]
            if field.type == "attachment":
                known = known_files(base.get(field.id), self._attached.get(field.id, ()))
                values[field.id] = [file.value for file in files_named(values.get(field.id), known)]
        return with_computed(self._schema, values)

    def _section(self, section: Section, values: Values, errors: Sequence[FieldError]) -> SectionView:
        fields = tuple(self._field(field, field.id, field.id, values.get(field.id), errors) for field in section.fields)
        return SectionView(section.id, section.title[self._language], fields)

    def _field(self, field: Field, name: str, path: str, value: object, errors: Sequence[FieldError]) -> FieldView:
        is_table = field.type == "table"
        rows = value if is_table and isinstance(value, list) else []
        options = self._options(field, value)
        files = files_named(value, {}) if field.type == "attachment" else ()
        return FieldView(
            name=name,
            path=path,
            type=field.type,
            label=field.label[self._language],
            text="" if value is None or is_table or files else _text(value),
            shown="、".join(file.name for file in files) if files else self._shown(field, value, options),
            help=(field.help or {}).get(self._language, ""),
            unit=(field.unit or {}).get(self._language, ""),
            is_required=field.required or field.min_rows > 0,
            is_read_only=not field.is_filled,
            is_short=field.type in SHORT and not (field.type == "text" and field.max_length > LONG_TEXT),
            options=options,
            errors=tuple(error for error in errors if error.path == path) if errors else (),
            max_length=field.max_length if field.type in ("text", "longtext") else None,
            columns=tuple(self._field(column, column.id, column.id, None, ()) for column in field.columns),
            rows=tuple(self._row(field, number, row, errors) for number, row in enumerate(rows)),
            totals={total: total_of(field, total, rows) for total in field.totals},
            fixed_rows=field.fixed_rows or field.read_only,
            decides=path in self._deciding and field.is_filled,
            files=files,
            takes=self._takes(field),
        )

    def _takes(self, field: Field) -> FilesTaken | None:
        if field.type != "attachment":
            return None
        return FilesTaken(field.kinds, name_ends(field.kinds), field.most_files, field.max_mb, self._is_trial)

    def _row(self, table: Field, number: int, row: RawRow, errors: Sequence[FieldError]) -> tuple[FieldView, ...]:
        return tuple(
            self._field(
                column,
                f"{table.id}-{number}-{column.id}",
                f"{table.id}.{number}.{column.id}",
                row.get(column.id),
                errors,
            )
            for column in table.columns
        )

    def _options(self, field: Field, value: object) -> tuple[OptionView, ...]:
        if field.type not in CHOSEN:
            return ()
        chosen = (
            frozenset(map(str, value)) if isinstance(value, list) else frozenset(("" if value is None else str(value),))
        )
        # A column offers the same choices in every row.
        key = (id(field), chosen)
        if key not in self._offered:
            labels = self._labels(field).items()
            self._offered[key] = tuple(OptionView(text, label, text in chosen) for text, label in labels)
        return self._offered[key]

    def _labels(self, field: Field) -> dict[str, str]:
        if field.type not in ("person", "customer"):
            return {option.value: option.label[self._language] for option in field.options}
        key = (field.type, field.roles)
        if key not in self._people:
            found = self._choices.people(field.roles) if field.type == "person" else self._choices.customers()
            self._people[key] = {str(choice.value): choice.label for choice in found}
        return self._people[key]

    def _shown(self, field: Field, value: object, options: tuple[OptionView, ...]) -> str:
        if field.type == "boolean":
            yes, no = ("是", "否") if self._language == "zh" else ("yes", "no")
            return yes if value else no
        chosen = [option.label for option in options if option.is_chosen]
        if chosen:
            return ("、" if self._language == "zh" else ", ").join(chosen)
        if isinstance(value, list):
            return "、".join(str(one) for one in value) if field.type != "table" else ""
        return "" if value is None else _text(value)


def _rows(field: Field, raw: object, base: object) -> list[RawRow]:
    known = base if isinstance(base, list) else []
    typed = raw if isinstance(raw, list) else []
    if not field.fixed_rows and not field.read_only:
        return typed if raw is not None else known
    merged = []
    for number, row in enumerate(known):
        filled = typed[number] if number < len(typed) else {}
        merged.append({**row, **{column.id: filled[column.id] for column in field.columns if _typed(column, filled)}})
    return merged


def _typed(column: Field, row: RawRow) -> bool:
    return column.is_filled and column.id in row


def _text(value: object) -> str:
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)
