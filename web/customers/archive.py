"""Owns how a customer's file is shown: its forms' own labels over the stored values."""

from functools import cache

from processes.forms.raw import raw_of_values
from processes.forms.schema import FormSchema
from processes.forms.view import FormViewer
from processes.forms.views import FormView
from services.choices import BankChoices
from services.models import ArchiveVersion
from services.procedure.build_file import form_values
from services.shipped import process_files
from web.languages import language
from web.reading import actor_now, read_session

FORMS = ("forms/status-record.json", "forms/bank-figures.json")


def archive_view(archive: ArchiveVersion | None) -> list[FormView]:
    """A version of the file, as C1 shows it."""
    if archive is None:
        return []
    values = form_values(archive.values)
    choices = BankChoices(read_session(), actor_now())
    return [
        FormViewer(schema, language(), choices).view(raw_of_values(schema, values), values) for schema in _schemas()
    ]


@cache
def _schemas() -> tuple[FormSchema, ...]:
    files = process_files("relationship-maintenance")
    return tuple(FormSchema.parse(files[path], path) for path in FORMS)
