"""The draw: boundaries, shares, and that anybody draws the same with what is stored."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from services.auditing.drawing import SEED, digest_of, draw, lot, proportional

SEED_OF_TEST = random.SystemRandom().randrange(2**32)
POPULATIONS = st.dictionaries(st.text("ABC+-", min_size=1, max_size=4), st.integers(0, 3000), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("size", "populations", "sizes"),
    [
        (0, {"A": 5, "B": 3}, {"A": 0, "B": 0}),
        (-3, {"A": 5}, {"A": 0}),
        (8, {"A": 5, "B": 3}, {"A": 5, "B": 3}),
        (9, {"A": 5, "B": 3}, {"A": 5, "B": 3}),
        (1, {"A": 5, "B": 3}, {"A": 1, "B": 0}),
        (2, {"A": 97, "B": 3}, {"A": 1, "B": 1}),
        (3, {"A": 97, "B": 1, "C": 1, "D": 1}, {"A": 3, "B": 0, "C": 0, "D": 0}),
        (4, {"A": 97, "B": 1, "C": 1, "D": 1}, {"A": 1, "B": 1, "C": 1, "D": 1}),
        (10, {"A": 50, "B": 30, "C": 20}, {"A": 5, "B": 3, "C": 2}),
        (10, {"A": 0, "B": 10}, {"A": 0, "B": 10}),
        (3, {"A": 10, "B": 10}, {"A": 2, "B": 1}),  # equal remainders, equal strata: the earlier
        (5, {"A": 3, "B": 9}, {"A": 1, "B": 4}),
        (10, {"A": 55, "B": 30, "C": 15}, {"A": 6, "B": 3, "C": 1}),  # equal remainders: the larger stratum
        (5, {}, {}),
    ],
)
def test_shares_are_by_largest_remainder_with_one_at_least(size, populations, sizes):
    assert proportional(size, populations) == sizes


@seed(SEED_OF_TEST)
@settings(max_examples=300, deadline=None)
@given(size=st.integers(-5, 4000), populations=POPULATIONS)
def test_shares_add_up_and_none_is_beyond_its_stratum(size, populations):
    note = f"seed {SEED_OF_TEST}"
    sizes, total = proportional(size, populations), sum(populations.values())
    assert sum(sizes.values()) == min(max(size, 0), total), note
    assert all(0 <= sizes[key] <= number for key, number in populations.items()), note
    filled = [key for key, number in populations.items() if number]
    if size >= len(filled):
        assert all(sizes[key] >= 1 for key in filled), note
    moved = sum(1 for key in filled if size * populations[key] < total)  # of which the share alone gives none
    if 0 <= size <= total:
        shares = {key: size * number for key, number in populations.items()}
        assert all(abs(sizes[key] * total - share) <= (1 + moved) * total for key, share in shares.items()), note


def test_the_same_seed_draws_the_same_and_another_another():
    population = {"A": list(range(1, 401)), "B": list(range(401, 501))}
    sizes = {"A": 20, "B": 5}
    once = draw("2026-11", population, sizes)
    assert draw("2026-11", {key: ids[::-1] for key, ids in reversed(population.items())}, sizes) == once
    assert draw("2026-12", population, sizes) != once
    assert [one.place for one in once] == list(range(1, 26))
    assert [one.stratum for one in once] == ["A"] * 20 + ["B"] * 5


def test_a_larger_sample_of_the_same_seed_holds_the_smaller_one():
    population = {"A": list(range(1, 401))}
    small, large = (draw("s", population, {"A": size}) for size in (7, 30))
    assert [one.cycle_id for one in large][:7] == [one.cycle_id for one in small]


def test_drawing_none_more_than_there_are_and_of_nothing():
    population = {"A": [3, 1, 2], "B": []}
    assert draw("s", population, {}) == []
    assert draw("s", population, {"A": 0, "B": 9, "C": 9}) == []
    assert sorted(one.cycle_id for one in draw("s", population, {"A": 99})) == [1, 2, 3]
    assert draw("s", {}, {"A": 1}) == []


def test_a_hundred_thousand_are_drawn_from_and_every_cycle_has_its_chance():
    population = {"A": list(range(1, 100_001))}
    drawn = [one.cycle_id for one in draw("large", population, {"A": 1_000})]
    assert len(set(drawn)) == 1_000
    quarters = [sum(25_000 * part < one <= 25_000 * (part + 1) for one in drawn) for part in range(4)]
    assert all(170 < count < 330 for count in quarters), quarters  # 250 each, give or take six deviations


def test_a_digest_tells_each_id_and_its_stratum():
    whole = digest_of({"A": [1, 2], "B": [3]})
    assert whole == digest_of({"B": [3], "A": [2, 1]})
    others = ({"A": [1], "B": [2, 3]}, {"A": [1, 2], "B": [4]}, {"A": [1, 2]}, {"A": [12], "B": [3]})
    assert len({whole, *(digest_of(one) for one in others)}) == 5


@pytest.mark.parametrize(
    ("text", "is_seed"),
    [
        ("a", True),
        ("2026-11_x.Z", True),
        ("x" * 64, True),
        ("", False),
        ("x" * 65, False),
        ("a|b", False),
        ("种", False),
    ],
)
def test_a_seed_holds_nothing_that_parts_the_texts_of_lots(text, is_seed):
    assert bool(SEED.fullmatch(text)) is is_seed


def test_the_guides_script_draws_what_the_program_draws(tmp_path):
    guide = (Path(__file__).parents[2] / "docs" / "auditors.md").read_text("utf-8")
    script = re.search(r"```python\n(.*?)```", guide, re.S)
    assert script is not None
    (tmp_path / "again.py").write_text(textwrap.dedent(script[1]), "utf-8")
    population = {"-": [5, 8], "A": list(range(10, 90)), "late": list(range(90, 140))}
    lines = [f"{key},{one}" for key, ids in population.items() for one in ids]
    (tmp_path / "population.csv").write_text("\n".join(lines), "utf-8")
    asked = [sys.executable, str(tmp_path / "again.py"), "2026-s", "A=4", "late=3"]
    told = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert told[0] == digest_of(population)
    expected = draw("2026-s", population, {"A": 4, "late": 3})
    assert told[1:] == [f"{one.stratum},{one.cycle_id}" for one in expected]
    assert lot("2026-s", "A", 10) != lot("2026-s", "A", 11)
