"""Owns how a customer's file is shown: its forms' own labels over the stored values."""

from collections.abc import Sequence
from functools import cache

from processes.forms.personal import personal_fields
from processes.forms.raw import raw_of_values
from processes.forms.schema import FormSchema
from processes.forms.view import FormViewer
from processes.forms.views import FormView
from services.choices import BankChoices
from services.models import ArchiveVersion, ServiceRecord
from services.privacy.restricted import hidden_from
from services.procedure.build_file import form_values
from services.shipped import process_files
from web.forms.covered import cover, erased_sentence, restricted_sentence
from web.languages import language
from web.reading import actor_now, read_session

FORMS = ("forms/status-record.json", "forms/bank-figures.json")


def archive_view(archive: ArchiveVersion | None) -> list[FormView]:
    """A version of the file, as C1 shows it."""
    if archive is None:
        return []
    values = form_values(archive.values)
    choices = BankChoices(read_session(), actor_now())
    views = [
        FormViewer(schema, language(), choices).view(raw_of_values(schema, values), values) for schema in _schemas()
    ]
    if not hidden_from(read_session(), actor_now(), "file", [archive.id]):
        return views
    said = restricted_sentence()
    return [
        cover(view, frozenset(personal_fields(schema)), said) for view, schema in zip(views, _schemas(), strict=True)
    ]


def record_covers(records: Sequence[tuple[ServiceRecord, str]]) -> dict[int, str]:
    """Service record → what is said in the place of what it told, where that is erased or kept in storage only."""
    session, ids = read_session(), [record.id for record, _staff in records]
    found = dict.fromkeys(hidden_from(session, actor_now(), "record", ids), restricted_sentence())
    for record, _staff in records:
        erased = None if record.contact else erased_sentence(session, "record", record.id)
        if erased is not None:
            found[record.id] = erased
    return found


@cache
def _schemas() -> tuple[FormSchema, ...]:
    files = process_files("relationship-maintenance")
    return tuple(FormSchema.parse(files[path], path) for path in FORMS)
