"""A standard whose files are incomplete or contradict one another is refused, naming the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from processes.engine.errors import DefinitionRefused
from services.standard.errors import StandardInvalid
from services.standard.standard import TABLES, load_standard, shipped_files


def with_parameters(change: Callable[[dict[str, Any]], object]) -> dict[str, bytes]:
    files = shipped_files()
    parameters = json.loads(files["parameters.json"])
    change(parameters)
    return {**files, "parameters.json": json.dumps(parameters).encode()}


def test_the_shipped_files_are_a_standard_in_any_folder():
    loaded = load_standard({f"bpmn/standard/{name}": content for name, content in shipped_files().items()})
    assert (loaded.version, set(loaded.tables)) == ("1.0", set(TABLES))


@pytest.mark.parametrize("file", sorted(shipped_files()))
def test_each_file_is_needed(file):
    files = shipped_files()
    del files[file]
    with pytest.raises(StandardInvalid) as refused:
        load_standard(files)
    assert (refused.value.file, refused.value.detail) == (file, "missing")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("satisfaction"),
        lambda data: data.update(version=1),
        lambda data: data.update(effective_from="soon"),
        lambda data: data["indicators"].pop(),
        lambda data: data["indicators"][0].update(weight_percent="26"),
        lambda data: data["indicators"][0].update(weight_percent=25.0),
        lambda data: data["indicators"][0].update(target="-1"),
        lambda data: data["indicators"][0].update(target="NaN"),
        lambda data: data["indicators"][0].update(label="x"),
        lambda data: data["tier_ranks"].pop("P"),
        lambda data: data.update(contribution=[]),
        lambda data: data.update(budget_percent_of_contribution="five"),
    ],
)
def test_parameters_that_make_no_standard_are_refused(change):
    with pytest.raises(StandardInvalid) as refused:
        load_standard(with_parameters(change))
    assert refused.value.file == "parameters.json"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_parameters_that_are_no_json_object_are_refused(content):
    with pytest.raises(StandardInvalid):
        load_standard({**shipped_files(), "parameters.json": content})


def test_a_table_that_cannot_be_run_is_refused():
    files = shipped_files()
    with pytest.raises(DefinitionRefused):
        load_standard({**files, "tier.dmn": files["tier.dmn"].replace(b"&gt;= 80", b"&gt;= import")})


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("tier.dmn", b'hitPolicy="FIRST"', b'hitPolicy="COLLECT"'),
        ("tier.dmn", b'name="tier"', b'name="grade"'),
        ("loans.dmn", b'<decision id="loans"', b'<decision id="deposits"'),
    ],
)
def test_a_table_that_does_not_fit_is_refused(file, old, new):
    files = shipped_files()
    with pytest.raises(StandardInvalid):
        load_standard({**files, file: files[file].replace(old, new)})


def test_a_cell_of_the_wrong_kind_is_named():
    files = shipped_files()
    wrong = load_standard({**files, "budget.dmn": files["budget.dmn"].replace(b"<text>5000<", b'<text>"much"<')})
    with pytest.raises(StandardInvalid, match="D5-A, cap"):
        wrong.decide("budget", tier="A").number("cap")
