"""Shipped files with random faults: the lint answers with problems or accepts, and never fails itself."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from processes.diagrams import Diagram, Marks, draw
from processes.engine.decisions import DecisionTable
from processes.engine.errors import DefinitionRefused
from processes.engine.parsing import ProcessSpec, parse_process
from processes.forms.schema import FormSchema
from processes.published_files import refuse_undrawable
from tests.engine.diagrams import BPMN_FOLDER

ROUNDS = 60  # of each kind of fault and file
SEED = random.randrange(10**9)
VALUES: tuple[Any, ...] = (None, True, -1, 0, 10**30, 1e308, "", "x", "\ud800", "\0", "1" * 3000, "__import__", [], {})
TEXTS = ("", "x", "typename", "NaN", "-1", "9" * 400, "a.b", "'P1D'", "(" * 60, "\u202e", "no such id", "\U0001f4a3")
BYTES = (b"", b"\0", b"\xff", b"<", b">", b"&", b'"', b"{", b"]", b"<!DOCTYPE a>", b"]]>", b"&#0;", b"\xed\xa0\x80")


def lint(path: str, content: bytes) -> bool:
    """Whether a file is accepted; what is accepted can be drawn and stored, or is refused for its drawing."""
    try:
        if path.endswith(".bpmn"):
            ProcessSpec.load(parse_process({path: content}).dump())
            refuse_undrawable({path: content})
            draw(Diagram.parse(content), "en", Marks(), "")
        elif path.endswith(".dmn"):
            DecisionTable.parse(content, path)
        else:
            FormSchema.parse(content, path)
    except DefinitionRefused as refused:
        return not (refused.problems and str(refused).encode())  # what is told can be written to a page
    return True


def bytewise(chance: random.Random, content: bytes) -> bytes:
    """A stretch replaced, doubled, moved or cut off."""
    first, last = sorted(chance.choices(range(len(content)), k=2))
    last = min(last, first + chance.choice([0, 1, 20, 2000]))
    head, found, rest = content[:first], content[first:last], content[last:]
    return chance.choice([head + chance.choice(BYTES) + rest, head + found * 2 + rest, head + rest + found, head])


def in_xml(chance: random.Random, content: bytes) -> bytes:
    """A node removed, doubled, moved, renamed, or with another attribute or text."""
    root = etree.fromstring(content)
    nodes = [node for node in root.iter() if isinstance(node.tag, str) and node is not root]
    one, other = chance.choice(nodes), chance.choice(nodes)
    act = chance.randrange(6)
    if act == 0 and one.getparent() is not None:
        one.getparent().remove(one)
    elif act == 1 and one not in other.iter():
        one.append(other)
    elif act == 2:
        one.tag = other.tag
    elif act == 3 and one.attrib:
        name = chance.choice(list(one.attrib))
        one.set(name, chance.choice([*TEXTS, *other.attrib.values()]))
    elif act == 4 and one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]
    else:
        one.text = chance.choice([*TEXTS, other.text or ""])
    return etree.tostring(root, encoding="utf-8")


def in_json(chance: random.Random, content: bytes) -> bytes:
    """A value replaced, removed or doubled."""
    data = json.loads(content)
    places = list(_places(data))
    holder, key = chance.choice(places)
    act = chance.randrange(3)
    if act == 0:
        del holder[key]
    elif act == 1 and isinstance(holder, list):
        holder.append(holder[key])
    else:
        other, its = chance.choice(places)
        holder[key] = chance.choice([*VALUES, other[its] if not isinstance(other[its], list | dict) else None])
    return json.dumps(data).encode()


def _places(data: Any) -> Any:
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], list | dict):
            yield from _places(data[key])


SHIPPED = sorted(path for kind in ("*/*.bpmn", "*/*.dmn", "*/forms/*.json") for path in BPMN_FOLDER.glob(kind))
KINDS: dict[str, Callable[[random.Random, bytes], bytes]] = {".bpmn": in_xml, ".dmn": in_xml, ".json": in_json}


@pytest.mark.parametrize("kind", KINDS)
def test_a_random_fault_is_a_reason_or_harmless(kind: str) -> None:
    print(f"seed {SEED}")  # noqa: T201
    chance, paths = random.Random(SEED), [path for path in SHIPPED if path.suffix == kind]
    assert paths
    accepted = 0
    for number in range(ROUNDS):
        path: Path = chance.choice(paths)
        content = path.read_bytes()
        for fault in (bytewise, KINDS[kind]):
            broken = fault(chance, content)
            try:
                accepted += lint(path.name, broken)
            except Exception as error:
                error.add_note(f"seed {SEED}, round {number}, {path.name}, {fault.__name__}")
                raise
    assert 0 < accepted < 2 * ROUNDS
