"""The form of a work item: its schema, pinned to the instance's version, and what it starts from."""

from __future__ import annotations

from collections.abc import Mapping

from processes.context import CommandContext, ReadContext
from processes.forms.prefilled import with_prefilled
from processes.forms.schema import FormSchema
from processes.models import WorkItem
from processes.operations import prefill
from processes.submissions import latest_submission


def form_of(context: CommandContext, item: WorkItem) -> FormSchema | None:
    """The item's form; None for a task without one."""
    if item.form_key is None:
        return None
    definition = context.runtime.definitions.get(context.session, item.instance.definition_version_id)
    return definition.forms[item.form_key]


@prefill("item")
def item_values(_reading: ReadContext, item: WorkItem) -> dict[str, object]:
    """For one of many: the fields of its own item, such as a row of the table that lists them."""
    own = {} if item.part is None else item.part["item"]
    return dict(own) if isinstance(own, dict) else {}


def base_values(reading: ReadContext, item: WorkItem, schema: FormSchema) -> dict[str, object]:
    """What the form shows before anybody types: from the prefill that the diagram names, then from the form's own."""
    given = {} if item.prefill is None else prefill.get(item.prefill)(reading, item)

    def earlier(element_id: str) -> Mapping[str, object] | None:
        found = latest_submission(reading.session, item.instance_id, element_id)
        return None if found is None else found.values

    return with_prefilled(schema, given, earlier, reading.today)
