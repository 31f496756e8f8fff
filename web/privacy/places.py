"""What the places of a record where a person is found are called: as the record's form calls its fields."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from processes.definitions import DefinitionCache
from processes.forms.schema import FormSchema
from processes.models import Instance
from services.privacy.finding import Hit
from web.languages import gettext as _
from web.languages import language

Labels = Mapping[str, Mapping[str, str]]  # form → field id → label; of no form: what other records are made of
FILE_FORM = "status-record"  # what a customer file is filed from, and a score's inputs


def field_labels(session: Session, definitions: DefinitionCache, hits: Iterable[Hit]) -> Labels:
    """Of all forms of the processes that the records come from."""
    versions = {hit.instance_id for hit in hits if hit.instance_id is not None}
    versions = {session.get_one(Instance, one).definition_version_id for one in versions}
    forms = [schema for one in sorted(versions) for schema in definitions.get(session, one).forms.values()]
    labels = {schema.key: _labels(schema) for schema in forms}
    of_tasks = {"contact": _("Contact"), "content": _("Content"), "feedback": _("Feedback"), "result": _("Outcome")}
    return {**labels, "": {**labels.get(FILE_FORM, {}), **of_tasks}}


def place_of(labels: Labels, hit: Hit, path: str) -> str:
    """A dotted path as people read it: labels, and rows from 1."""
    known = labels.get(hit.form_key) or labels[""]
    return " · ".join(str(int(part) + 1) if part.isdigit() else known.get(part, part) for part in path.split("."))


def _labels(schema: FormSchema) -> dict[str, str]:
    spoken = language()
    return {one.id: one.label[spoken] for field in schema.fields for one in (*field.columns, field)}
