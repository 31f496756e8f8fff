"""What a try-out shows at the point it has come to, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.readings.history import HistoryRow


@dataclass(frozen=True)
class Person:
    """A sample person. ``role``: the bank's word for it."""

    login: str
    name: str
    role: str


@dataclass(frozen=True)
class OpenItem:
    """An open item. ``number``: which of several at its element; ``people``: who may do it, the first by default."""

    item_id: int
    instance_id: int
    process: str
    element_id: str
    number: int
    name: str
    name_en: str
    people: tuple[Person, ...]
    due: date | None
    has_form: bool


@dataclass(frozen=True)
class Process:
    """An instance. ``is_draft``: it runs the draft."""

    id: int
    key: str
    status: str
    is_draft: bool
    data: Mapping[str, object]
    path: Mapping[str, int]
    visits: Mapping[str, int]
    waiting_at: tuple[str, ...]
    history: tuple[HistoryRow, ...]


@dataclass(frozen=True)
class Trouble:
    """An open incident."""

    instance_id: int | None
    element_id: str | None
    code: str
    detail: str


@dataclass(frozen=True)
class Call:
    """An operation that another system is to answer. ``failed``: it did not, at the last retry either."""

    instance_id: int
    element_id: str
    operation: str
    parameters: Mapping[str, object]
    failed: bool


@dataclass(frozen=True)
class Coming:
    """What happens by itself. ``kind``: the command's name; ``at``: when it is due."""

    kind: str
    at: datetime
    instance_id: int | None


@dataclass(frozen=True)
class Point:
    """Where a try-out stands."""

    now: datetime
    items: tuple[OpenItem, ...]
    processes: tuple[Process, ...]
    troubles: tuple[Trouble, ...]
    calls: tuple[Call, ...]
    coming: tuple[Coming, ...]

    @property
    def draft(self) -> Process | None:
        """The instance of the draft, the last one that runs before those that ended."""
        own = [one for one in self.processes if one.is_draft]
        return max(own, key=lambda one: (one.status == "running", one.id), default=None)

    @property
    def visits(self) -> Counter[str]:
        """Element → how often the draft's instances finished it."""
        return sum((Counter(one.visits) for one in self.processes if one.is_draft), Counter())

    @property
    def path(self) -> Counter[str]:
        """Flow → how often the draft's instances took it."""
        return sum((Counter(one.path) for one in self.processes if one.is_draft), Counter())
