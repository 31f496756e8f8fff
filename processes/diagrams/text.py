"""Setting of Chinese and Latin text: estimated widths and balanced lines, without asking a font."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

ELLIPSIS = "…"
# A published diagram's names are set again at each drawing; the procedure has some hundred, in two languages.
KEPT_WIDTHS, KEPT_SETTINGS = 4096, 1024
LINE_HEIGHT = 1.3  # em
NEVER_FIRST = frozenset("，。、；：？！）》」』】〉”’％%)]},.;:?!…")
NEVER_LAST = frozenset("（《「『【〈“‘([{")
NARROW = frozenset("iljtfrI.,:;'|!()[] /·")
BROAD = frozenset("mwMW@%&")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines with the font size (diagram units) that fits them."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE_HEIGHT

    @property
    def width(self) -> float:
        return max((width(line, self.size) for line in self.lines), default=0.0)


def is_ideographic(character: str) -> bool:
    """True for a character as wide as it is high: Han, kana, full-width punctuation."""
    return unicodedata.east_asian_width(character) in "WF"


def _em(character: str) -> float:
    if is_ideographic(character) or character in "“”‘’…—":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in NARROW:
        return 0.36
    if character in BROAD:
        return 0.9
    return 0.72 if character.isupper() else 0.6


@lru_cache(KEPT_WIDTHS)
def width(text: str, size: float) -> float:
    """Estimated width of one line at a font size, in the size's unit; errs to the wide side."""
    return sum(map(_em, text)) * size


def _units(paragraph: str) -> list[str]:
    """Pieces between which a line may break; a piece keeps the space before it."""
    units: list[str] = []
    space = ""
    for character in paragraph:
        if character.isspace():
            space = " "
            continue
        joins = bool(units) and not space and _joins(units[-1][-1], character)
        if joins:
            units[-1] += character
        else:
            units.append(space + character)
        space = ""
    return units


def _joins(before: str, after: str) -> bool:
    if after in NEVER_FIRST or before in NEVER_LAST:
        return True
    return not is_ideographic(before) and not is_ideographic(after)


def _chopped(units: Iterable[str], limit: float) -> Iterable[str]:
    """Cut a piece that is wider than a whole line (limit: em) into characters' runs."""
    for unit in units:
        piece = ""
        for character in unit:
            if piece.strip() and width(piece + character, 1) > limit:
                yield piece
                piece = ""
            piece += character
        yield piece


def _greedy(paragraph: str, limit: float) -> list[str]:
    lines = [""]
    for unit in _chopped(_units(paragraph), limit):
        if lines[-1] and width(lines[-1] + unit, 1) > limit:
            lines.append(unit.lstrip())
        else:
            lines[-1] = lines[-1] + unit if lines[-1] else unit.lstrip()
    return [line for line in lines if line]


def _balanced(paragraph: str, limit: float) -> list[str]:
    """The narrowest setting with as few lines as the widest one needs, so that no line holds one lonely character."""
    best = _greedy(paragraph, limit)
    narrower = limit
    while len(best) > 1 and narrower > limit / 2:
        narrower -= 0.5
        lines = _greedy(paragraph, narrower)
        whole_words = all(width(unit, 1) <= narrower for unit in _units(paragraph))
        if len(lines) > len(best) or not whole_words:
            break
        best = lines
    return best


def wrap(text: str, max_width: float, size: float) -> list[str]:
    """Break text into balanced lines no wider than max_width (same unit as size); line feeds stay breaks.

    Han text breaks anywhere but before closing and after opening punctuation; Latin text between words.
    """
    limit = max(max_width / size, 1.0)
    return [line for paragraph in text.splitlines() for line in _balanced(paragraph, limit)]


@lru_cache(KEPT_SETTINGS)
def fit(text: str, max_width: float, max_height: float, sizes: tuple[float, ...]) -> Fitted:
    """Set text in the first size whose lines fit the box with whole words; else cut the last size with an ellipsis."""
    fitted = Fitted((), 12)
    for size in sizes:
        fitted = Fitted(tuple(wrap(text, max_width, size)), size)
        whole_words = all(width(unit.strip(), size) <= max_width for unit in _units(text))
        if fitted.height <= max_height and whole_words:
            return fitted
    room = max(1, int(max_height / (fitted.size * LINE_HEIGHT)))
    if len(fitted.lines) <= room:
        return fitted
    last = fitted.lines[room - 1]
    while last and width(last + ELLIPSIS, fitted.size) > max_width:
        last = last[:-1]
    return Fitted((*fitted.lines[: room - 1], last.rstrip() + ELLIPSIS), fitted.size)
