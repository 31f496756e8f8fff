"""What a page or a print shows of a form, in one language; `processes.forms.view` builds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from processes.forms.attached import AttachedFile
from processes.forms.submission import FieldError


@dataclass(frozen=True)
class OptionView:
    """One choice of a select or a group of boxes."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FilesTaken:
    """What a field of files takes. ``ends``: of names; ``count``, ``megabytes``: at most; ``is_trial``: made-up files
    only, and what it shows cannot be opened."""

    kinds: tuple[str, ...]
    ends: tuple[str, ...]
    count: int
    megabytes: int
    is_trial: bool


@dataclass(frozen=True)
class FieldView:
    """One field as shown. ``name``: of the HTML control; ``path``: of faults; ``text``: what it holds;
    ``shown``: the same for a reader; ``is_short``: two such fit side by side; ``decides``: what it holds shows or
    hides other fields; ``takes``: what of files a field takes."""

    name: str
    path: str
    type: str
    label: str
    text: str
    shown: str
    help: str
    unit: str
    is_required: bool
    is_read_only: bool
    is_short: bool
    options: tuple[OptionView, ...]
    errors: tuple[FieldError, ...]
    max_length: int | None
    columns: tuple[FieldView, ...] = ()
    rows: tuple[tuple[FieldView, ...], ...] = ()
    totals: Mapping[str, str] | None = None
    fixed_rows: bool = False
    decides: bool = False
    files: tuple[AttachedFile, ...] = ()
    takes: FilesTaken | None = None


@dataclass(frozen=True)
class SectionView:
    """A titled group of fields."""

    id: str
    title: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True)
class FormView:
    """A form as shown. ``errors``: faults of the whole form, beside no field."""

    key: str
    title: str
    paper: str
    sections: tuple[SectionView, ...]
    errors: tuple[FieldError, ...]

    @property
    def takes_files(self) -> bool:
        """Whether files are sent with it."""
        fields = [field for section in self.sections for field in section.fields if not field.is_read_only]
        return any(field.takes is not None and not field.takes.is_trial for field in fields)

    @property
    def all_errors(self) -> tuple[FieldError, ...]:
        """Every fault, in the order of the page."""
        found = list(self.errors)
        for section in self.sections:
            for field in section.fields:
                found += field.errors
                found += [error for row in field.rows for cell in row for error in cell.errors]
        return tuple(found)

    def label_of(self, path: str) -> str:
        """The label of the field that a fault names; the row's number for a cell."""
        table, _, rest = path.partition(".")
        row, _, column = rest.partition(".")
        for field in (field for section in self.sections for field in section.fields):
            if field.path == table:
                cells = [cell.label for cell in field.columns if cell.path == column]
                return f"{field.label} {int(row) + 1} · {cells[0]}" if cells else field.label
        return self.title
