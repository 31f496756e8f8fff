"""Lint of gateways that split what gateways have split: what follows is foreseen once for every way that leads to it.

The engine foresees everything up to the next choice when it starts, and counts a place once for each way there, behind
a join too: thirty gateways of two branches in a row would be a thousand million tasks.
"""

from __future__ import annotations

from collections.abc import Iterator

from processes.engine.elements import Element, Outline

MAX_AHEAD = 5000  # tasks foreseen from one element up to the next choices
CHOOSING = ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway")

Finding = tuple[str | None, str, str]


def growth_problems(outline: Outline) -> Iterator[Finding]:
    """The last gateways before which too much is foreseen; those before them are so because of them."""
    ahead = _ahead(outline)
    for key, count in ahead.items():
        element = outline.elements[key]
        if count > MAX_AHEAD and all(ahead[target] <= MAX_AHEAD for target in _targets(outline, element)):
            yield key, "too_many_ways", str(MAX_AHEAD)


def _ahead(outline: Outline) -> dict[str, int]:
    """Element → how much is foreseen from it, counted no further than the limit."""
    found = dict.fromkeys(outline.elements, 1)
    changed = True
    while changed:
        changed = False
        for key, element in reversed(outline.elements.items()):
            chooses = element.type in CHOOSING and len(element.outgoing) > 1
            following = (1 if chooses else found[target] for target in _targets(outline, element))
            count = min(1 + sum(following), MAX_AHEAD + 1)
            if count > found[key]:
                found[key], changed = count, True
    return found


def _targets(outline: Outline, element: Element) -> list[str]:
    ends = (outline.flows[key].target for key in element.outgoing)
    return [end for end in ends if end in outline.elements]
