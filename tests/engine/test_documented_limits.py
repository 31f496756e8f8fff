"""The limits that process owners read are those that hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from processes import items, published_files
from processes.attachments import archives, kinds
from processes.diagrams import interchange
from processes.engine import (
    decision_reading,
    diagrams,
    documents,
    functions,
    grammar,
    instance,
    lint_growth,
    lint_sizes,
    many,
    moments,
    state,
    values,
    work,
)
from processes.forms import documents as form_documents
from processes.forms import fields, patterns, schema
from web.uploads import MAX_UPLOAD_BYTES

TEXT = (Path(__file__).parents[2] / "docs" / "process-owners.md").read_text(encoding="utf-8")
LIMITS = {
    "500 elements": lint_sizes.MAX_ELEMENTS,
    "1,000 flows": lint_sizes.MAX_FLOWS,
    "100 lanes": lint_sizes.MAX_LANES,
    "20,000 parts in the process": lint_sizes.MAX_PARTS,
    "40,000 with the drawing": documents.MAX_PARTS,
    "50 attributes": documents.MAX_ATTRIBUTES,
    "2,000 characters, texts": documents.MAX_ATTRIBUTE,
    "texts of 20,000": documents.MAX_TEXT,
    "5,000 ways": lint_growth.MAX_AHEAD,
    "1,000 times": moments.MAX_CYCLES,
    "2,000 characters, 1,000 parts": grammar.MAX_SOURCE_LENGTH,
    "1,000 parts": grammar.MAX_NODES,
    "40 levels": grammar.MAX_NESTING,
    "100,000 units": work.MAX_WORK,
    "300,000 in one step": work.MAX_STEP_WORK,
    "lists of 10,000": functions.MAX_LENGTH,
    "4,096 bits": functions.MAX_BITS,
    "5,000 cells": decision_reading.MAX_CELLS,
    "300,000 together": decision_reading.MAX_TABLE,
    "100 columns": decision_reading.MAX_COLUMNS,
    "500 fields": schema.MAX_FIELDS,
    "500 options": fields.MAX_OPTIONS,
    "20,000 values, 12 levels": form_documents.MAX_VALUES,
    "12 levels": form_documents.MAX_DEPTH,
    "300 characters": patterns.LONGEST_PATTERN,
    "20,000 values, 200,000": values.MAX_VALUES,
    "200,000 characters": values.MAX_CHARACTERS,
    "30 levels": values.MAX_DEPTH,
    "1,000 automatic steps": instance.STEP_BUDGET,
    "200 files": published_files.MAX_FILES,
    "200 |": many.MAX_INSTANCES,
    "20 MB": kinds.MOST_MB,
    "20 files a field": kinds.MOST_FILES,
    "60 MB sent at once": MAX_UPLOAD_BYTES // kinds.MB,
    "5,000 parts, 300": archives.MOST_PARTS,
    "300 MB unpacked": archives.MOST_UNPACKED // kinds.MB,
    "20 diagrams": diagrams.MAX_DIAGRAMS,
    "1,000 elements in all": diagrams.MAX_ALL_ELEMENTS,
    "beyond 100,000)": interchange.LARGEST,
}


@pytest.mark.parametrize("said", LIMITS)
def test_a_documented_limit_holds(said: str) -> None:
    assert said in TEXT
    numbers = "".join(sign if sign.isdigit() else " " for sign in said.replace(",", "")).split()
    assert int(LIMITS[said]) == int(numbers[0])


def test_documented_sizes_hold() -> None:
    assert form_documents.MAX_FORM_BYTES == 256_000
    assert documents.MAX_FILE_BYTES == 2_000_000
    assert state.MAX_STATE_BYTES == 1_000_000
    assert published_files.MAX_TOTAL_BYTES == 5_000_000
    assert items.MOST_WORKING_DAYS == 10 * 250
