"""Two versions side by side as pages show them: what differs, in the reader's words, and both drawings marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from processes.comparing.diagrams import DiagramComparison, ElementChange, compare_diagrams
from processes.comparing.files import FileChange, compare_files
from processes.definitions import is_diagram
from processes.diagrams import DiagramRefused, Marks
from processes.engine.errors import DefinitionRefused
from web.definitions.changed import ChangedElement, Changes, SaidOtherwise
from web.definitions.comparing_details import FileDetails, file_details
from web.definitions.comparing_words import aspect_words, named, tag_word, value_text
from web.definitions.reasons import refusal_line
from web.drawings import Picture, picture

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class DiagramChanges:
    """What a page shows of two diagrams. ``problems``: why they cannot be compared, in words; a drawing is None where
    it cannot be drawn."""

    changes: Changes
    old: Picture | None
    new: Picture | None
    problems: list[str]


def diagram_changes(old: bytes, new: bytes, old_title: str, new_title: str) -> DiagramChanges:
    """Compare two diagrams for a page. The titles are those of the drawings, in the reader's language."""
    try:
        compared = compare_diagrams(old, new)
    except DefinitionRefused as refused:
        return DiagramChanges(Changes.of([]), None, None, [refusal_line(problem) for problem in refused.problems])
    return DiagramChanges(
        Changes.of([_element(one, compared) for one in compared.changes]),
        _drawn(old, compared, old_title, "old"),
        _drawn(new, compared, new_title, "new"),
        [],
    )


@dataclass(frozen=True)
class ComparedFiles:
    """``files``: those that differ; ``diagram``: None where it is the same, or where there are not two; ``details``: of
    the tables and forms that both have."""

    files: tuple[FileChange, ...]
    diagram: DiagramChanges | None
    details: list[FileDetails]


def compared_files(old: Files, new: Files, old_title: str, new_title: str) -> ComparedFiles:
    """Compare the files of two versions, or of a draft and a version. The titles are those of the two drawings."""
    files = compare_files(old, new)
    both = [one.path for one in files if one.change == "changed"]
    details = [found for path in both if (found := file_details(path, old[path], new[path])) is not None]
    before, after = (next((one for path, one in files.items() if is_diagram(path)), None) for files in (old, new))
    if before is None or after is None or before == after:
        return ComparedFiles(files, None, details)
    return ComparedFiles(files, diagram_changes(before, after, old_title, new_title), details)


def _drawn(diagram: bytes, compared: DiagramComparison, title: str, prefix: str) -> Picture | None:
    try:
        return picture(diagram, Marks(changes=compared.marks()), title, prefix)
    except DiagramRefused:
        return None


def _element(change: ElementChange, compared: DiagramComparison) -> ChangedElement:
    return ChangedElement(
        change.id,
        _title(change, compared),
        tag_word(change.tag),
        change.kind,
        change.is_moved,
        [
            SaidOtherwise(
                aspect_words(one.aspect),
                value_text(one.aspect, one.old, compared.names_old),
                value_text(one.aspect, one.new, compared.names_new),
            )
            for one in change.differences
        ],
    )


def _title(change: ElementChange, compared: DiagramComparison) -> str:
    names = compared.names_old if change.kind == "removed" else compared.names_new
    if change.ends is None:
        return named(change.id, names)
    way = " → ".join(named(end, names) for end in change.ends)
    return f"{way} · {named(change.id, names)}" if any(names.get(change.id, ("", ""))) else way
