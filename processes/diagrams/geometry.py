"""Where rectangles and lines meet; knows nothing of diagrams."""

from collections.abc import Sequence

from processes.diagrams.parts import Bounds, Point

Segment = tuple[Point, Point]
NEAR = 0.01


def segments(way: tuple[Point, ...]) -> list[Segment]:
    """The stretches between successive waypoints, without those of no length."""
    pairs = zip(way, way[1:], strict=False)
    return [(a, b) for a, b in pairs if abs(a[0] - b[0]) > NEAR or abs(a[1] - b[1]) > NEAR]


def around(parts: Sequence[Bounds]) -> Bounds:
    """The smallest rectangle that holds all of these; at least one."""
    left, top = min(b.x for b in parts), min(b.y for b in parts)
    return Bounds(left, top, max(b.right for b in parts) - left, max(b.bottom for b in parts) - top)


def overlap(first: Bounds, second: Bounds) -> bool:
    """True where two rectangles share an area; touching sides share none."""
    across = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    if across <= NEAR:
        return False
    return min(first.y + first.height, second.y + second.height) - max(first.y, second.y) > NEAR


def runs_through(segment: Segment, b: Bounds) -> bool:
    """True where a stretch enters the inside of a rectangle (Liang and Barsky's clipping)."""
    (x1, y1), (x2, y2) = segment
    if max(x1, x2) < b.x or min(x1, x2) > b.right or max(y1, y2) < b.y or min(y1, y2) > b.bottom:
        return False  # most lie far off
    enter, leave = 0.0, 1.0
    for start, delta, low, high in ((x1, x2 - x1, b.x, b.right), (y1, y2 - y1, b.y, b.bottom)):
        if abs(delta) < NEAR:
            if not low + NEAR < start < high - NEAR:
                return False
            continue
        first, last = sorted(((low + NEAR - start) / delta, (high - NEAR - start) / delta))
        enter, leave = max(enter, first), min(leave, last)
    return enter < leave


def cross(first: Segment, second: Segment) -> bool:
    """True where two stretches cross within both; a touch at an end is a junction, not a crossing."""
    (a, b), (c, d) = first, second
    return _side(a, b, c) * _side(a, b, d) < -NEAR and _side(c, d, a) * _side(c, d, b) < -NEAR


def lie_on(first: Segment, second: Segment) -> float:
    """Length along which two stretches lie on each other; 0 where they are not in one line."""
    (a, b), (c, d) = first, second
    if abs(_side(a, b, c)) > NEAR or abs(_side(a, b, d)) > NEAR:
        return 0.0
    axis = 0 if abs(b[0] - a[0]) >= abs(b[1] - a[1]) else 1
    low = max(min(a[axis], b[axis]), min(c[axis], d[axis]))
    high = min(max(a[axis], b[axis]), max(c[axis], d[axis]))
    return max(0.0, high - low)


def _side(start: Point, end: Point, point: Point) -> float:
    """Twice the area of a triangle: positive, negative or 0 by the side on which a point lies."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
