"""Small vector icons in a 16 × 16 box: strokes ("line") and filled areas ("solid"), coloured by the stylesheet."""

import math
from collections.abc import Mapping
from typing import Literal

from lxml import etree

from processes.diagrams.svg import add, number, points

Part = tuple[Literal["line", "solid", "knock"], str]
BOX = 16.0


def _gear(teeth: int = 8, outer: float = 7.2, inner: float = 5.3) -> str:
    """Outline of a toothed wheel around the centre of the box."""
    parts: list[str | tuple[float, float]] = []
    step = 2 * math.pi / teeth
    for tooth in range(teeth):
        for radius, share in ((inner, -0.32), (outer, -0.2), (outer, 0.2), (inner, 0.32)):
            angle = (tooth + share) * step
            parts += ["L" if parts else "M", (8 + radius * math.cos(angle), 8 + radius * math.sin(angle))]
    return points(*parts, "Z")


def _circle(radius: float, x: float = 8, y: float = 8) -> str:
    r, width = number(radius), number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {width} 0a{r} {r} 0 1 0 -{width} 0Z"


def _pentagon(radius: float) -> str:
    corners = [(n * 0.4 - 0.5) * math.pi for n in range(5)]
    parts = [(8 + radius * math.cos(angle), 8 + radius * math.sin(angle)) for angle in corners]
    return points("M", parts[0], "L", *parts[1:], "Z")


ENVELOPE = "M1.5 3.5h13v9h-13Z"
FLAP = "M1.5 3.8 8 8.8l6.5-5"

TASKS: Mapping[str, tuple[Part, ...]] = {
    "userTask": (("solid", _circle(3.1, 8, 4.7)), ("solid", "M2 14.4c0-3.3 2.5-5.2 6-5.2s6 1.9 6 5.2Z")),
    "serviceTask": (("line", _gear()), ("line", _circle(2.3))),
    "scriptTask": (("line", "M4.6 1.8h8.2c-2.6 2.2-2.6 4 0 6.2s2.6 4 0 6.2H4.6c2.6-2.2 2.6-4 0-6.2s-2.6-4 0-6.2Z"),
                   ("line", "M6 4.6h3.6M6.4 8h4M7.4 11.4H11")),
    "businessRuleTask": (("line", "M1.5 2.5h13v11h-13Z"), ("solid", "M1.5 2.5h13v3.2h-13Z"),
                         ("line", "M1.5 9.6h13M5.6 5.7v7.8")),
    "sendTask": (("solid", ENVELOPE), ("knock", FLAP)),
    "receiveTask": (("line", ENVELOPE), ("line", FLAP)),
    "manualTask": (("line", "M1.5 6.2 5 3.4h5.4c1.4 0 1.4 1.8 0 1.8H7.6M9 5.2h4.6c1.3 0 1.3 2 0 2H9m4 0c1.2 0 1.2 2"
                            " 0 2H9m3 0c1.2 0 1.2 2 0 2H9.4m1.4 0c1.1 0 1.1 1.8 0 1.8H5l-3.5-1.6"),),
}  # fmt: skip

EVENTS: Mapping[str, tuple[Part, ...]] = {
    "message": (("line", ENVELOPE), ("line", FLAP)),
    "message-throw": (("solid", ENVELOPE), ("knock", FLAP)),
    "timer": (("line", _circle(6.4)), ("line", "M8 3.8V8l2.9 1.8"),
              ("line", "M8 1.6v1.1M14.4 8h-1.1M8 14.4v-1.1M1.6 8h1.1")),
    "error": (("line", "M2.6 13 5.8 3.6l4 5.8 3.6-6.8-3 9.8-4.2-5.6Z"),),
    "error-throw": (("solid", "M2.6 13 5.8 3.6l4 5.8 3.6-6.8-3 9.8-4.2-5.6Z"),),
    "escalation": (("line", "M8 2l4.4 11.6L8 9.6l-4.4 4Z"),),
    "escalation-throw": (("solid", "M8 2l4.4 11.6L8 9.6l-4.4 4Z"),),
    "signal": (("line", "M8 2.4 14 13H2Z"),),
    "signal-throw": (("solid", "M8 2.4 14 13H2Z"),),
    "terminate-throw": (("solid", _circle(6.4)),),
    "conditional": (("line", "M3.5 1.8h9v12.4h-9Z"), ("line", "M5.4 4.6h5.2M5.4 7h5.2M5.4 9.4h5.2M5.4 11.8h5.2")),
    "link": (("line", "M1.8 6h7V3.2L14.4 8l-5.6 4.8V10h-7Z"),),
    "link-throw": (("solid", "M1.8 6h7V3.2L14.4 8l-5.6 4.8V10h-7Z"),),
    "cancel": (("line", "M3.4 3.4l9.2 9.2M12.6 3.4l-9.2 9.2"),),
    "compensate": (("line", "M8 3.6v8.8L2 8ZM14 3.6v8.8L8 8Z"),),
    "compensate-throw": (("solid", "M8 3.6v8.8L2 8ZM14 3.6v8.8L8 8Z"),),
    "multiple": (("line", _pentagon(6.4)),),
    "multiple-throw": (("solid", _pentagon(6.4)),),
}  # fmt: skip

GATEWAYS: Mapping[str, tuple[Part, ...]] = {
    "exclusiveGateway": (("line", "M3.8 3.4l8.4 9.2M12.2 3.4l-8.4 9.2"),),
    "parallelGateway": (("line", "M8 1.6v12.8M1.6 8h12.8"),),
    "inclusiveGateway": (("line", _circle(5.6)),),
    "eventBasedGateway": (("line", _circle(7.4)), ("line", _pentagon(4.6))),
    "complexGateway": (("line", "M8 1.6v12.8M1.6 8h12.8M3.6 3.6l8.8 8.8M12.4 3.6l-8.8 8.8"),),
}

MARKERS: Mapping[str, tuple[Part, ...]] = {
    "collapsed": (("line", "M1.5 1.5h13v13h-13Z"), ("line", "M8 4.4v7.2M4.4 8h7.2")),
    "parallel": (("line", "M3.6 2v12M8 2v12M12.4 2v12"),),
    "sequential": (("line", "M2 3.6h12M2 8h12M2 12.4h12"),),
    "loop": (("line", "M5.2 13.2A6 6 0 1 1 9 13.9"), ("line", "M1.8 13.2h3.6V9.6")),
    "adhoc": (("line", "M1.6 9.6C3.6 5.4 6 5.6 8 8s4.4 2.6 6.4-1.6"),),
}


def place(parent: etree._Element, parts: tuple[Part, ...], x: float, y: float, size: float) -> None:
    """Draw an icon with its top left corner at (x, y); size: edge length in diagram units."""
    scale = f"scale({size / BOX:.3g})"
    group = add(parent, "g", class_="bpmn-icon", transform=f"translate({number(x)} {number(y)}) {scale}")
    for kind, data in parts:
        add(group, "path", class_=f"icon-{kind}", d=data)
