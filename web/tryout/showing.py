"""Builds the page of a try-out: where it stands, what was done, what may be done next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from processes.definitions import main_diagram
from processes.diagrams import Marks
from processes.engine.hearing import Heard
from processes.engine.parsing import ProcessSpec
from processes.errors import FormInvalid, ProcessError
from processes.operations import operation
from processes.scenarios import Break, Expectation, Repair, TryOut
from processes.scenarios.expectations import KINDS
from processes.scenarios.try_outs import tagged
from services.tryout.offers import data_offers, decision_offers, leaves, outcome_offers, path_offers
from services.tryout.points import OpenItem, Point
from services.tryout.reading import spec_of
from services.tryout.replay import Outcome, Replay
from web.drawings import Picture, picture
from web.instances.telling import Told, tell
from web.languages import gettext as _
from web.tryout.forms import TriedForm
from web.tryout.posting import Opened
from web.tryout.step_words import step_sentence
from web.tryout.words import expectation_sentence, refusal_sentence


@dataclass(frozen=True)
class StepLine:
    """One step in the list. ``number``: how many steps there are with it, 0 for the start; ``did``: the items that a
    step which goes on by itself completed."""

    number: int
    text: str
    outcome: Outcome
    did: tuple[str, ...]
    refusal: str


@dataclass(frozen=True)
class DataLine:
    """A value of process data. ``is_new``: the last step made or changed it."""

    name: str
    value: object
    is_new: bool


@dataclass(frozen=True)
class Offer:
    """What may be expected of a scenario. ``usual``: ticked until the tester says otherwise."""

    text: str
    expected: Expectation
    usual: bool

    @property
    def value(self) -> str:
        """As the form sends it."""
        return json.dumps(tagged(self.expected, "expect", KINDS), ensure_ascii=False, default=list)


@dataclass(frozen=True)
class Shown:
    """A try-out at its end, as the page shows it. ``later``: steps that are there and not taken, by their number."""

    try_out: TryOut
    point: Point
    names: Mapping[str, str]
    steps: tuple[StepLine, ...]
    later: tuple[tuple[int, str], ...]
    drawing: Picture
    data: tuple[DataLine, ...]
    decisions: tuple[Heard, ...]
    history: tuple[Told, ...]
    offers: tuple[Offer, ...]
    operations: tuple[tuple[str, bool], ...]
    targets: tuple[tuple[str, str], ...]
    opened: Opened | None
    item: OpenItem | None
    form: TriedForm | None


def shown(replay: Replay, try_out: TryOut, point: Point, files: Mapping[str, bytes], names: Mapping[str, str]) -> Shown:
    """Everything but the opened item's form."""
    spec = spec_of(replay)
    draft = point.draft
    diagram = files[main_diagram(files) or ""]
    return Shown(
        try_out=try_out,
        point=point,
        names=names,
        steps=tuple(_lines(replay.outcomes, names)),
        later=(),
        drawing=picture(diagram, _marks(point), _("The path of the try-out")),
        data=_data(replay.before, {} if draft is None else draft.data),
        decisions=tuple(replay.heard),
        history=() if draft is None else tuple(tell(row, names) for row in reversed(draft.history)),
        offers=tuple(_offers(point, spec, list(replay.heard), names)),
        operations=_operations(spec, try_out),
        targets=tuple((one.id, names.get(one.id, one.id)) for one in spec.elements.values() if one.type == "userTask"),
        opened=None,
        item=None,
        form=None,
    )


def with_item(page: Shown, opened: Opened | None) -> Shown:
    """With the item whose form is shown: the wanted one, if it is open, else the first."""
    items = page.point.items
    wanted = [one for one in items if opened and (one.element_id, one.number) == (opened.element, opened.number)]
    item = next(iter((*wanted, *items)), None)
    if item is None:
        return page
    by = opened.by if opened is not None and wanted else ""
    return replace(page, item=item, opened=Opened(item.element_id, item.number, by))


def with_later(page: Shown, whole: TryOut) -> Shown:
    """With the steps after the point that is looked at."""
    numbered = list(enumerate(whole.steps, start=1))[len(page.try_out.steps) :]
    return replace(page, later=tuple((number, step_sentence(step, page.names)) for number, step in numbered))


def refusal_text(page: Shown, refusal: ProcessError) -> str:
    """Why a step was not taken; what is wrong in a form stands beside its fields."""
    if isinstance(refusal, FormInvalid):
        return _("Correct what is marked in the form below.")
    return refusal_sentence(refusal, page.names)


def _lines(outcomes: Sequence[Outcome], names: Mapping[str, str]) -> list[StepLine]:
    return [
        StepLine(
            number,
            step_sentence(one.step, names),
            one,
            tuple(names.get(key, key) for key in one.did) if len(one.did) > 1 else (),
            "" if one.refusal is None else refusal_sentence(one.refusal, names),
        )
        for number, one in enumerate(outcomes)
    ]


def _marks(point: Point) -> Marks:
    waiting = {key for one in point.processes if one.is_draft for key in one.waiting_at}
    troubled = {one.element_id for one in point.troubles if one.element_id}
    return Marks(visited=point.visits, taken=point.path, current=waiting - troubled, incidents=troubled)


def _data(before: Mapping[str, object], now: Mapping[str, object]) -> tuple[DataLine, ...]:
    known = dict(leaves(before))
    missing = object()
    return tuple(DataLine(name, value, known.get(name, missing) != value) for name, value in leaves(now))


def _offers(point: Point, spec: ProcessSpec, heard: list[Heard], names: Mapping[str, str]) -> list[Offer]:
    draft = point.draft
    usual = outcome_offers(point, spec)
    others = [*path_offers(point, spec), *decision_offers(heard), *data_offers({} if draft is None else draft.data)]
    return [Offer(expectation_sentence(one, names), one, one in usual) for one in (*usual, *others)]


def _operations(spec: ProcessSpec, try_out: TryOut) -> tuple[tuple[str, bool], ...]:
    """The operations of this program that the draft calls, and whether each fails now."""
    failing: set[str] = set()
    for step in try_out.steps:
        if isinstance(step, Break):
            failing.add(step.operation)
        elif isinstance(step, Repair):
            failing.discard(step.operation)
    called = dict.fromkeys(one.operation for one in spec.elements.values() if one.operation is not None)
    return tuple((name, name in failing) for name in called if name in operation)
