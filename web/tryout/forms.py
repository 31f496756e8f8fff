"""Shows the form of an open item in a try-out: the real one, filled with an example."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from processes.forms.attached import made_up
from processes.forms.raw import Raw, raw_of_posted
from processes.forms.schema import FormSchema
from processes.forms.submission import FieldError
from processes.forms.view import FormViewer
from processes.forms.views import FormView
from processes.history import canonical
from services.choices import BankChoices
from services.people import actor_of
from services.tryout.acting import base_of, doer, example, item_at, schema_of
from services.tryout.world import World
from web.languages import language
from web.tryout.posting import Opened


@dataclass(frozen=True)
class TriedForm:
    """``example``: a digest of what a browser would post of the example."""

    schema: FormSchema
    example: str
    view: FormView


def tried_form(
    world: World, opened: Opened, raw: Raw | None = None, errors: Sequence[FieldError] = ()
) -> TriedForm | None:
    """The form, with what was typed or else the example; None for an item without one. Raises StepRefused."""
    with world.runtime.read_session() as session:
        item = item_at(session, opened.element, opened.number)
        schema = schema_of(world, session, item)
        if schema is None:
            return None
        user = doer(session, item, opened.by)
        base, filled = base_of(world, session, item, user, schema), example(world, session, item, user)
        viewer = FormViewer(schema, language(), BankChoices(session, actor_of(user)), made_up(schema), is_trial=True)
        shown = raw_of_posted(schema, filled) if raw is None else raw
        return TriedForm(schema, digest_of_posted(_filled_only(schema, filled)), viewer.view(shown, base, errors))


def digest_of_posted(values: Mapping[str, Sequence[str]]) -> str:
    """The same for what a browser sends of a form that was not touched as for the example that it showed."""
    said = {name: [text.replace("\r\n", "\n") for text in texts if text] for name, texts in values.items()}
    told = canonical({name: texts for name, texts in said.items() if texts})
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def _filled_only(schema: FormSchema, posted: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Without what a browser does not send: read-only fields and columns."""
    filled = {field.id for field in schema.fields if field.is_filled and field.type != "table"}
    columns = {
        (table.id, column.id)
        for table in schema.fields
        if table.type == "table" and table.is_filled
        for column in table.columns
        if column.is_filled
    }
    return {name: texts for name, texts in posted.items() if name in filled or _cell(name) in columns}


def _cell(name: str) -> tuple[str, str]:
    table, _, rest = name.partition("-")
    return table, rest.partition("-")[2]
