"""The token game: whether from where the tokens are every join still gets what it waits for.

Decisions are taken as free, data is not looked at. What could go wrong in the old version as well is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent, EventBasedGateway
from SpiffWorkflow.bpmn.specs.mixins.exclusive_gateway import ExclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway

MOST_MARKINGS = 20_000
WIDEST_CHOICE = 8  # flows out of an inclusive gateway

Token = tuple[str, frozenset[str]]  # element, boundary events that still wait on it
Arrival = tuple[str, str]  # join, the element that it was reached from


@dataclass(frozen=True)
class Marking:
    """Where the tokens of one part are."""

    tokens: frozenset[Token]
    arrived: frozenset[Arrival]


class TooManyMarkings(Exception):
    """The part has more parallel ways than can be looked through."""


class Game:
    """One part's net. ``stuck``: joins that may wait for ever; ``doubled``: elements that may run twice at once."""

    def __init__(self, spec: Any, start: Marking) -> None:
        """Plays everything; raises `TooManyMarkings`."""
        self._specs = spec.task_specs
        self._marked = {name for name, _ in start.tokens}
        self.stuck: set[str] = set()
        self.doubled: set[str] = set()
        self._play(start)

    def _play(self, start: Marking) -> None:
        found, seen = [start], {start}
        for marking in found:
            following = list(self._moves(marking)) or list(self._joined(marking, forced=True))
            if not following:
                self.stuck |= {join for join, _ in marking.arrived}
            for one in following:
                if one not in seen:
                    seen.add(one)
                    found.append(one)
            if len(found) > MOST_MARKINGS:
                raise TooManyMarkings

    def _moves(self, marking: Marking) -> Iterator[Marking]:
        yield from self._joined(marking, forced=False)
        for token in marking.tokens:
            name, waiting = token
            rest = Marking(marking.tokens - {token}, marking.arrived)
            for targets in self._ways_out(name):
                if self._ends_all(name):
                    yield Marking(frozenset(), frozenset())
                else:
                    yield self._placed(rest, name, targets)
            for event in waiting:
                stays = not self._specs[event].cancel_activity
                kept = rest if not stays else Marking(rest.tokens | {(name, waiting - {event})}, rest.arrived)
                yield self._placed(kept, event, self._outputs(event))

    def _joined(self, marking: Marking, forced: bool) -> Iterator[Marking]:
        """Inclusive joins that nothing more can reach; ``forced``: those that only wait for each other."""
        joins = {join for join, _ in marking.arrived if isinstance(self._specs[join], InclusiveGateway)}
        for join in joins:
            elsewhere = {name for name, _ in marking.tokens}
            elsewhere |= {event for _, waiting in marking.tokens for event in waiting}
            elsewhere |= {other for other, _ in marking.arrived if other != join}
            if forced or not self._leads_to(elsewhere, join):
                left = frozenset(arrival for arrival in marking.arrived if arrival[0] != join)
                yield self._with_token(Marking(marking.tokens, left), join)

    def _ways_out(self, name: str) -> list[tuple[str, ...]]:
        spec, outputs = self._specs[name], self._outputs(name)
        if isinstance(spec, InclusiveGateway):
            if len(outputs) > WIDEST_CHOICE:
                raise TooManyMarkings
            return list(chain.from_iterable(combinations(outputs, size) for size in range(1, len(outputs) + 1)))
        if isinstance(spec, (ExclusiveGateway, EventBasedGateway)):
            return [(output,) for output in outputs]
        return [outputs]

    def _placed(self, marking: Marking, source: str, targets: tuple[str, ...]) -> Marking:
        for target in targets:
            came_from = source
            while self._is_plain(target):
                came_from, target = target, self._outputs(target)[0]
            spec = self._specs[target]
            if isinstance(spec, (ParallelGateway, InclusiveGateway)) and len(spec.inputs) > 1:
                marking = self._arrived(marking, (target, came_from))
            else:
                marking = self._with_token(marking, target)
        return marking

    def _arrived(self, marking: Marking, arrival: Arrival) -> Marking:
        join, spec = arrival[0], self._specs[arrival[0]]
        if arrival in marking.arrived:
            self.doubled.add(join)
        arrived = marking.arrived | {arrival}
        came = {source for target, source in arrived if target == join}
        if isinstance(spec, ParallelGateway) and came >= set(spec._inputs):
            arrived = frozenset(one for one in arrived if one[0] != join)
            return self._with_token(Marking(marking.tokens, arrived), join)
        return Marking(marking.tokens, arrived)

    def _with_token(self, marking: Marking, name: str) -> Marking:
        if self._outputs(name) and any(name == held for held, _ in marking.tokens):  # an end may be reached by many
            self.doubled.add(name)
        return Marking(marking.tokens | {(name, self._attached(name))}, marking.arrived)

    def _outputs(self, name: str) -> tuple[str, ...]:
        followed = []
        for output in self._specs[name].outputs:
            if isinstance(output, BoundaryEventSplit):
                followed.append(output.name.removesuffix(".BoundaryEventSplit"))
            elif output.bpmn_id is not None and not isinstance(output, BoundaryEventJoin):
                followed.append(output.name)
        return tuple(followed)

    def _attached(self, name: str) -> frozenset[str]:
        split = self._specs.get(f"{name}.BoundaryEventSplit")
        outputs = () if split is None else split.outputs
        return frozenset(one.name for one in outputs if isinstance(one, BoundaryEvent))

    def _is_plain(self, name: str) -> bool:
        """One way in, one way out, nothing attached, no token at the beginning: the way through it is no choice."""
        spec = self._specs[name]
        return (
            name not in self._marked
            and len(spec._inputs) == 1
            and len(self._outputs(name)) == 1
            and f"{name}.BoundaryEventSplit" not in self._specs
        )

    def _ends_all(self, name: str) -> bool:
        return isinstance(getattr(self._specs[name], "event_definition", None), TerminateEventDefinition)

    def _leads_to(self, sources: set[str], join: str) -> bool:
        found, seen = list(sources), set(sources)
        for name in found:
            for output in (*self._outputs(name), *self._attached(name)):
                if output == join:
                    return True
                if output not in seen:
                    seen.add(output)
                    found.append(output)
        return False
