"""`steward score`: the worked examples of domain G and their variants, exactly; bad files named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.demo.customers import sample_records
from web.cli import main

EXAMPLES = {
    "K0001": (
        ["100", "80", "100", "100", "100", "90", "80", "100"],
        ["94.0", "T2", "A", "A", "Z4", "维持关系", "2.6", "86.1", [], "150.00", "5000", "1.0"],
    ),
    "K0002": (
        ["80", "80", "60", "60", "60", "55", "60", "100"],
        ["71.5", "T3", "B", "B", "Z3", "改进关系", "0.1", "40.0", ["I6"], "47.00", "2000", "1.0"],
    ),
    "K0003": (
        ["20", "0", "20", "0", "20", "75", "100", "100"],
        [
            "36.5",
            "T4",
            "P",
            "P",
            "Z3",
            "改进关系",
            "-1.1",
            "10.0",
            ["I1", "I2", "I3", "I4", "I5"],
            "0.82",
            "1500",
            "1.0",
        ],
    ),
}
KEYS = [
    "score", "tier_rule", "tier", "effective_tier", "recommendation_rule", "recommendation", "net_relation",
    "share_percent", "gaps", "contribution", "allowed_budget", "standard",
]  # fmt: skip


def score(tmp_path: Path, content: Any) -> list[dict[str, Any]]:
    file = tmp_path / "records.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    result = CliRunner().invoke(main, ["score", str(file)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_the_worked_examples_come_out_exactly(tmp_path):
    found = score(tmp_path, sample_records())
    assert [card["id"] for card in found] == list(EXAMPLES)
    for card in found:
        indicators, results = EXAMPLES[card["id"]]
        assert card["indicators"] == {f"I{number}": text for number, text in enumerate(indicators, 1)}
        assert [card[key] for key in KEYS] == results
        assert set(card) == {"id", "indicators", *KEYS}


@pytest.mark.parametrize(
    ("position", "changes", "expected"),
    [
        (0, {"overdue_days": 20}, ("88.0", "T3", "B", "Z3")),
        (1, {"satisfaction": 3.5}, ("72.3", "T3", "B", "Z4")),
        (1, {"other_banks": [{"bank": "他行乙", "deposit": None}]}, ("65.5", "T3", "B", "Z3")),
    ],
)
def test_the_variants_come_out_exactly(tmp_path, position, changes, expected):
    (card,) = score(tmp_path, {**sample_records()[position], **changes})
    assert (card["score"], card["tier_rule"], card["tier"], card["recommendation_rule"]) == expected


def test_unknown_is_null(tmp_path):
    (card,) = score(tmp_path, {**sample_records()[0], "other_banks": None, "key_persons": None})
    assert (card["share_percent"], card["net_relation"]) == (None, None)


@pytest.mark.parametrize(
    ("content", "named"), [("{", "not json"), ('[{"customer_id": "K9", "satisfaction": 7}]', "satisfaction")]
)
def test_a_bad_file_is_named(tmp_path, content, named):
    file = tmp_path / "records.json"
    file.write_text(content, "utf-8")
    result = CliRunner().invoke(main, ["score", str(file)])
    assert result.exit_code == 1
    assert named in result.output
