"""The shipped forms mark what is personal, and give none of it to the process."""

from __future__ import annotations

import pytest

from processes.forms.personal import personal_fields
from processes.forms.schema import FormSchema
from services.shipped import process_files

PERSONAL = {
    "status-record": {"legal_rep", "general_manager", "contacts"},
    "relation-map": {"rows"},
    "task-result": {"contact", "content", "feedback", "need", "next_step", "attachments"},
}
PROCESSES = ("relationship-maintenance", "maintenance-task", "plan-adjustment")


@pytest.mark.parametrize("process", PROCESSES)
def test_personal_fields_are_marked_and_stay_out_of_process_data(process: str) -> None:
    for path, content in process_files(process).items():
        if path.startswith("forms/"):
            schema = FormSchema.parse(content, path)
            assert set(personal_fields(schema)) == PERSONAL.get(schema.key, set()), path
            assert [one.id for one in schema.fields if one.process and one.personal] == []
