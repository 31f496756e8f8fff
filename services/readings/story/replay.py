"""How an instance stood after any of its events: who held what, which way tokens had gone, what was known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from processes.engine.elements import Element
from services.readings.history import PATH, HistoryRow

Elements = Callable[[int], Mapping[str, Element]]  # version number of the process → its elements by id
# Of these a token is seen to be inside by the flows: entered more often than left. User tasks have items.
LASTING = frozenset({"serviceTask", "receiveTask", "intermediateCatchEvent", "callActivity", "subProcess"})


@dataclass(frozen=True)
class Net:
    """Flow id → the element that a token leaves by it, and → the end that a token comes to by it."""

    left_by: Mapping[str, str]
    ended_by: Mapping[str, str]

    @classmethod
    def of(cls, elements: Mapping[str, Element]) -> Net:
        """Of a version's elements."""
        left = {flow: key for key, one in elements.items() for flow in one.outgoing}
        return cls(left, {flow: key for key, one in elements.items() if not one.outgoing for flow in one.incoming})


@dataclass
class Held:
    """An item that was open. ``assignee_id``: None while its ``groups`` might claim it."""

    item_id: int
    element_id: str
    opened_at: datetime
    due: date | None
    assignee_id: int | None
    groups: tuple[str, ...] = ()
    number: int | None = None
    count: int | None = None


@dataclass
class Then:
    """An instance after an event. ``version``: number of the process's version that was in force.

    ``taken``: flow id → times; ``visits``: element id → times finished; ``forms``: element id → id of the latest
    submission; ``results``: element id → what its operation or decision gave last; ``has_path``: its flows were kept.
    """

    version: int = 0
    status: str = "running"
    held: dict[int, Held] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    visits: Counter[str] = field(default_factory=Counter)
    forms: dict[str, int] = field(default_factory=dict)
    results: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    has_path: bool = False

    def waiting_at(self, elements: Mapping[str, Element]) -> set[str]:
        """The elements where a token waited: open items, and what was entered and not left."""
        if self.status != "running":
            return set()
        inside = {
            key
            for key, element in elements.items()
            if element.type in LASTING and sum(self.taken[flow] for flow in element.incoming) > self.visits[key]
        }
        return inside | {item.element_id for item in self.held.values()}


def replay(events: Iterable[HistoryRow], elements_of: Elements, upto: int) -> Then:
    """The instance as it stood after the event ``upto``, told by the events until then."""
    then, nets = Then(), dict[int, Net]()
    for event in events:
        if event.seq > upto:
            break
        act = _ACTS.get(event.action)  # others say nothing about where it stands
        if act is not None:
            if then.version not in nets:
                nets[then.version] = Net.of(elements_of(then.version) if then.version else {})
            act(then, event, nets[then.version])
    return then


def version_after(events: Sequence[HistoryRow], upto: int) -> int:
    """Number of the version that was in force after the event ``upto``; 0 before the start."""
    begun = (event for event in reversed(events) if event.seq <= upto and _ACTS.get(event.action) is _begin)
    return next((int(event.context["version"]) for event in begun), 0)


def _begin(then: Then, event: HistoryRow, _net: Net) -> None:
    then.version, then.given = int(event.context["version"]), event.context.get("data") or then.given


def _end(then: Then, event: HistoryRow, _net: Net) -> None:
    then.status = "cancelled" if event.action == "instance:cancel" else "completed"


def _open(then: Then, event: HistoryRow, _net: Net) -> None:
    told = event.context
    then.held[told["item"]] = Held(
        told["item"],
        told["element"],
        event.at,
        _day(told.get("due")),
        told.get("assignee"),
        tuple(told.get("groups") or ()),
        told.get("number"),
        told.get("count"),
    )


def _close(then: Then, event: HistoryRow, _net: Net) -> None:
    then.held.pop(event.context["item"], None)
    if "submission" in event.context:
        then.forms[event.context["element"]] = event.context["submission"]


def _hold(then: Then, event: HistoryRow, _net: Net) -> None:
    item = then.held.get(event.context["item"])
    if item is None:
        return
    if event.action == "item:reassign":
        item.assignee_id, item.due = event.context["after"], _day(event.context.get("due"))
    else:
        item.assignee_id = event.actor_id if event.action == "item:claim" else None


def _result(then: Then, event: HistoryRow, _net: Net) -> None:
    result = event.context.get("result")
    then.results[event.context["element"]] = result if isinstance(result, dict) else {"result": result}


def _take(then: Then, event: HistoryRow, net: Net) -> None:
    """Flows are told; what was finished follows: whatever a token left, and ends that it came to."""
    taken, left = Counter[str](event.context["flows"]), dict[str, int]()
    then.taken.update(taken)
    then.has_path = True
    for flow, times in taken.items():
        if flow in net.left_by:  # a token that splits leaves by several flows at once: it finished once
            left[net.left_by[flow]] = max(times, left.get(net.left_by[flow], 0))
        if flow in net.ended_by:
            then.visits[net.ended_by[flow]] += times
    then.visits.update(left)


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


_ACTS: Mapping[str, Callable[[Then, HistoryRow, Net], None]] = {
    "instance:start": _begin,
    "instance:complete": _end,
    "instance:cancel": _end,
    "instance:migrate": _begin,
    "instance:migrate-undo": _begin,
    "item:open": _open,
    "item:complete": _close,
    "item:withdraw": _close,
    "item:claim": _hold,
    "item:unclaim": _hold,
    "item:reassign": _hold,
    "operation:done": _result,
    "decision:made": _result,
    PATH: _take,
}
