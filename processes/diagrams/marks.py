"""What a drawing says about an instance, about many, or about a change, on top of the diagram itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

SIGNS = {"added": "+", "removed": "−", "changed": "≠", "moved": "↔"}
"""What became of an element → the sign it bears beside its colour."""
HEAT_CLASSES = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """What is said about many instances, by id.

    heat: element → 1 (least) to HEAT_CLASSES; times: element → the text that says what its heat stands for;
    counts: element → number in its badge; incidents: element → how many need an operator;
    returns: flow → the text of how often it led back, which is told by its title too.
    """

    heat: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    incidents: Mapping[str, int] = field(default_factory=dict)
    returns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks by id.

    visited: element → times finished; taken: flow → times used; current: elements that wait now;
    incidents: elements that need an operator; figures: of many instances, instead of these;
    links: element → where a click on it leads; changes: element or flow → what became of it, a key of SIGNS.
    """

    visited: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    current: Collection[str] = ()
    incidents: Collection[str] = ()
    figures: Figures | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_instance(cls, path: Mapping[str, int], visits: Mapping[str, int], waiting_at: Collection[str]) -> "Marks":
        """Marks from an instance's row. path: flow → times used; visits: element → times finished."""
        return cls(visited=visits, taken=path, current=frozenset(waiting_at))

    @property
    def class_(self) -> str:
        """What kind of marks a drawing bears; empty for a bare one."""
        if self.figures is not None:
            return "has-figures"
        return "has-path" if self.visited or self.taken or self.current or self.incidents else ""

    @property
    def troubled(self) -> Collection[str]:
        """The elements that need an operator."""
        return self.incidents if self.figures is None else self.figures.incidents

    def classes(self, element_id: str) -> list[str]:
        """The CSS classes that an element or a flow bears."""
        heat = None if self.figures is None else self.figures.heat.get(element_id)
        marks = {
            "is-visited": self.visited.get(element_id, 0) > 0,
            "is-current": element_id in self.current,
            "is-incident": element_id in self.troubled,
            f"heat-{heat}": heat is not None,
        }
        change = [f"is-{self.changes[element_id]}"] if element_id in self.changes else []
        return [*(name for name, present in marks.items() if present), *change]

    def badge(self, element_id: str) -> str:
        """The text of an element's badge: its count, else "×n" where it was visited n > 1 times, else empty."""
        if self.figures is not None:
            return str(self.figures.counts.get(element_id, ""))
        times = self.visited.get(element_id, 0)
        return f"×{times}" if times > 1 else ""

    def sign(self, element_id: str) -> str:
        """The sign of what became of an element or flow; empty where nothing did."""
        return SIGNS.get(self.changes.get(element_id, ""), "")

    def incident_badge(self, element_id: str) -> str:
        """The sign of what needs an operator, with how many where it is more than one; else empty."""
        if element_id not in self.troubled:
            return ""
        count = 1 if self.figures is None else self.figures.incidents[element_id]
        return f"!{count}" if count > 1 else "!"

    def flow_badge(self, flow_id: str) -> str:
        """The text on a flow: how often it led back, or "×n" where it was taken n > 1 times, else empty."""
        if self.figures is not None:
            return self.figures.returns.get(flow_id, "")
        times = self.taken.get(flow_id, 0)
        return f"×{times}" if times > 1 else ""

    def leads_back(self, flow_id: str) -> bool:
        """Whether a flow is drawn as one that many came back by."""
        return self.figures is not None and flow_id in self.figures.returns
