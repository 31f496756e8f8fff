"""The parts of a drawn diagram; plain values without behaviour beyond their geometry and their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["zh", "en"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in diagram units (1 unit = 1 CSS pixel at full size); y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return (self.x + self.width / 2, self.y + self.height / 2)

    def grown(self, by: float) -> "Bounds":
        """The rectangle moved outwards by `by` on all four sides."""
        return Bounds(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id and a name in Chinese (`name`) and in English (`name_en`); both may be empty."""

    id: str
    name: str
    name_en: str

    def label(self, language: Language) -> str:
        """The name in a language; the other language's where it is missing."""
        chosen, other = (self.name, self.name_en) if language == "zh" else (self.name_en, self.name)
        return chosen or other


@dataclass(frozen=True, slots=True)
class Element(Named):
    """A flow node or data reference.

    kind: local name of the BPMN tag, e.g. "userTask"; event: "message", "timer" … of an event;
    loop: "parallel", "sequential" (multi-instance) or "loop"; parent: id of the sub-process around it;
    attached_to: id of the task that a boundary event sits on; bounds: None where the diagram does not draw it.
    """

    kind: str
    bounds: Bounds | None = None
    label_bounds: Bounds | None = None
    lane: str | None = None
    parent: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    event: str | None = None
    loop: str | None = None
    interrupting: bool = True
    expanded: bool = False
    attached_to: str | None = None

    @property
    def family(self) -> Literal["task", "event", "gateway", "data"]:
        if self.kind.endswith("Event"):
            return "event"
        if self.kind.endswith("Gateway"):
            return "gateway"
        return "data" if self.kind.startswith("data") else "task"


@dataclass(frozen=True, slots=True)
class Flow(Named):
    """A line between two elements; kind: "sequence", "message" or "association"; at least two waypoints."""

    kind: Literal["sequence", "message", "association"]
    source: str
    target: str
    waypoints: tuple[Point, ...] = ()
    label_bounds: Bounds | None = None
    is_default: bool = False
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class Region(Named):
    """A pool, a lane or a group: an area with a title."""

    kind: Literal["pool", "lane", "group"]
    bounds: Bounds
    is_horizontal: bool = True


@dataclass(frozen=True, slots=True)
class Annotation(Named):
    """A text annotation; its text is its name."""

    bounds: Bounds
