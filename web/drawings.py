"""Drawings of diagrams as templates use them: in the page's language, safe as markup."""

from dataclasses import dataclass

from markupsafe import Markup

from processes.diagrams import Diagram, Marks, draw
from web.languages import language


@dataclass(frozen=True)
class Picture:
    """``svg``: the whole drawing; ``sheets``: its parts on paper, to stand on the same page."""

    svg: Markup
    sheets: tuple[Markup, ...]


def picture(diagram: bytes, marks: Marks, title: str, prefix: str = "diagram") -> Picture:
    """A diagram with marks. ``title``: what it shows, in the page's language; ``prefix``: one for each on a page."""
    drawn = draw(Diagram.parse(diagram), "en" if language() == "en" else "zh", marks, title, prefix)
    return Picture(_markup(drawn.svg), tuple(_markup(sheet) for sheet in drawn.sheets))


def _markup(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704  (the only place; `processes.diagrams` builds it with lxml, which escapes texts)
