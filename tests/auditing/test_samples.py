"""Samples: drawn by auditors alone from what the filter finds, never changed, examined item by item, drawn again."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from processes.context import bank_day
from processes.errors import KeyReused, NotAllowed, NotFound
from services.auditing import samples
from services.auditing.drawing import digest_of, draw
from services.auditing.populations import TRAITS, population_of, sizes_of
from services.auditing.refusals import AuditChanged, SampleRefused
from services.auditing.samples import DrawSample, ExamineItem
from services.finding.filters import CycleFilter
from services.models import AuditPopulation
from services.readings.auditing.samples import draw_again, item_for, items_of, next_open, sample_for
from tests.audit.eventful import eventful
from tests.auditing.examined import examined, sample_of
from tests.runtime.small import events
from tests.support.bank import Bank


def again(bank: Bank, sample_id: int):
    with bank.runtime.read_session() as session:
        sample = sample_for(session, sample_id).sample
        return draw_again(session, bank.actor("shen"), sample, bank_day(bank.clock()))


def drawn(bank: Bank, sample_id: int) -> list[int]:
    with bank.runtime.read_session() as session:
        return [row.cycle_id for row in items_of(session, sample_id)]


def test_every_trait_parts_the_same_cycles_and_its_strata_are_counted_alike(bank):
    cycles = set(vars(eventful(bank)).values())
    for trait in TRAITS:
        with bank.runtime.read_session() as session:
            asked = (session, bank.actor("shen"), CycleFilter(), bank_day(bank.clock()), trait)
            population, sizes = population_of(*asked), sizes_of(*asked)
        assert {key: len(ids) for key, ids in population.items()} == sizes, trait
        assert sorted(one for ids in population.values() for one in ids) == sorted(cycles), trait
        assert all(ids == sorted(ids) for ids in population.values()), trait
        assert (len(population) > 1) is (trait != ""), trait


def test_marks_make_strata_of_what_goes_together(bank):
    cycles = eventful(bank)
    with bank.runtime.read_session() as session:
        found = population_of(session, bank.actor("shen"), CycleFilter(), bank_day(bank.clock()), "marks")
    assert found == {
        "-": sorted((cycles.smooth, cycles.exited)),
        "intervened": [cycles.cancelled],
        "intervened+late": [cycles.reassigned],
        "late": sorted((cycles.late, cycles.overdue)),
        "late+returned": [cycles.returned],
    }


def test_a_sample_keeps_all_that_it_takes_to_draw_it_again(bank):
    cycles = eventful(bank)
    number = bank.execute(DrawSample({"state": "running", "no": "x"}, "marks", 3, seed="s-1", purpose=" a  b "), "shen")
    sample, ids = sample_of(bank, number), drawn(bank, number)
    population = {
        "intervened+late": [cycles.reassigned],
        "late": sorted((cycles.late, cycles.overdue)),
        "late+returned": [cycles.returned],
    }
    sizes = dict.fromkeys(population, 1)
    assert (sample.wanted, sample.purpose, sample.seed) == ({"state": "running"}, "a b", "s-1")
    assert sample.strata == [["intervened+late", 1, 1], ["late", 2, 1], ["late+returned", 1, 1]]
    assert sample.population_digest == digest_of(population)
    assert ids == [one.cycle_id for one in draw("s-1", population, sizes)]
    (event,) = events(bank, f"samples:{number}")
    told = json.loads(event.context)
    assert (event.action, told["seed"], told["drawn"]) == ("sample:draw", "s-1", ids)
    assert told["population_digest"] == sample.population_digest
    result = again(bank, number)
    assert (result.over, result.same_population, result.same_items) == ("kept", True, True)


def test_the_same_seed_draws_the_same_and_none_typed_makes_others(bank):
    eventful(bank)
    first, second = (bank.execute(DrawSample({}, size=3, seed="one"), "shen") for _ in range(2))
    assert drawn(bank, first) == drawn(bank, second)
    seeds = {sample_of(bank, bank.execute(DrawSample({}, size=3), "shen")).seed for _ in range(4)}
    assert len(seeds) == 4
    assert all(len(seed) == 16 for seed in seeds)


def test_a_number_of_each_stratum_is_drawn_and_never_more_than_it_has(bank):
    cycles = eventful(bank)
    number = bank.execute(DrawSample({}, "marks", each={"late": 9, "-": 1, "intervened": -4, "nothing": 3}), "shen")
    assert {cycles.late, cycles.overdue} < set(drawn(bank, number))
    assert len(drawn(bank, number)) == 3
    assert sample_of(bank, number).allocation == "each"


def test_a_size_above_the_population_draws_all_of_it(bank):
    cycles = eventful(bank)
    assert set(drawn(bank, bank.execute(DrawSample({}, "tier", 999), "shen"))) == set(vars(cycles).values())


REFUSED = [
    (DrawSample({}, size=0), "size"),
    (DrawSample({}, "marks", 5, each={"late": 0}), "size"),
    (DrawSample({}, "mischief", 5), "trait"),
    (DrawSample({}, size=5, seed="a|b"), "seed"),
    (DrawSample({}, size=5, seed="x" * 65), "seed"),
    (DrawSample({"text": "nobody"}, size=5), "nothing_found"),
]


def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(bank):
    eventful(bank)
    for command, code in REFUSED:
        with pytest.raises(SampleRefused, match=code):
            bank.execute(command, "shen")
    with bank.runtime.read_session() as session:
        assert session.execute(text("SELECT count(*) FROM audit_sample")).scalar() == 0


def test_more_than_people_examine_is_refused(bank, monkeypatch):
    eventful(bank)
    monkeypatch.setattr(samples, "MOST_DRAWN", 2)
    with pytest.raises(SampleRefused, match="too_many"):
        bank.execute(DrawSample({}, size=3), "shen")
    bank.execute(DrawSample({}, size=2), "shen")


def test_auditors_alone_draw_and_examine(bank):
    found = examined(bank)
    for login in ("lin", "zhou", "chen", "gao", "xu", "jiang", "admin"):
        with pytest.raises(NotAllowed):
            bank.execute(DrawSample({}, size=1), login)
        with pytest.raises(NotAllowed):
            bank.execute(ExamineItem(found.sample, found.cycle, "open", "", 1), login)


def test_a_repeat_with_the_same_key_draws_once(bank):
    eventful(bank)
    first = bank.execute(DrawSample({}, size=2), "shen", key="k")
    assert bank.execute(DrawSample({}, size=2), "shen", key="k") == first
    with pytest.raises(KeyReused):
        bank.execute(DrawSample({}, size=3), "shen", key="k")


def test_drawing_again_tells_what_was_changed_after_the_draw(bank):
    found = examined(bank)
    other = next(one for one in vars(found.cycles).values() if one not in drawn(bank, found.sample))
    with bank.runtime.writer.begin() as connection:
        changed = connection.execute(
            text("UPDATE audit_sample_item SET cycle_id = :other WHERE sample_id = :sample AND place = 3"),
            {"other": other, "sample": found.sample},
        )
        assert changed.rowcount == 1
    result = again(bank, found.sample)
    assert (result.same_population, result.same_items) == (True, False)


def test_drawing_again_tells_another_population(bank):
    found = examined(bank)
    with bank.runtime.writer.begin() as connection:
        kept = AuditPopulation.__table__
        changed = connection.execute(kept.update().values(strata={"-": [1, 2]}))
        assert changed.rowcount == 1
    result = again(bank, found.sample)
    assert (result.same_population, result.same_items) == (False, False)


def test_of_a_large_population_the_digest_alone_is_kept_and_told_so(bank, monkeypatch):
    cycles = eventful(bank)
    monkeypatch.setattr(samples, "MOST_KEPT", 3)
    number = bank.execute(DrawSample({"returned": ""}, "", 2, seed="s"), "shen")
    result = again(bank, number)
    assert (result.over, result.same_population, result.same_items) == ("today", True, True)
    with bank.runtime.writer.begin() as connection:
        connection.execute(text("DELETE FROM cycle_traits WHERE cycle_id = :one"), {"one": cycles.late})
    result = again(bank, number)
    assert (result.over, result.same_population) == ("today", False)


def test_an_item_is_examined_and_what_it_said_before_is_told(bank):
    found = examined(bank)
    first = drawn(bank, found.sample)[0]
    bank.execute(ExamineItem(found.sample, first, "in_order", "依据完整，已核。", 2), "shen")
    bank.execute(ExamineItem(found.sample, first, "in_order", "依据完整，已核。", 3), "shen")  # nothing new: not told
    told = [
        json.loads(one.context) for one in events(bank, f"samples:{found.sample}") if one.action == "sample:examine"
    ]
    assert [one["cycle"] for one in told] == [first, found.cycle, first]
    assert told[0]["changes"] == {"state": ["open", "in_order"], "note": ["", "依据完整。"]}
    assert told[1]["changes"] == {"state": ["open", "finding"]}
    assert told[2]["changes"] == {"note": ["依据完整。", "依据完整，已核。"]}
    with bank.runtime.read_session() as session:
        row = item_for(session, found.sample, first)
        assert (row.state, row.note, row.revision, row.examiner) == (
            "in_order",
            "依据完整，已核。",
            3,
            bank.actor("shen").name,
        )


def test_an_examination_that_is_out_of_date_or_makes_no_sense_is_refused(bank):
    found = examined(bank)
    first = drawn(bank, found.sample)[0]
    with pytest.raises(AuditChanged):
        bank.execute(ExamineItem(found.sample, first, "finding", "", 1), "shen")
    with pytest.raises(SampleRefused, match="state"):
        bank.execute(ExamineItem(found.sample, first, "fine", "", 2), "shen")
    with pytest.raises(SampleRefused, match="has_findings"):
        bank.execute(ExamineItem(found.sample, found.cycle, "in_order", "", 2), "shen")
    with pytest.raises(NotFound):
        bank.execute(ExamineItem(found.sample, 99_999, "open", "", 1), "shen")


def test_the_next_unexamined_goes_round_and_ends(bank):
    found = examined(bank)
    third = drawn(bank, found.sample)[2]
    with bank.runtime.read_session() as session:
        assert [next_open(session, found.sample, after) for after in (0, 2, 3)] == [third] * 3
    bank.execute(ExamineItem(found.sample, third, "in_order", "", 1), "shen")
    with bank.runtime.read_session() as session:
        assert next_open(session, found.sample, 0) is None
