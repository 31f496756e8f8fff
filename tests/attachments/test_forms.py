"""The field kind in forms: what its settings may say, what its examples are, how two versions of it are told apart."""

from __future__ import annotations

import json
from datetime import date

import pytest

from processes.attachments.kinds import KINDS, MOST_FILES, MOST_MB
from processes.comparing.forms import form_changes
from processes.engine.errors import DefinitionRefused
from processes.forms.attached import SAMPLE, files_in, made_up, sample_attached
from processes.forms.examples import example_values
from processes.forms.prefilled import with_prefilled
from processes.forms.raw import posted_of_values
from processes.forms.samples import SampleChoices, sample_values
from processes.forms.schema import FormSchema
from processes.forms.submission import parse_submission
from tests.attachments.making import FIELD

DAY = date(2026, 3, 2)
CHOICES = SampleChoices("en")
FILE = {"id": 7, "name": "a.pdf", "media_type": "application/pdf", "size": 9, "sha256": "0" * 64}


def form(**settings: object) -> bytes:
    text = {"zh": "表", "en": "Form"}
    field = {name: value for name, value in {**FIELD, **settings}.items() if value is not None}
    return json.dumps({"key": "f", "title": text, "sections": [{"id": "s", "title": text, "fields": [field]}]}).encode()


@pytest.mark.parametrize("kinds", [["pdf"], list(KINDS)])
@pytest.mark.parametrize(("files", "mb"), [(1, 1), (MOST_FILES, MOST_MB)])
def test_settings_within_their_limits_are_taken(kinds, files, mb):
    field = FormSchema.parse(form(kinds=kinds, multiple=True, max_files=files, max_mb=mb)).field("files")
    assert (field.kinds, field.most_files, field.max_mb) == (tuple(kinds), files, mb)
    assert FormSchema.parse(form(max_files=files)).field("files").most_files == 1


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"kinds": None}, "no_kinds"),
        ({"kinds": []}, "no_kinds"),
        ({"kinds": ["pdf", "exe"]}, "unknown_kind"),
        ({"kinds": ["pdf", "pdf"]}, "unknown_kind"),
        ({"kinds": "pdf"}, "wrong_kind"),
        ({"kinds": [1]}, "wrong_kind"),
        ({"multiple": "yes"}, "wrong_kind"),
        ({"max_files": 0}, "not_a_number"),
        ({"max_files": MOST_FILES + 1}, "not_a_number"),
        ({"max_files": 1.5}, "not_a_number"),
        ({"max_mb": 0}, "not_a_number"),
        ({"max_mb": MOST_MB + 1}, "not_a_number"),
        ({"max_mb": "5"}, "wrong_kind"),
        ({"max_mb": True}, "not_a_number"),
        ({"type": "table", "columns": [FIELD]}, "attachment_in_table"),
        ({"max_gb": 1}, "unknown_key"),
    ],
)
def test_settings_that_mean_nothing_are_refused_by_name(settings, code):
    with pytest.raises(DefinitionRefused) as refused:
        FormSchema.parse(form(**settings))
    assert code in [problem.code for problem in refused.value.problems]
    assert {problem.element_id for problem in refused.value.problems} == {"files"}


@pytest.mark.parametrize("kinds", [[one] for one in KINDS] + [list(KINDS)])
def test_samples_and_examples_are_files_that_the_field_takes(kinds):
    schema = FormSchema.parse(form(kinds=kinds, required=True))
    sample = sample_attached(kinds).value
    assert sample_values(schema, "en", DAY)["files"] == [sample]
    filled = example_values(schema, {}, {}, CHOICES, DAY)
    assert filled["files"] == [sample]
    posted = posted_of_values(schema, filled)
    assert posted == {"files": [str(SAMPLE)]}
    assert parse_submission(schema, posted, {}, CHOICES, made_up(schema)).errors == ()
    assert [error.code for error in parse_submission(schema, posted, {}, CHOICES).errors] == ["attachment_gone"]


def test_what_a_form_started_from_may_be_named_again_and_more_than_are_taken_may_not():
    base = {"files": [FILE, {**FILE, "id": 8}]}
    schema = FormSchema.parse(form(multiple=True, max_files=1))
    assert parse_submission(schema, {"files": ["7", "7"]}, base, CHOICES).values["files"] == [FILE]
    refused = parse_submission(schema, {"files": ["7", "8"]}, base, CHOICES).errors
    assert [(error.path, error.code, error.params) for error in refused] == [("files", "too_many_files", {"limit": 1})]
    hostile = [None, 3, "x", {}, {**FILE, "id": "7"}, {**FILE, "id": True}, {**FILE, "name": 1}, [FILE]]
    assert files_in(hostile) == ()


def test_a_read_only_field_shows_the_files_of_an_earlier_form_and_takes_no_other():
    schema = FormSchema.parse(form(read_only=True, prefill="carry_out.files"))
    base = with_prefilled(schema, {}, lambda _element: {"files": [FILE, "forged"]}, DAY)
    assert base["files"] == [FILE]
    assert parse_submission(schema, {"files": ["9"]}, base, CHOICES).values["files"] == [FILE]


def test_conditions_ask_whether_something_is_attached():
    data = json.loads(form())
    text = {"zh": "说明", "en": "Why"}
    data["sections"][0]["fields"].append(
        {"id": "why", "label": text, "type": "text", "required_if": "not files", "visible_if": "len(files) < 1"}
    )
    schema = FormSchema.parse(json.dumps(data).encode())
    attached = made_up(schema)
    assert [error.path for error in parse_submission(schema, {}, {}, CHOICES, attached).errors] == ["why"]
    assert parse_submission(schema, {"files": ["0"]}, {}, CHOICES, attached).errors == ()


def test_two_versions_of_the_field_are_told_apart_by_setting():
    changes = form_changes(form(), form(kinds=["pdf"], multiple=True, max_files=3, max_mb=2))
    assert [(one.setting, one.old, one.new) for one in changes] == [
        ("kinds", ["pdf", "image", "text"], ["pdf"]),
        ("multiple", None, True),
        ("max_files", None, 3),
        ("max_mb", None, 2),
    ]
