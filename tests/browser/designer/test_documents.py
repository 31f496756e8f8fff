"""A form is written as it was read but for what was changed: keys in place, numbers to the digit, nothing lost."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from processes.forms.schema import FormSchema

NODE = shutil.which("node")
SCRIPT = Path(__file__).with_name("documents.mjs")
SHIPPED = sorted((Path(__file__).parents[3] / "bpmn").glob("*/forms/*.json"))
PLAN = next(path for path in SHIPPED if path.name == "maintenance-plan.json")
ODD = (
    '{"z": 1.0, "2": 1e400, "1": 12345678901234567890, "-": -0, "u": "\\u4e2d\\ud800\\/", "x": [[], {}, null, true], '
    '"__proto__": {"constructor": 1}, "sections": [{"id": "s", "x-a": {"10": 1, "9": 2}, "fields": [{"id": "f", '
    '"x-later": [0.10, 1E5], "type": "text"}], "x-b": null}], "": ""}'
)

pytestmark = pytest.mark.skipif(NODE is None, reason="Node runs the designer's modules apart from a page")


def outcomes(*cases: dict[str, Any]) -> list[dict[str, Any]]:
    """What becomes of each text after its acts."""
    assert NODE is not None
    ran = subprocess.run([NODE, str(SCRIPT)], input=json.dumps(cases), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def after(*acts: list[Any], path: Path = PLAN) -> dict[str, Any]:
    """A shipped form after some acts."""
    (found,) = outcomes({"text": path.read_text(), "acts": list(acts)})
    assert found["undone"] == path.read_text()
    FormSchema.parse(found["made"].encode())
    made: dict[str, Any] = json.loads(found["made"])
    return made


def exact(text: str) -> Any:
    """A document with the order of its keys and the digits of its numbers."""
    return json.loads(
        text, object_pairs_hook=list, parse_int=lambda one: ("#", one), parse_float=lambda one: ("#", one)
    )


def test_every_shipped_form_is_written_byte_for_byte():
    found = outcomes(*({"text": path.read_text()} for path in SHIPPED))
    assert [one["made"] for one in found] == [path.read_text() for path in SHIPPED]
    assert all(one["isForm"] for one in found)
    assert len(found) >= 27


def test_an_odd_document_keeps_every_key_in_place_and_every_digit():
    (found,) = outcomes({"text": ODD})
    assert exact(found["made"]) == exact(ODD)
    (found,) = outcomes(
        {"text": ODD, "acts": [["put", ["sections", 0, "fields", 0, "label"], '{"zh": "甲", "en": "A"}']]}
    )
    expected = ODD.replace('"id": "f", ', '"id": "f", "label": {"zh": "甲", "en": "A"}, ')
    assert exact(found["made"]) == exact(expected)


def test_random_documents_are_written_as_they_were_read():
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    texts = [json.dumps(anything(chance, 0), indent=chance.choice([None, 2]), ensure_ascii=False) for _ in range(300)]
    found = outcomes(*({"text": text} for text in texts))
    for text, one in zip(texts, found, strict=True):
        assert exact(one["made"]) == exact(text), f"seed {seed}"


def anything(chance: random.Random, depth: int) -> Any:
    """A random JSON value, odd keys and numbers included."""
    kind = chance.randrange(9 if depth < 5 else 6)
    plain = [
        None,
        True,
        chance.choice([0, -1, 10**30, 7]),
        chance.choice([0.5, 1e-9, 2.0, -3.25e300]),
        "",
        '中"\\\n\u2028',
    ]
    if kind < 6:
        return plain[kind]
    if kind == 6:
        return [anything(chance, depth + 1) for _ in range(chance.randrange(4))]
    keys = chance.sample(["id", "10", "9", "label", "__proto__", "x y", "type", "中"], chance.randrange(6))
    return {key: anything(chance, depth + 1) for key in keys}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ('{"a": 1, "a": 2}', "key_twice"),
        ('{"a": 1,}', "not_json"),
        ("[1 2]", "not_json"),
        ("01", "not_json"),
        ("{} {}", "not_json"),
        ('"\t"', "not_json"),
        ("", "not_json"),
        ("[" * 200 + "]" * 200, "not_json"),
        ("NaN", "not_json"),
    ],
)
def test_what_would_lose_something_is_not_read(text, refused):
    assert outcomes({"text": text}) == [{"refused": refused}]


@pytest.mark.parametrize(
    "text",
    ['{"sections": {}}', '{"sections": [1]}', '{"sections": [{"fields": [{"columns": 1}]}]}', '{"rules": [[]]}', "[]"],
)
def test_what_is_not_built_like_a_form_is_known_as_such(text):
    assert outcomes({"text": text})[0]["isForm"] is False


def test_a_field_goes_step_by_step_through_all_sections():
    place = ["sections", 1, "fields", 0]
    made = after(["move", place, -1])
    assert [one["id"] for one in made["sections"][0]["fields"]][-1] == "period_from"
    made = after(["move", ["sections", 1, "fields", 2], 1])
    assert made["sections"][2]["fields"][0]["id"] == "objectives"
    whole = json.loads(PLAN.read_text())
    assert after(["move", ["sections", 0, "fields", 0], -1], ["move", ["sections", 3, "fields", 0], 1]) == whole


def test_another_id_is_written_wherever_the_form_names_the_field():
    measures = ["sections", 2, "fields", 0]
    made = after(["rename", measures, "acts"], ["rename", [*measures, "columns", 5], "cost"])
    table, total = made["sections"][2]["fields"][:2]
    assert total["formula"] == "sum(column(acts, 'cost'))"
    assert table["totals"] == ["cost"]
    made = after(["rename", ["sections", 1, "fields", 1], "until"])
    assert made["rules"][0]["if_not"] == "period_from <= until"
    assert made["rules"][0]["fields"] == ["until"]
    made = after(["rename", ["sections", 2, "fields", 1], "whole"])
    assert made["sections"][2]["fields"][2]["required_if"] == "whole > allowed_budget"
    made = after(["rename", ["sections", 3, "fields", 0, "columns", 3], "reply"])
    assert made["sections"][3]["fields"][0]["columns"][4]["required_if"] == 'reply == "taken_up"'


KINDS = [
    *("text", "longtext", "integer", "decimal", "money", "date", "choice", "multichoice"),
    *("boolean", "attachment", "person", "customer", "table", "computed", "heading", "note"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_field_of_every_kind_is_a_valid_form_at_once(kind):
    made = after(["add", ["sections", 1, "fields", 0], kind], ["copy", ["sections", 1, "fields", 1]])
    added, copied = made["sections"][1]["fields"][1:3]
    assert added["type"] == copied["type"] == kind
    assert added["id"] != copied["id"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_becomes_another_kind_and_stays_valid(kind):
    for place in (["sections", 0, "fields", 1], ["sections", 2, "fields", 0], ["sections", 2, "fields", 1]):
        after(["kind", place, kind])


def test_sections_and_rules_come_are_copied_and_go():
    made = after(["section", ["sections", 0]], ["copy", ["sections", 1]], ["rule"], ["copy", ["rules", 0]])
    assert len(made["sections"]) == 6
    assert [one["id"] for one in made["rules"]] == ["period_order", "period_order_2", "rule"]
    made = after(["remove", ["rules", 0]], ["remove", ["sections", 0]])
    assert "rules" not in made
    assert [one["id"] for one in made["sections"]] == ["period", "measures_section", "carried_section"]


def test_every_word_is_said_in_both_languages_and_hides_none_of_all_editors():
    root = Path(__file__).parents[3] / "web" / "frontend"
    program = (
        f"import {{ WORDS }} from '{root}/form/words.js'; import {{ SHARED }} from '{root}/editing/words.js';"
        "console.log(JSON.stringify([WORDS, Object.keys(SHARED)]))"
    )
    assert NODE is not None
    ran = subprocess.run([NODE, "--input-type=module", "-e", program], capture_output=True, text=True, check=True)
    words, shared = json.loads(ran.stdout)
    assert [key for key, texts in words.items() if len(texts) != 2 or not all(texts)] == []
    assert words.keys() & set(shared) == set()
