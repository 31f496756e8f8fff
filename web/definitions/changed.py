"""What differs, ready to be shown: elements by what became of them, each with what it says otherwise, in words."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["added", "removed", "changed", "moved"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "moved")
MOST = 500  # elements told one by one; a diagram that runs has no more


@dataclass(frozen=True)
class SaidOtherwise:
    """One difference in words; None: nothing was, or is, said."""

    about: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class ChangedElement:
    """One element of a list. ``title``: its name, or for a flow its ends; ``what``: the kind of element."""

    id: str
    title: str
    what: str
    kind: Kind
    is_moved: bool
    differences: list[SaidOtherwise]


@dataclass(frozen=True)
class Changes:
    """The elements of one file that differ. ``left_out``: how many more do and are not told."""

    elements: dict[Kind, list[ChangedElement]]
    left_out: int

    @classmethod
    def of(cls, found: list[ChangedElement]) -> "Changes":
        """By what became of them, in their order."""
        told = found[:MOST]
        by_kind = {kind: [one for one in told if one.kind == kind] for kind in KINDS}
        return cls({kind: ones for kind, ones in by_kind.items() if ones}, len(found) - len(told))

    @property
    def count(self) -> int:
        """How many elements differ."""
        return sum(map(len, self.elements.values())) + self.left_out
