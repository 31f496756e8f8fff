"""Turns a record of any logger into a line that quotes nobody. Knows no Flask.

Texts enter a line in two ways only: as the constant of a call in our own code, and as a field of `FIELDS` that is a
plain token. What a record's arguments say is dropped unless it is a number; a message that another package has put
together already is withheld, and its place in that package is given instead.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from processes.failures import OURS, chain_of, file_of, frames_of, kind_of

WITHHELD = "message withheld"
HIDDEN = "…"
FIELDS = (
    "request_id", "endpoint", "method", "status", "milliseconds", "user_id", "instance_id", "work_item_id", "job_id",
    "kind", "action", "where", "place", "of", "revision", "rows", "port",
)  # fmt: skip
TOKEN = re.compile(r"[A-Za-z0-9_.:/<> -]{1,200}")
KEPT = frozenset(("time", "level", "event", "logger", "error", *FIELDS))

Line = MutableMapping[str, Any]


def add_event(_logger: object, _method: str, line: Line) -> Line:
    """The event, by the rules above."""
    record: logging.LogRecord = line["_record"]
    place, args = file_of(record.pathname), line["positional_args"]
    if isinstance(record.msg, str) and (args or place.startswith(OURS)):
        line["event"] = _filled(record.msg, args)
    else:
        line["event"], line["where"] = WITHHELD, f"{place}:{record.lineno}"
    return line


def add_error(_logger: object, _method: str, line: Line) -> Line:
    """Of an exception: the kind and the calls that led to it, and those of its causes; no values, no variables."""
    error = (line.get("exc_info") or (None, None, None))[1]
    if error is not None:
        line["error"] = [{"kind": kind_of(one), "frames": frames_of(one.__traceback__)} for one in chain_of(error)]
    return line


def keep_known(_logger: object, _method: str, line: Line) -> Line:
    """Drop every field that is not listed, and every text in a listed one that is no token."""
    kept = {name: line[name] for name in ("time", "level", "event", "logger") if name in line}
    kept.update({name: _checked(line[name]) for name in FIELDS if name in line})
    if "error" in line:
        kept["error"] = line["error"]
    return kept


def as_text(_logger: object, _method: str, line: Line) -> str:
    """The same for a person at a terminal."""
    head = f"{line.pop('time')} {line.pop('level'):<8} {line.pop('event')}"
    errors = line.pop("error", [])
    logger = line.pop("logger")
    fields = " ".join(f"{name}={value}" for name, value in line.items())
    below = [part for one in errors for part in (f"  {one['kind']}", *(f"    {frame}" for frame in one["frames"]))]
    return "\n".join([f"{head} [{logger}] {fields}".rstrip(), *below])


def _filled(template: str, args: Any) -> str:
    try:
        return template % _numbers(args) if args else template
    except (TypeError, ValueError, KeyError):  # it wanted a number and got a text, or counts wrongly
        return template


def _numbers(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: _number(value) for name, value in args.items()}
    return tuple(_number(value) for value in args)


def _number(value: object) -> object:
    return value if isinstance(value, int | float) else HIDDEN


def _checked(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    return value if isinstance(value, str) and TOKEN.fullmatch(value) else HIDDEN
