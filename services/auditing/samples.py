"""Commands of a sample: it is drawn once and never changed; each of its items is examined, with a note.

History: a stream ``samples:<id>`` for each.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.rows import insert_rows
from processes.errors import NotFound
from services.auditing.drawing import METHOD, SEED, Population, digest_of, draw, proportional
from services.auditing.populations import TRAITS, population_of
from services.auditing.refusals import AuditChanged, SampleRefused, auditor
from services.finding.filters import CycleFilter
from services.models import AuditFinding, AuditPopulation, AuditSample, AuditSampleItem

MOST_DRAWN = 1_000  # more is no sample that people examine
MOST_KEPT = 100_000  # ids of a population; of a larger one its digest alone is kept
STATES = ("open", "in_order", "finding")
LONGEST_PURPOSE, LONGEST_NOTE = 200, 4_000


@dataclass(frozen=True)
class DrawSample:
    """Draw from what a filter finds now. ``wanted``: as `CycleFilter.written` gives it; ``trait``: of `TRAITS`;
    ``size``: shared out in proportion; ``each``: stratum → number instead, where any is given; ``seed``: empty for one
    that nobody can foresee."""

    wanted: Mapping[str, str]
    trait: str = ""
    size: int = 0
    each: Mapping[str, int] = field(default_factory=dict)
    seed: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class ExamineItem:
    """Say how an item stands. ``state``: of `STATES`; ``seen_revision``: of the item as it was shown."""

    sample_id: int
    cycle_id: int
    state: str
    note: str
    seen_revision: int


@handles(DrawSample)
def draw_sample(context: CommandContext, command: DrawSample) -> int:
    """The sample's id. SampleRefused says what is at fault."""
    owner, seed = auditor(context), command.seed.strip() or secrets.token_hex(8)
    if command.trait not in TRAITS:
        raise SampleRefused("trait")
    if not SEED.fullmatch(seed):
        raise SampleRefused("seed")
    wanted = CycleFilter.read(command.wanted)
    population = population_of(context.session, context.actor, wanted, context.today, command.trait)
    sizes = _sizes(command, {key: len(ids) for key, ids in population.items()})
    sample = AuditSample(
        purpose=" ".join(command.purpose.split())[:LONGEST_PURPOSE],
        wanted=wanted.written,
        trait=command.trait,
        allocation="each" if command.each else "proportional",
        method=METHOD,
        seed=seed,
        strata=[(key, len(ids), sizes[key]) for key, ids in population.items()],
        population_digest=digest_of(population),
        drawn_by_id=owner,
        drawn_at=context.now,
        drawn_on=context.today,
    )
    context.session.add(sample)
    context.session.flush()
    _keep(context, sample, population, sizes)
    return sample.id


def _sizes(command: DrawSample, populations: Mapping[str, int]) -> dict[str, int]:
    if not populations:
        raise SampleRefused("nothing_found")
    if command.each:
        sizes = {key: min(max(command.each.get(key, 0), 0), number) for key, number in populations.items()}
    else:
        sizes = proportional(command.size, populations)
    if not sum(sizes.values()):
        raise SampleRefused("size")
    if sum(sizes.values()) > MOST_DRAWN:
        raise SampleRefused("too_many")
    return sizes


def _keep(context: CommandContext, sample: AuditSample, population: Population, sizes: Mapping[str, int]) -> None:
    drawn = draw(sample.seed, population, sizes)
    empty = {"state": "open", "note": "", "revision": 1, "examined_by_id": None, "examined_at": None}
    insert_rows(context.session, AuditSampleItem, [{"sample_id": sample.id, **one._asdict(), **empty} for one in drawn])
    if sum(len(ids) for ids in population.values()) <= MOST_KEPT:
        context.session.add(AuditPopulation(sample_id=sample.id, strata=dict(population)))
    told = {name: getattr(sample, name) for name in ("purpose", "wanted", "trait", "allocation", "method", "seed")}
    told |= {"strata": [list(one) for one in sample.strata], "population_digest": sample.population_digest}
    drawn_ids = [one.cycle_id for one in drawn]
    context.history(stream_of(sample.id), "sample:draw", sample=sample.id, **told, drawn=drawn_ids)


@handles(ExamineItem)
def examine_item(context: CommandContext, command: ExamineItem) -> None:
    """NotFound for what was not drawn, AuditChanged for a page that is out of date, SampleRefused for a state that
    does not fit: what has findings is not in order."""
    examiner = auditor(context)
    item = item_of(context, command.sample_id, command.cycle_id)
    if command.state not in STATES:
        raise SampleRefused("state")
    if item.revision != command.seen_revision:
        raise AuditChanged
    if command.state != "finding" and _has_findings(context, item):
        raise SampleRefused("has_findings")
    mark_item(context, item, command.state, command.note.strip()[:LONGEST_NOTE], examiner)


def item_of(context: CommandContext, sample_id: int, cycle_id: int) -> AuditSampleItem:
    """The item, held for this transaction; NotFound for what was not drawn."""
    key = (AuditSampleItem.sample_id == sample_id, AuditSampleItem.cycle_id == cycle_id)
    item = context.session.scalars(select(AuditSampleItem).where(*key).with_for_update()).first()
    if item is None:
        raise NotFound(f"{sample_id}: {cycle_id}")
    return item


def mark_item(context: CommandContext, item: AuditSampleItem, state: str, note: str, examiner: int) -> None:
    """Store state and note and tell what they were; nothing when both are as they were."""
    changes = {"state": [item.state, state], "note": [item.note, note]}
    changes = {name: values for name, values in changes.items() if values[0] != values[1]}
    if not changes:
        return
    item.state, item.note, item.revision = state, note, item.revision + 1
    item.examined_by_id, item.examined_at = examiner, context.now
    context.history(stream_of(item.sample_id), "sample:examine", cycle=item.cycle_id, changes=changes)


def stream_of(sample_id: int) -> str:
    """Of a sample's history."""
    return f"samples:{sample_id}"


def _has_findings(context: CommandContext, item: AuditSampleItem) -> bool:
    mine = AuditFinding.sample_id == item.sample_id, AuditFinding.cycle_id == item.cycle_id
    return context.session.scalars(select(AuditFinding.id).where(*mine).limit(1)).first() is not None
