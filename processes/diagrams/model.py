"""A process diagram as it is drawn: elements, flows, pools, lanes, annotations, groups."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from processes.diagrams.geometry import Segment, overlap, runs_through, segments
from processes.diagrams.parts import Annotation, Bounds, Element, Flow, Region
from processes.diagrams.reading import Source


@dataclass(frozen=True, slots=True)
class Area:
    """The shapes and the stretches of flows, with the flow's id, that reach into a rectangle."""

    shapes: tuple[Bounds, ...]
    stretches: tuple[tuple[str, Segment], ...]


@dataclass(frozen=True)
class Diagram:
    """One diagram; every mapping is by id, in the order of the file."""

    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    pools: tuple[Region, ...]
    lanes: tuple[Region, ...]
    groups: tuple[Region, ...]
    annotations: tuple[Annotation, ...]

    @classmethod
    def parse(cls, xml: bytes) -> "Diagram":
        """Read a BPMN file with its diagram interchange.

        Raises DiagramRefused on XML that is not well formed, not UTF-8, has a DOCTYPE, or holds a
        coordinate that is not a number within ±100,000.
        """
        source = Source.of(xml)
        return cls(
            elements=source.elements(),
            flows=source.flows(),
            pools=source.regions("pool"),
            lanes=source.regions("lane"),
            groups=source.regions("group"),
            annotations=source.annotations(),
        )

    @property
    def phases(self) -> tuple[Annotation, ...]:
        """Step headings, from left to right: the annotations that stand above every pool, attached to nothing."""
        above = min((pool.bounds.y for pool in self.pools), default=-math.inf)
        attached = {
            end for flow in self.flows.values() if flow.kind == "association" for end in (flow.source, flow.target)
        }
        headings = [one for one in self.annotations if one.bounds.bottom <= above and one.id not in attached]
        return tuple(sorted(headings, key=lambda one: one.bounds.x))

    @cached_property
    def shapes(self) -> tuple[Bounds, ...]:
        """What badges and names may not cover: the elements, but for what lies open and holds others."""
        return tuple(one.bounds for one in self.elements.values() if one.bounds and not one.expanded)

    @cached_property
    def stretches(self) -> tuple[tuple[str, Segment], ...]:
        """Every stretch of every flow, with the flow's id."""
        return tuple((flow.id, part) for flow in self.flows.values() for part in segments(flow.waypoints))

    def area(self, bounds: Bounds) -> Area:
        """What reaches into a rectangle; kept as long as the diagram, which is drawn again with other marks."""
        if bounds not in self._areas:
            shapes = tuple(one for one in self.shapes if overlap(one, bounds))
            lines = tuple((flow, line) for flow, line in self.stretches if runs_through(line, bounds))
            self._areas[bounds] = Area(shapes, lines)
        return self._areas[bounds]

    @cached_property
    def _areas(self) -> dict[Bounds, Area]:
        return {}

    def flow_between(self, source: str, target: str) -> list[str]:
        """Ids of the sequence flows drawn from one element straight to another, in the order of the file."""
        return [
            flow.id
            for flow in self.flows.values()
            if flow.kind == "sequence" and (flow.source, flow.target) == (source, target)
        ]

    def is_hidden(self, element: Element) -> bool:
        """True where the element has no shape or lies inside a collapsed sub-process."""
        if element.bounds is None:
            return True
        parent = self.elements.get(element.parent or "")
        return parent is not None and (not parent.expanded or self.is_hidden(parent))
