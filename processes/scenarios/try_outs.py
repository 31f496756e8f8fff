"""A try-out as data: where it starts and what is done in it; read and written as JSON of bounded size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from processes.forms.documents import read_json
from processes.forms.reading import Refusals
from processes.scenarios import steps
from processes.scenarios.reading import as_json, read_kind
from processes.scenarios.steps import Step

MAX_STEPS = 200
LONGEST_CUSTOMER = 20
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
KEYS = frozenset({"begins", "process", "customer", "data", "steps"})


@dataclass(frozen=True)
class TryOut:
    """``begins``: its first moment, aware; ``process``: what is started; ``customer``: number of the sample customer,
    the first one when empty; ``data``: over the data that such a process starts with."""

    begins: datetime
    process: str
    customer: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    @classmethod
    def parse(cls, content: bytes, file: str = "try-out.json") -> TryOut:
        """Raises DefinitionRefused."""
        refusals = Refusals(file)
        given = read_json(file, content)
        refusals.known_keys(given, KEYS, None)
        made = read_try_out(given, refusals)
        refusals.raise_any()
        return made

    def dump(self) -> bytes:
        """As `parse` reads it."""
        return dumped(try_out_json(self))


def read_try_out(given: Mapping[str, Any], refusals: Refusals) -> TryOut:
    """The try-out in an object; its faults are noted."""
    data, process, customer = given.get("data", {}), given.get("process"), given.get("customer", "")
    if not isinstance(data, dict):
        refusals.add("data", "wrong_kind", "data")
    if not isinstance(process, str) or not process:
        refusals.add("process", "missing_value", "process")
    if not isinstance(customer, str) or len(customer) > LONGEST_CUSTOMER:
        refusals.add("customer", "wrong_kind", "customer")
    listed = listed_in(given, "steps", MAX_STEPS, refusals)
    read = [read_kind(one, "do", steps.KINDS, f"steps.{number}", refusals) for number, one in enumerate(listed)]
    taken = tuple(one for one in read if one is not None)
    return TryOut(_moment(given.get("begins"), refusals), str(process), str(customer), data, taken)


def listed_in(given: Mapping[str, Any], name: str, most: int, refusals: Refusals) -> list[Any]:
    """A list of an object, no longer than it may be."""
    listed = given.get(name, [])
    if not isinstance(listed, list):
        refusals.add(name, "wrong_kind", name)
        return []
    if len(listed) > most:
        refusals.add(name, "too_many_steps", str(most))
    return listed[:most]


def _moment(text: Any, refusals: Refusals) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None and EARLIEST <= moment <= LATEST:
            return moment
    except (TypeError, ValueError):
        pass
    refusals.add("begins", "no_moment", str(text))
    return EARLIEST


def try_out_json(try_out: TryOut) -> dict[str, Any]:
    """As `read_try_out` reads it."""
    plain = as_json(try_out) | {"begins": try_out.begins.isoformat()}
    return plain | {"steps": [tagged(one, "do", steps.KINDS) for one in try_out.steps]}


def tagged(thing: object, tag: str, kinds: Mapping[str, type[Any]]) -> dict[str, Any]:
    """An object that says of which kind it is."""
    name = next(name for name, kind in kinds.items() if kind is type(thing))
    return {tag: name, **as_json(thing)}


def dumped(data: Mapping[str, Any]) -> bytes:
    """A file that a person can read and compare line by line."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=list).encode()
