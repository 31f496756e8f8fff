"""The records of a plan's file: forms as submitted, the history a line an event, attachments by their digests."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import ngettext
from sqlalchemy.orm import Session

from processes.context import BANK_ZONE
from processes.forms.views import FieldView, FormView
from processes.models import Attachment
from services.readings.history import HistoryRow
from services.readings.plan_file import FiledForm
from services.readings.story.lines import Line, lines_of
from web.instances.telling import tell
from web.languages import gettext as _
from web.papers import Block, Facts, Heading, Listing, Text
from web.presentation import filesize
from web.words import role_name
from web.work_items.forms import submission_view

NUMBERS = frozenset({"integer", "decimal", "money", "computed"})
MOST_COLUMNS = 8  # that are read side by side
HASH_SIGNS = 16  # of an event's hash: enough to find it, too few to stand for it


def second(value: datetime) -> str:
    """A moment on the bank's clock, to the second."""
    return value.astimezone(BANK_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def forms(session: Session, filed: Sequence[FiledForm], level: int) -> list[Block]:
    """Every form as it was submitted, in the order of time."""
    return [block for one in filed for block in _form(submission_view(session, one.submission), one, level)]


def history(session: Session, events: Sequence[HistoryRow], names: Mapping[str, str]) -> list[Block]:
    """Every event that a page tells of, the oldest first."""
    lines = lines_of(session, events)
    heads = [_("No."), _("Time"), _("Person"), _("What happened"), _("Hash")]
    rows = [_line(line, names) for line in lines]
    note = _("Of each hash its first %(count)s signs.", count=HASH_SIGNS)
    return [Text(note, "quiet"), Listing(heads, rows, [0, 0, 1, 2.6, 0])]


def attachments(found: Sequence[Attachment]) -> list[Block]:
    """Which files came with the forms."""
    if not found:
        return []
    heads = [_("No."), _("File"), _("Size"), "SHA-256"]
    rows = [[str(one.id), one.name, filesize(one.size), one.sha256] for one in found]
    return [Heading(_("Attachments")), Listing(heads, rows, [0, 1, 0, 2.6], (2,))]


def _line(line: Line, names: Mapping[str, str]) -> list[str]:
    event, told = line.event, tell(line.event, names)
    role = role_name(event.role) if event.role != "system" and told.who == event.actor else ""
    behalf = _("for %(name)s", name=event.on_behalf_of) if event.on_behalf_of else ""
    address = _("from %(address)s", address=event.context["address"]) if event.context.get("address") else ""
    mark = _("Intervention") if line.is_intervention else ""
    reason = line.reason or _("No reason is kept.") if line.is_intervention else told.said
    said = ": ".join(part for part in (mark, reason) if part)
    late = ngettext("%(num)d working day late", "%(num)d working days late", line.late_days) if line.late_days else ""
    what = "\n".join(part for part in (told.what, late, said) if part)
    person = " ".join(part for part in (told.who, role, behalf, address) if part)
    return [str(event.seq), second(event.at), person, what, event.hash[:HASH_SIGNS]]


def _form(view: FormView, filed: FiledForm, level: int) -> list[Block]:
    form = filed.submission
    about = [form.submitted_by_name, second(form.submitted_at)]
    about += [_("event %(seq)s", seq=filed.seq)] if filed.seq else []
    blocks: list[Block] = [Heading(view.title, level), Text(" · ".join(about), "quiet")]
    if filed.is_whole is False:
        blocks.append(Text(_("differs from what the history keeps: tell the auditor"), "bad"))
    if filed.digest:
        blocks.append(Facts([(_("Digest in the history"), filed.digest)]))
    for section in view.sections:
        blocks.append(Heading(section.title, level + 1))
        blocks += _fields(section.fields)
    return blocks


def _fields(fields: Sequence[FieldView]) -> list[Block]:
    """Facts that follow each other together, the rest between them, in the order of the form."""
    blocks: list[Block] = []
    facts: list[tuple[str, str]] = []
    for field in fields:
        if field.type in ("heading", "note", "table"):
            blocks += [Facts(facts)] if facts else []
            facts = []
            blocks += _other(field)
        else:
            facts.append((field.label, _said(field)))
    return [*blocks, Facts(facts)] if facts else blocks


def _other(field: FieldView) -> list[Block]:
    if field.type == "table":
        return [Text(field.label, "label"), *(_table(field) if len(field.columns) <= MOST_COLUMNS else _rows(field))]
    return [Text(field.label, "quiet" if field.type == "note" else "label")]


def _said(field: FieldView) -> str:
    if field.files:
        return "\n".join(f"{file.name} ({filesize(file.size)}, {file.sha256[:HASH_SIGNS]})" for file in field.files)
    return f"{field.shown} {field.unit}".strip() if field.shown else "–"


def _table(field: FieldView) -> list[Block]:
    heads = [f"{one.label} ({one.unit})" if one.unit else one.label for one in field.columns]
    rows = [[cell.shown or "–" for cell in row] for row in field.rows]
    numbers = [place for place, one in enumerate(field.columns) if one.type in NUMBERS]
    totals = [(field.totals or {}).get(one.name, "") for one in field.columns] if field.totals else []
    if totals and not totals[0]:
        totals[0] = _("Total")
    return [Listing.fitted(heads, rows or [[_("None"), *([""] * (len(heads) - 1))]], numbers, totals)]


def _rows(field: FieldView) -> list[Block]:
    """A table wider than a page, row by row."""
    blocks: list[Block] = [] if field.rows else [Text(_("None"))]
    for number, row in enumerate(field.rows, start=1):
        blocks.append(Text(_("row %(number)s", number=number), "label"))
        blocks.append(
            Facts([(one.label, _said(cell)) for one, cell in zip(field.columns, row, strict=True)], is_dense=True)
        )
    sums = [(one.label, (field.totals or {}).get(one.name, "")) for one in field.columns]
    totals = [(label, total) for label, total in sums if total]
    return [*blocks, Text(_("Total"), "label"), Facts(totals)] if totals else blocks
