"""What a tester may do in a try-out, one class a kind; in a file an object with ``do`` and the class's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Posted = Mapping[str, tuple[str, ...]]
MOST_HOURS = 366 * 24  # of one step


@dataclass(frozen=True)
class Complete:
    """Complete the item that is open at an element. ``number``: which of several, from 1, in the order they opened;

    ``by``: login of the sample person who does it, the first who may when empty; ``values``: as a browser posts them,
    None: the form is filled with an example; ``refused``: the refusal that is expected instead, by its class's name.
    """

    element: str
    number: int = 1
    by: str = ""
    values: Posted | None = None
    refused: str = ""


@dataclass(frozen=True)
class GoOn:
    """Complete whatever is open, filled with examples, until an item is open at an element; to the end when empty."""

    element: str = ""


@dataclass(frozen=True)
class Begin:
    """Start another process about the same customer, as the bank would."""

    process: str


@dataclass(frozen=True)
class Advance:
    """Let hours pass; timers fire on their way, in order."""

    hours: int


@dataclass(frozen=True)
class Next:
    """Let time pass to whatever is due next."""


@dataclass(frozen=True)
class Break:
    """From now on an operation fails whenever it is called."""

    operation: str


@dataclass(frozen=True)
class Repair:
    """An operation works again, and what it failed is tried again."""

    operation: str


@dataclass(frozen=True)
class Answer:
    """The other system answers the operation that waits at an element."""

    element: str
    result: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Refuse:
    """The other system fails, and fails again at every retry."""

    element: str


@dataclass(frozen=True)
class Send:
    """A message comes from outside to the process that waits for it. ``payload``: what it carries."""

    message: str
    payload: Mapping[str, object] = field(default_factory=dict)


Step = Complete | GoOn | Begin | Advance | Next | Break | Repair | Answer | Refuse | Send

KINDS: Mapping[str, type[Step]] = {
    "complete": Complete,
    "go_on": GoOn,
    "begin": Begin,
    "advance": Advance,
    "next": Next,
    "break": Break,
    "repair": Repair,
    "answer": Answer,
    "refuse": Refuse,
    "send": Send,
}
