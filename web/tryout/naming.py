"""What elements and flows are called: those of a draft, and those of the processes that it meets."""

from __future__ import annotations

from collections.abc import Mapping

from processes.definitions import is_diagram
from processes.diagrams import Diagram, DiagramRefused, Language
from services.tryout.surroundings import Surroundings
from web.languages import language


def names_with(files: Mapping[str, bytes], around: Surroundings) -> dict[str, str]:
    """Id → name in the page's language; a flow by its ends. The draft's own win."""
    names: dict[str, str] = {}
    for folder in (*around.processes.values(), files):
        for path, content in folder.items():
            if is_diagram(path):
                names |= _names(content)
    return names


def _names(content: bytes) -> dict[str, str]:
    try:
        diagram = Diagram.parse(content)
    except DiagramRefused:
        return {}
    spoken: Language = "en" if language() == "en" else "zh"
    names = {key: one.label(spoken) or key for key, one in diagram.elements.items()}
    for key, flow in diagram.flows.items():
        ends = names.get(flow.source, flow.source), names.get(flow.target, flow.target)
        said = flow.label(spoken)
        names[key] = " → ".join((ends[0], said, ends[1]) if said else ends)
    return names
