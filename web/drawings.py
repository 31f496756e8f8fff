"""Drawings of diagrams as templates use them: in the page's language, safe as markup."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from processes.diagrams import Diagram, Marks, draw
from processes.engine.parsing import Page
from web.languages import language


@dataclass(frozen=True)
class Picture:
    """``svg``: the whole drawing; ``sheets``: its parts on paper, to stand on the same page."""

    svg: Markup
    sheets: tuple[Markup, ...]


def picture(diagram: bytes, marks: Marks, title: str, prefix: str = "diagram") -> Picture:
    """A diagram with marks. ``title``: what it shows, in the page's language; ``prefix``: of its ids, another for each
    picture of a page."""
    drawn = draw(_parsed(diagram), "en" if language() == "en" else "zh", marks, title, prefix)
    return Picture(_markup(drawn.svg), tuple(_markup(sheet) for sheet in drawn.sheets))


def called_pictures(called: Iterable[tuple[Page, bytes]], marks: Marks) -> list[tuple[str, Picture]]:
    """(name, picture) of each diagram that the main one calls."""
    found = []
    for number, (page, diagram) in enumerate(called, start=1):
        name = (page.name_en if language() == "en" else page.name) or page.name or page.file
        found.append((name, picture(diagram, marks, name, f"called-{number}")))
    return found


@lru_cache(32)
def _parsed(diagram: bytes) -> Diagram:
    """What is published is drawn again and again, each time with other marks."""
    return Diagram.parse(diagram)


def _markup(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704  (the only place; `processes.diagrams` builds it with lxml, which escapes texts)
