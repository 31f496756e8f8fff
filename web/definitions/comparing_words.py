"""Owns the words for what differs between two versions of a process's files."""

from collections.abc import Mapping

from processes.comparing.aspects import REFERENCES, Aspect
from processes.diagrams.wording import KINDS
from web.languages import gettext as _
from web.languages import language

NamesById = Mapping[str, tuple[str, str]]


def change_word(kind: str) -> str:
    """What became of a file or an element."""
    words = {"added": _("added"), "removed": _("removed"), "changed": _("changed"), "moved": _("moved only")}
    return words.get(kind, kind)


def change_tone(kind: str) -> str:
    """The colour that goes with the word; never the only sign of it."""
    return {"added": "success", "removed": "danger", "changed": "warning", "moved": "info"}.get(kind, "")


def tag_word(tag: str) -> str:
    """What kind of element a BPMN tag is."""
    if tag in KINDS:
        return KINDS[tag][language() == "en"]
    words = {
        "sequenceFlow": _("sequence flow"),
        "messageFlow": _("message flow"),
        "association": _("association"),
        "participant": _("pool"),
        "lane": _("lane"),
        "process": _("process"),
        "collaboration": _("collaboration"),
        "textAnnotation": _("annotation"),
        "group": _("group"),
        "message": _("message"),
        "signal": _("signal"),
        "error": _("error"),
        "escalation": _("escalation"),
        "dataObject": _("data object"),
        "definitions": _("file"),
    }
    return words.get(tag, tag)


def aspect_words(aspect: Aspect) -> str:
    """What a difference is about."""
    if aspect.code == "property":
        return _property(aspect.name)
    known = {**_names(), **_behaviour(), **_places()}
    word = known.get(aspect.code)
    if word is None:
        return aspect.name or aspect.code
    return f"{word} {aspect.name}" if aspect.name else word


def value_text(aspect: Aspect, value: str | None, names: NamesById) -> str | None:
    """A value as the reader knows it: an element by its name; None where there is none."""
    if value is None:
        return None
    if aspect.code == "kind":
        return tag_word(value)
    if aspect.code in REFERENCES:
        return named(value, names)
    return value or _("present")


def named(element_id: str, names: NamesById) -> str:
    """An element by its name in the reader's language, else in the other, else by its id."""
    chinese, english = names.get(element_id, ("", ""))
    return (english or chinese if language() == "en" else chinese or english) or element_id


def _names() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "name": _("Chinese name"),
        "name_en": _("English name"),
        "text": _("Text"),
        "documentation": _("Documentation"),
        "attribute": _("Attribute"),
        "extension": _("Extension"),
        "detail": _("Detail"),
        "look": _("Look"),
    }


def _behaviour() -> dict[str, str]:
    return {
        "condition": _("Condition"),
        "script": _("Script"),
        "operation": _("Operation"),
        "parameter": _("Parameter"),
        "parameter_detail": _("Parameter"),
        "result_variable": _("Result is kept as"),
        "timer": _("Timer"),
        "message": _("Message"),
        "loop": _("Repetition"),
        "called": _("Calls"),
    }


def _places() -> dict[str, str]:
    return {
        "lane": _("Lane"),
        "inside": _("Lies in"),
        "source": _("From"),
        "target": _("To"),
        "default": _("Default way"),
        "attached_to": _("Attached to"),
        "process": _("Process"),
    }


def _property(name: str) -> str:
    words = {
        "form": _("Form"),
        "step": _("Step of the procedure"),
        "due_working_days": _("Due in working days"),
        "prefill": _("Filled in beforehand by"),
        "check": _("Checked by"),
        "assignee": _("Assignee"),
        "candidate_groups": _("Groups that may claim it"),
        "due_date": _("Due date"),
        "not_by": _("Not by whoever completed"),
    }
    return words.get(name) or _("Property %(name)s", name=name)


def part_word(part: str) -> str:
    """What kind of part of a form."""
    words = {
        "form": _("form"),
        "section": _("section"),
        "field": _("field"),
        "column": _("column"),
        "option": _("option"),
        "rule": _("rule"),
    }
    return words.get(part, part)


def setting_word(name: str) -> str:
    """A setting of a form, a field, an option or a rule."""
    words = {
        "id": _("Id"),
        "key": _("Key"),
        "title": _("Title"),
        "label": _("Label"),
        "message": _("Message"),
        "type": _("Type"),
        "required": _("Required"),
        "required_if": _("Required if"),
        "visible_if": _("Shown if"),
        "read_only": _("Read only"),
        "min": _("At least"),
        "max": _("At most"),
        "min_length": _("Shortest text"),
        "max_length": _("Longest text"),
        "pattern": _("Pattern"),
        "formula": _("Formula"),
        "options": _("Options"),
        "columns": _("Columns"),
        "totals": _("Totals"),
        "kinds": _("Kinds of files"),
        "multiple": _("Several files"),
        "max_files": _("Most files"),
        "max_mb": _("Largest file (MB)"),
        "value": _("Value"),
        "fields": _("Fields"),
        "help": _("Help"),
        "process": _("Kept in the process data"),
        "personal": _("Personal data"),
        "condition": _("Condition"),
    }
    return words.get(name, name)
