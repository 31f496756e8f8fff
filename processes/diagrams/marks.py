"""What a drawing says about an instance, about many, or about a change, on top of the diagram itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

SIGNS = {"added": "+", "removed": "−", "changed": "≠", "moved": "↔"}
"""What became of an element → the sign it bears beside its colour."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks by id.

    visited: element → times finished; taken: flow → times used; current: elements that wait now;
    incidents: elements that need an operator; counts: element → number in its badge;
    changes: element or flow → what became of it, a key of SIGNS.
    """

    visited: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    current: Collection[str] = ()
    incidents: Collection[str] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_instance(cls, path: Mapping[str, int], visits: Mapping[str, int], waiting_at: Collection[str]) -> "Marks":
        """Marks from an instance's row. path: flow → times used; visits: element → times finished."""
        return cls(visited=visits, taken=path, current=frozenset(waiting_at))

    def classes(self, element_id: str) -> list[str]:
        """The CSS classes that an element or a flow bears."""
        marks = {
            "is-visited": self.visited.get(element_id, 0) > 0,
            "is-current": element_id in self.current,
            "is-incident": element_id in self.incidents,
        }
        change = [f"is-{self.changes[element_id]}"] if element_id in self.changes else []
        return [*(name for name, present in marks.items() if present), *change]

    def badge(self, element_id: str) -> str:
        """The text of an element's badge: its count, else "×n" where it was visited n > 1 times, else empty."""
        if element_id in self.counts:
            return str(self.counts[element_id])
        times = self.visited.get(element_id, 0)
        return f"×{times}" if times > 1 else ""

    def sign(self, element_id: str) -> str:
        """The sign of what became of an element or flow; empty where nothing did."""
        return SIGNS.get(self.changes.get(element_id, ""), "")

    @property
    def has_path(self) -> bool:
        return bool(self.visited or self.taken or self.current or self.incidents)
