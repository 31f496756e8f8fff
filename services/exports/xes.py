"""Writes cycles as an XES event log (IEEE 1849-2016): a trace a cycle, one at a time."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from services.exports.recording import Tally
from services.readings.mining import MinedCycle, MinedEvent, activity_of

Value = str | int | bool | datetime | None
CHUNK = 65_536  # characters
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
QUOTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)
BEGIN = "1970-01-01T00:00:00.000+00:00"


def xes_chunks(cycles: Iterable[MinedCycle], tally: Tally) -> Generator[bytes]:
    """UTF-8. ``tally.rows``: events."""
    text = _head()
    for cycle in cycles:
        text.append(_trace(cycle))
        tally.rows += len(cycle.events)
        if sum(map(len, text)) >= CHUNK:
            yield "".join(text).encode()
            text = []
    yield "".join([*text, "</log>\n"]).encode()


def _head() -> list[str]:
    extensions = (
        f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
        for name, prefix in EXTENSIONS
    )
    always = '<string key="concept:name" value=""/><string key="lifecycle:transition" value="complete"/>'
    return [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n',
        *extensions,
        '<global scope="trace"><string key="concept:name" value=""/></global>\n',
        f'<global scope="event">{always}<date key="time:timestamp" value="{BEGIN}"/></global>\n',
        '<classifier name="Activity" scope="event" keys="concept:name"/>\n',
        '<classifier name="Activity and transition" scope="event" keys="concept:name lifecycle:transition"/>\n',
        '<string key="lifecycle:model" value="standard"/>\n',
    ]


def _trace(cycle: MinedCycle) -> str:
    row = cycle.row
    attributes = {
        "concept:name": str(row.cycle_id), "customer": row.name, "customer number": row.number, "tier": row.tier,
        "state": row.status, "outcome": row.outcome, "standard": row.standard, "started": row.started_at,
        "ended": row.ended_at, "operator acted": row.intervened, "late": bool(row.late), "returned": row.returned,
    }  # fmt: skip
    return f"<trace>{_attributes(attributes)}{''.join(map(_event, cycle.events))}</trace>\n"


def _event(event: MinedEvent) -> str:
    attributes = {
        "concept:name": activity_of(event), "concept:instance": str(event.item) if event.item else None,
        "lifecycle:transition": event.transition, "time:timestamp": event.at, "org:resource": event.person,
        "org:role": event.role, "element": event.element, "process": event.process, "instance": event.instance_id,
        "history": event.id,
    }  # fmt: skip
    return f"<event>{_attributes(attributes)}</event>\n"


def _attributes(values: dict[str, Value]) -> str:
    return "".join(_attribute(key, value) for key, value in values.items() if value is not None)


def _attribute(key: str, value: Value) -> str:
    if isinstance(value, bool):
        return f'<boolean key="{key}" value="{str(value).lower()}"/>'
    if isinstance(value, int):
        return f'<int key="{key}" value="{value}"/>'
    if isinstance(value, datetime):
        return f'<date key="{key}" value="{value.isoformat(timespec="milliseconds")}"/>'
    # What no XML may hold would make the whole log unreadable.
    return f'<string key="{key}" value="{escape(NO_XML.sub("", str(value)), QUOTES)}"/>'
