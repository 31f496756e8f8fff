"""The list of erasures outside the database, beside the checkpoints: ids and fields, never what was erased.

A backup from before an erasure still holds the data; whoever restores it finds here what must be erased again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from processes.database.rows import table_of
from processes.history.growing import append_lines
from processes.models.erasure import Erasure

if TYPE_CHECKING:
    from processes.runtime import Runtime

NAME = "erasures.jsonl"
ROWS = table_of(Erasure)
AT_ONCE = 500


class Erased(NamedTuple):
    """A line of the list."""

    number: int
    kind: str
    record_id: int
    customer_id: int | None
    fields: tuple[str, ...]
    request: int | None
    erased_at: datetime
    disposal: int | None = None  # lines from before there were disposals have none


def listed_outside(folder: Path) -> Iterator[Erased]:
    """Every erasure that was copied, in order. A last line that was not written to its end is none."""
    path = folder / NAME
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield _read(json.loads(line))


def copy_erasures(runtime: Runtime) -> int:
    """Write what the database has and the folder outside has not; how many."""
    if runtime.outside is None:
        return 0
    folder, copied = runtime.outside.folder, 0
    with runtime.read_session() as session:
        newest = session.scalars(select(ROWS.c.number).order_by(ROWS.c.number.desc()).limit(1)).first() or 0
        last = _last_number(folder / NAME) if newest else 0
        while last < newest:
            asked = select(ROWS).where(ROWS.c.number > last).order_by(ROWS.c.number).limit(AT_ONCE)
            found = [Erased(**dict(row._mapping)) for row in session.connection().execute(asked)]
            _append(folder, found)
            copied, last = copied + len(found), found[-1].number
    return copied


def _append(folder: Path, erased: list[Erased]) -> None:
    lines = ({**one._asdict(), "erased_at": one.erased_at.isoformat()} for one in erased)
    append_lines(folder / NAME, (json.dumps(line).encode() for line in lines))


def _last_number(path: Path) -> int:
    """Of the last whole line; lines are short, so its end is enough to read."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 65_536, 0))
        whole = [line for line in file.read().split(b"\n")[:-1] if line]
    return int(json.loads(whole[-1])["number"]) if whole else 0


def _read(found: dict[str, Any]) -> Erased:
    at = datetime.fromisoformat(found.pop("erased_at"))
    return Erased(**{**found, "fields": tuple(found["fields"])}, erased_at=at)
