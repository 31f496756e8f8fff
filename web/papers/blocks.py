"""What a paper is made of: blocks in order, each of plain values. Every text is shown as text, whatever it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

SHORT, WIDEST = 12, 36  # signs of a column; a Chinese one counts twice

Tone = Literal["plain", "label", "quiet", "said", "good", "bad"]


@dataclass(frozen=True)
class Title:
    """The paper's name, at its beginning. ``above``: a line over it; ``below``: one under it."""

    text: str
    above: str = ""
    below: str = ""


@dataclass(frozen=True)
class Heading:
    """``level``: 1 to 3; it never stands alone at the foot of a page."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph; its line breaks are kept. One that is a label, or quiet, stands on the page of what follows it."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Facts:
    """Pairs of label and text. ``is_dense``: two pairs a line, for what has many short ones."""

    rows: Sequence[tuple[str, str]]
    is_dense: bool = False


@dataclass(frozen=True)
class Listing:
    """A table; its heads come again on each page. ``widths``: parts of the line, 0 for as wide as its texts;
    ``numbers``: places of the columns that stand at the right; ``totals``: a last row, may be empty."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numbers: Sequence[int] = ()
    totals: Sequence[str] = ()

    @classmethod
    def fitted(
        cls,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        numbers: Sequence[int] = (),
        totals: Sequence[str] = (),
    ) -> "Listing":
        """One whose columns are as wide as what they hold needs, within reason: short ones are never broken."""
        lines = [heads, *rows, *([totals] if totals else [])]
        longest = [max(_length(line[place]) for line in lines) for place in range(len(heads))]
        most = max(longest, default=0)
        widths = [0 if one <= SHORT and one < most else min(one, WIDEST) for one in longest]
        return cls(heads, rows, widths, numbers, totals)


@dataclass(frozen=True)
class Drawing:
    """An SVG that the server made itself, as large as a page holds, on its side where it is wide.

    ``told``: what it shows, for whoever does not see it; ``width``, ``height``: of its view; ``text``: a heading that
    stands on the same page, as ``note`` does; both may be empty.
    """

    svg: str
    told: str
    width: float
    height: float
    text: str = ""
    level: int = 1
    note: str = ""


Block = Title | Heading | Text | Facts | Listing | Drawing


@dataclass(frozen=True)
class Paper:
    """``lang``: zh or en; ``running``: left and right of every page's head; ``footer``: left of every page's foot;
    ``page_of``: with ``{page}`` and ``{pages}``."""

    title: str
    lang: str
    running: tuple[str, str]
    footer: str
    page_of: str
    blocks: Sequence[Block]

    @property
    def data(self) -> Mapping[str, object]:
        """All but what is drawn, for the press: a drawing is named by its place."""
        told = {name: value for name, value in vars(self).items() if name != "blocks"}
        return {**told, "blocks": _told(self.blocks)}

    @property
    def drawings(self) -> Mapping[str, str]:
        """Place among the blocks → SVG."""
        return {str(place): one.svg for place, one in enumerate(self.blocks) if isinstance(one, Drawing)}


def _told(blocks: Sequence[Block]) -> list[Mapping[str, object]]:
    """The blocks as JSON; no heading skips a level, for whoever goes through them by ear (PDF/UA)."""
    found, deepest = list[Mapping[str, object]](), 1
    for block in blocks:
        said = {name: value for name, value in vars(block).items() if name != "svg"}
        level = _level(block)
        if level:
            said["level"] = min(level, deepest)
            deepest = min(level, deepest) + 1
        found.append({"kind": type(block).__name__.lower(), **said})
    return found


def _level(block: Block) -> int:
    """Of the heading that a block is or bears; 0 without one."""
    if isinstance(block, Title):
        return 1
    return block.level if isinstance(block, Heading) or (isinstance(block, Drawing) and block.text) else 0


def _length(text: str) -> int:
    return max((sum(1 + (sign > "\u2e7f") for sign in line) for line in text.splitlines()), default=0)
