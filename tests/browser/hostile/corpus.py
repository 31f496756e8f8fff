"""The whole corpus of hostile files as files of a draft, with a drawing where a diagram came without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.engine.hostile.making import Case
from tests.engine.test_hostile import GROUPS, RUNNING
from tests.support.layout import DI, laid_out

PRODUCT = 1000  # of so many on, a group is each of its texts in each of its places
STEP = 11  # shares no divisor with the number of places: each text and each place comes, together with several others
LARGEST_DRAWN = 300_000  # bytes; beyond them an editor shows no drawing of a row of hundred thousand tasks
PATHS = {".bpmn": "small.bpmn", ".dmn": "small.dmn", ".json": "forms/small.json"}


@dataclass(frozen=True)
class Hostile:
    """A file of the corpus. ``is_faulty``: the lint refuses it; else it only shows when it runs."""

    name: str
    path: str
    content: bytes
    others: dict[str, bytes]
    is_faulty: bool

    @property
    def kind(self) -> str:
        """Of its editor."""
        return {".bpmn": "diagram", ".dmn": "table", ".json": "form"}[Path(self.path).suffix]


def corpus() -> list[Hostile]:
    """Every file; of a product of texts and places, every text and every place."""
    found = [_hostile(name, case, True) for group in GROUPS for name, case in _thinned(group())]
    return found + [_hostile(name, started[0], False) for group in RUNNING for name, started in group().items()]


def _thinned(cases: dict[str, Case]) -> Iterator[tuple[str, Case]]:
    if len(cases) < PRODUCT:
        yield from cases.items()
        return
    chosen = list(cases.items())[::STEP]
    for side in (0, 2):  # "text as place"
        assert {name.partition(" as ")[side] for name, _ in chosen} == {name.partition(" as ")[side] for name in cases}
    yield from chosen


def _hostile(name: str, case: Case, is_faulty: bool) -> Hostile:
    path = PATHS[Path(case.file).suffix]
    # A decision of the same id as a rule can only be looked at; with one of its own its cells are edited.
    content = case.content.replace(b'<decision id="x"', b'<decision id="asked"')
    return Hostile(name, path, _drawn(path, content), case.others, is_faulty)


def _drawn(path: str, content: bytes) -> bytes:
    """The file as it is, with a drawing at its end."""
    if not path.endswith(".bpmn") or len(content) > LARGEST_DRAWN or b"<!DOCTYPE" in content:
        return content
    try:
        sheet = etree.fromstring(laid_out({path: content})[path]).find(f"{{{DI}}}BPMNDiagram")
    except (etree.XMLSyntaxError, StopIteration, KeyError, ValueError):
        return content  # not XML, without a process, or with flows from nowhere: shown as text
    head, end, tail = content.rpartition(b"</bpmn:definitions>")
    return head + etree.tostring(sheet, with_tail=False) + end + tail if end else content
