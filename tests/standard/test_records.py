"""Records the standard cannot read are refused, naming record and field; unknown figures are no error."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from services.demo.customers import sample_records
from services.standard.assessment import assess
from services.standard.errors import RecordInvalid
from services.standard.scorecard import scorecards
from services.standard.standard import shipped_standard

PERSON = {"influence": 5, "own_relation": 3, "competitor_relation": 2}


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"avg_deposit": -1}, "avg_deposit", "out_of_range"),
        ({"avg_deposit": "viel"}, "avg_deposit", "not_a_number"),
        ({"avg_deposit": True}, "avg_deposit", "not_a_number"),
        ({"avg_deposit": "NaN"}, "avg_deposit", "not_a_number"),
        ({"avg_deposit": "Infinity"}, "avg_deposit", "not_a_number"),
        ({"avg_deposit": "1e9999999"}, "avg_deposit", "out_of_range"),
        ({"avg_deposit": "1e-9999999"}, "avg_deposit", "out_of_range"),
        ({"avg_loan": [1]}, "avg_loan", "not_a_number"),
        ({"satisfaction": "0.9"}, "satisfaction", "out_of_range"),
        ({"satisfaction": "5.1"}, "satisfaction", "out_of_range"),
        ({"potential": 0}, "potential", "out_of_range"),
        ({"potential": 6}, "potential", "out_of_range"),
        ({"potential": "3.5"}, "potential", "not_an_integer"),
        ({"overdue_days": "0.5"}, "overdue_days", "not_an_integer"),
        ({"loan_class": "good"}, "loan_class", "not_an_option"),
        ({"aml_risk": 3}, "aml_risk", "not_an_option"),
        ({"previous_tier": "E"}, "previous_tier", "not_an_option"),
        ({"previous_score": 101}, "previous_score", "out_of_range"),
        ({"previous_grace": "yes"}, "previous_grace", "not_a_boolean"),
        ({"settlement_products": "网银"}, "settlement_products", "not_a_list"),
        ({"settlement_products": [None]}, "settlement_products", "not_text"),
        ({"other_banks": [1]}, "other_banks.1", "not_a_record"),
        ({"other_banks": [{}, {"deposit": "x"}]}, "other_banks.2.deposit", "not_a_number"),
        ({"key_persons": [{**PERSON, "influence": 0}]}, "key_persons.1.influence", "out_of_range"),
        ({"key_persons": [PERSON, {**PERSON, "own_relation": 6}]}, "key_persons.2.own_relation", "out_of_range"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(changes: dict[str, Any], field: str, reason: str):
    with pytest.raises(RecordInvalid) as refused:
        assess({**sample_records()[0], **changes}, shipped_standard())
    assert (refused.value.record, refused.value.field, refused.value.reason) == ("K0001", field, reason)


@pytest.mark.parametrize(
    ("text", "record", "field", "reason"),
    [
        ("", "#1", "", "not_json"),
        ("NaN", "#1", "", "not_json"),
        ("[" * 100_000, "#1", "", "not_json"),
        ("1" * 5000, "#1", "", "not_json"),
        ("3", "#1", "", "not_a_record"),
        ('[{"customer_id": "K1"}, 3]', "#2", "", "not_a_record"),
        ("{}", "#1", "customer_id", "required"),
        ('{"customer_id": 7}', "#1", "customer_id", "not_text"),
        ('{"customer_id": "K1", "avg_loan": 1e999}', "K1", "avg_loan", "out_of_range"),
    ],
)
def test_a_text_that_holds_no_records_is_refused(text: str, record: str, field: str, reason: str):
    with pytest.raises(RecordInvalid) as refused:
        list(scorecards(text))
    assert (refused.value.record, refused.value.field, refused.value.reason) == (record, field, reason)


def test_a_record_of_unknowns_scores_nought_and_names_every_gap():
    (card,) = scorecards('\ufeff{"customer_id": "K9"}')
    assert set(card["indicators"].values()) == {"0"}
    assert (card["score"], card["tier_rule"], card["recommendation_rule"]) == ("0.0", "T6", "Z3")
    assert (card["net_relation"], card["share_percent"]) == (None, None)
    assert card["gaps"] == [f"I{number}" for number in range(1, 9)]


def test_an_unknown_figure_is_a_data_gap_and_a_known_nought_is_not():
    record = {**sample_records()[2], "avg_deposit": None}
    assert assess(record, shipped_standard()).data_gaps == ("I1", "I5")


def test_an_empty_list_scores_nothing():
    assert list(scorecards("[]")) == []


def test_texts_and_numbers_of_the_same_value_score_the_same():
    record = sample_records()[1]
    texts = {key: str(value) for key, value in record.items() if isinstance(value, int | float)}
    assert list(scorecards(json.dumps({**record, **texts}))) == list(scorecards(json.dumps(record)))


def test_a_nought_written_with_a_huge_exponent_is_a_nought():
    (plainly, oddly) = (assess({**sample_records()[0], "avg_loan": n}, shipped_standard()) for n in (0, "0e9999999"))
    assert oddly == plainly


@pytest.mark.parametrize(
    ("persons", "net"),
    [
        ([(5, 0, 1), (5, 1, 0)], "0.0"),
        ([(5, 0, 1), (5, 1, 0), (5, 1, 0), (5, 0, 0)], "0.3"),
        ([(5, 1, 0), (5, 0, 1), (5, 0, 1), (5, 0, 0)], "-0.3"),
    ],
)
def test_net_relation_rounds_half_away_from_nought(persons: list[tuple[int, int, int]], net: str):
    rows = [dict(zip(PERSON, person, strict=True)) for person in persons]
    found = assess({**sample_records()[0], "key_persons": rows}, shipped_standard()).net_relation
    assert str(found) == net


def test_net_relation_that_rounds_to_nought_is_not_negative():
    rows = [{"influence": 1, "own_relation": 0, "competitor_relation": 1}]
    rows += [{"influence": 5, "own_relation": 2, "competitor_relation": 2}] * 5
    found = assess({**sample_records()[0], "key_persons": rows}, shipped_standard())
    assert found.net_relation == Decimal(0)
    assert str(found.net_relation) == "0.0"
    assert found.recommendation_rule == "Z4"


def test_a_person_of_unknown_relation_makes_net_relation_unknown():
    rows = [PERSON, {**PERSON, "competitor_relation": None}]
    assert assess({**sample_records()[0], "key_persons": rows}, shipped_standard()).net_relation is None
