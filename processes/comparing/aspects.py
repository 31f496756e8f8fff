"""What a difference between two elements is about: from its path in the file to a word of the reader's."""

from __future__ import annotations

from dataclasses import dataclass

from processes.comparing.saying import Path

REFERENCES = frozenset(("lane", "inside", "source", "target", "attached_to", "default", "message", "process"))
"""The aspects whose value is the id of another element."""

_ATTRIBUTES = {
    "@name": "name",
    "@steward:nameEn": "name_en",
    "@sourceRef": "source",
    "@targetRef": "target",
    "@attachedToRef": "attached_to",
    "@default": "default",
    "@messageRef": "message",
    "@processRef": "process",
    "@calledElement": "called",
}
_CHILDREN = {
    "conditionExpression": "condition",
    "script": "script",
    "documentation": "documentation",
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "multiInstanceLoopCharacteristics": "loop",
    "standardLoopCharacteristics": "loop",
    "look": "look",
}
_OPERATOR = ("extensionElements", "serviceTaskOperator")
_EXPRESSIONS = ("#text", "body")


@dataclass(frozen=True, slots=True)
class Aspect:
    """``code``: condition, parameter, property, timer, lane …; ``name``: which of them, where there may be several."""

    code: str
    name: str = ""


def aspect_of(path: Path) -> Aspect:
    """The aspect of a path that `parts` gives."""
    if len(path) == 1 and path[0].startswith("@"):
        code = _ATTRIBUTES.get(path[0])
        return Aspect(code) if code else Aspect("attribute", path[0][1:])
    if path == ("text", "#text"):
        return Aspect("text")
    if path[0] == "extensionElements":
        return _extension(path)
    code = _CHILDREN.get(path[0].partition("#")[0])
    if code is None:
        return Aspect("detail", _joined(path))
    rest = path[1:]
    if code == "message":
        return Aspect(code) if rest == ("@messageRef",) else Aspect("detail", _joined(path))
    return Aspect(code, _joined(tuple(step for step in rest if step != "#text")))


def _extension(path: Path) -> Aspect:
    tag, key = _split(path[-2]) if len(path) > 2 else ("", "")
    if path == (*_OPERATOR, "@id"):
        return Aspect("operation")
    if path == (*_OPERATOR, "@resultVariable"):
        return Aspect("result_variable")
    if path[:2] == _OPERATOR and tag == "parameter" and key:
        return Aspect("parameter" if path[-1] == "@value" else "parameter_detail", _named(key, path[-1]))
    if path[1].partition("#")[0] == "properties" and tag == "property" and key and path[-1] == "@value":
        return Aspect("property", key)
    return Aspect("extension", _joined(path[1:]))


def _named(key: str, last: str) -> str:
    return key if last == "@value" else f"{key} {last.lstrip('@#')}"


def _split(step: str) -> tuple[str, str]:
    tag, _, key = step.partition("[")
    return tag, key[:-1]


def _joined(path: Path) -> str:
    """A path as a person reads it; another namespace's address is left out."""
    return " / ".join(step.replace("@", "").rpartition("}")[2].removesuffix("#text") for step in path).strip(" /")
