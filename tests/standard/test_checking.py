"""What is wrong with the files of a standard is told before anybody is rated by it."""

from __future__ import annotations

import pytest

from processes.engine.decisions import DecisionTable
from processes.engine.errors import ExpressionRefused
from services.demo.customers import sample_records
from services.standard.assessment import assess
from services.standard.checking import standard_problems
from services.standard.contact_norm import contact_norm
from services.standard.interface import INPUTS, OUTPUTS
from services.standard.standard import Standard, load_standard, shipped_files, shipped_standard

SHIPPED = shipped_files()


def changed(file: str, old: str, new: str) -> dict[str, bytes]:
    content = SHIPPED[file].decode()
    assert content.count(old) >= 1, old
    return {**SHIPPED, file: content.replace(old, new, 1).encode()}


def problems(files: dict[str, bytes]) -> list[tuple[str, str | None, str]]:
    return [(one.file, one.element_id, one.code) for one in standard_problems(files)]


def test_the_shipped_standard_has_no_problem() -> None:
    assert list(standard_problems(SHIPPED)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "element", "code"),
    [
        ("tier.dmn", "<text>score</text>", "<text>scores</text>", "tier", "standard_input"),
        ("tier.dmn", "<text>&gt;= 80</text>", "<text>&gt;= limit</text>", "T2", "standard_input"),
        ("tier.dmn", '<text>"A"</text>', '<text>"E"</text>', "T2", "standard_tier"),
        ("tier.dmn", '<text>"A"</text>', '<text>["A"]</text>', "T2", "standard_tier"),
        ("tier.dmn", '<text>"A"</text>', "<text></text>", "T2", "standard_tier"),
        ("deposits.dmn", "<text>100</text></outputEntry>", "<text>101</text></outputEntry>", None, "standard_points"),
        ("risk.dmn", "<text>True</text></outputEntry>", '<text>"yes"</text></outputEntry>', None, "standard_flag"),
        ("budget.dmn", "<text>5000</text>", "<text>-1</text>", "D5-A", "standard_amount"),
        ("budget.dmn", "<text>5000</text>", "<text>True</text>", "D5-A", "standard_amount"),
        ("contact.dmn", "<text>2</text>", "<text>2.5</text>", "D4-A", "standard_count"),
        ("contact.dmn", '<text>"month"</text>', '<text>"week"</text>', "D4-A", "standard_period"),
        ("recommendation.dmn", '<text>"终止关系"</text>', '<text>"终止"</text>', "Z1", "standard_result"),
        ("recommendation.dmn", '<text>"Z1"</text>', "<text>1</text>", "Z1", "standard_text"),
        ("budget.dmn", '<text>"P"</text>', '<text>"Q"</text>', "budget", "standard_tier_rows"),
        ("budget.dmn", '<text>"P"</text>', '<text>"A"</text>', "budget", "standard_tier_rows"),
        ("budget.dmn", 'hitPolicy="UNIQUE"', 'hitPolicy="COLLECT"', "budget", "standard_policy"),
        ("budget.dmn", 'name="gift_cap"', 'name="gifts"', "budget", "standard_outputs"),
        ("budget.dmn", "<text>5000</text>", "<text>date(2020)</text>", "D5-A", "cell"),
        ("parameters.json", '"25"', '"26"', None, "standard_weights"),
    ],
)
def test_a_fault_is_told_with_its_file_and_place(file: str, old: str, new: str, element: str | None, code: str) -> None:
    found = problems(changed(file, old, new))
    assert (file, code) in {(one[0], one[2]) for one in found}
    if element is not None:
        assert (file, element, code) in found


def test_two_tables_of_one_id_are_told_at_the_second() -> None:
    found = problems(changed("budget.dmn", 'decision id="budget"', 'decision id="tier"'))
    assert ("tier.dmn", "tier", "standard_twice") in found


def test_all_that_is_wrong_is_told_at_once() -> None:
    files = changed("tier.dmn", '"A"', '"E"')
    files["loans.dmn"] = b"nothing"
    files["parameters.json"] = b"{"
    del files["share.dmn"]
    assert {(one[0], one[2]) for one in problems(files)} == {
        ("parameters.json", "standard_value"),
        ("loans.dmn", "not_xml"),
        ("share.dmn", "standard_missing"),
        ("tier.dmn", "standard_tier"),
    }


def test_an_output_that_is_computed_is_left_to_the_rating() -> None:
    assert problems(changed("budget.dmn", "<text>5000</text>", "<text>1000 * 5</text>")) == []
    assert problems(changed("budget.dmn", "<text>5000</text>", "<text>-1 * 5</text>")) != []


def also_reading(key: str, name: str) -> Standard:
    """The shipped standard with one more column, which reads that name and matches anything."""
    content = SHIPPED[f"{key}.dmn"].decode()
    column = f'<input id="more"><inputExpression id="more-e"><text>{name}</text></inputExpression></input>'
    cell = '<inputEntry id="more-{}"><text>-</text></inputEntry>'
    head, *rules = content.split("<rule ")
    with_cells = [
        rule.replace("<outputEntry", cell.format(place) + "<outputEntry", 1) for place, rule in enumerate(rules)
    ]
    table = DecisionTable.parse("<rule ".join([head.replace("<output ", column + "<output ", 1), *with_cells]).encode())
    shipped = shipped_standard()
    return Standard(shipped.version, shipped.parameters, {**shipped.tables, key: table})


def rate(standard: Standard) -> None:
    """Everything that the tables are asked for a customer."""
    tier = assess(sample_records()[0], standard).effective_tier
    contact_norm(tier, standard)


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, names in INPUTS.items() for name in sorted(names)])
def test_every_rating_gives_the_names_that_a_table_may_read(key: str, name: str) -> None:
    rate(also_reading(key, name))


@pytest.mark.parametrize("key", sorted(INPUTS))
def test_a_name_that_a_table_may_not_read_would_make_ratings_fail(key: str) -> None:
    with pytest.raises(ExpressionRefused):
        rate(also_reading(key, "nobody_gives_this"))


def test_what_has_no_problem_is_a_standard_that_rates() -> None:
    files = changed("tier.dmn", "&gt;= 80", "&gt;= 85")
    assert list(standard_problems(files)) == []
    rate(load_standard(files))


def test_the_interface_names_every_shipped_table() -> None:
    names = {name.removesuffix(".dmn") for name in SHIPPED if name.endswith(".dmn")}
    assert set(INPUTS) == set(OUTPUTS) == names
