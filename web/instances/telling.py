"""Owns how a history event reads: one sentence and the words that were said with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.readings.history import HistoryRow
from web.languages import gettext as _
from web.words import erased_for

# What follows from a person's step by itself; the event keeps whose step it was.
BY_ITSELF = frozenset(
    {"item:open", "operation:done", "decision:made", "item:withdraw", "plan:submit", "tier:record", "path:take"}
)


@dataclass(frozen=True)
class Told:
    """One line of the history. ``tone``: class of its mark; ``said``: reason or comment, may be empty."""

    seq: int
    at: datetime
    who: str
    what: str
    said: str
    tone: str
    hash: str


@dataclass(frozen=True)
class _Event:
    """What a sentence is made from. ``element``: its name."""

    context: Mapping[str, Any]
    element: str

    @property
    def number(self) -> object:
        return self.context.get("version") or self.context.get("count") or self.context.get("task") or ""

    @property
    def file(self) -> object:
        return self.context.get("attachment") or ""

    @property
    def finding(self) -> object:
        """It has a number here and its text on a page of its own."""
        return self.context.get("finding") or ""


def tell(row: HistoryRow, names: Mapping[str, str]) -> Told:
    """An event in the reader's language. ``names``: element id → what the diagram calls it."""
    context = row.context
    element = names.get(str(context.get("element")), str(context.get("element") or ""))
    if row.action == "item:open" and "number" in context:
        element += f" ({context['number']}/{context['count']})"
    who = _("the system") if row.role == "system" or row.action in BY_ITSELF else row.actor
    said = str(context.get("reason") or context.get("error") or "")
    return Told(row.seq, row.at, who, _sentence(row.action, context, element), said, _tone(row), row.hash)


def _sentence(action: str, context: Mapping[str, Any], element: str) -> str:
    sentence = SENTENCES.get(action)
    return action if sentence is None else sentence(_Event(context, element))


def _tone(row: HistoryRow) -> str:
    if row.action in ("incident:open", "item:escalate", "instance:cancel"):
        return "problem"
    if row.action == "item:open":
        return "open"
    return "system" if row.role == "system" or row.action in ("operation:done", "decision:made") else ""


def _why(context: Mapping[str, Any]) -> str:
    """What personal data was erased for."""
    why = erased_for(context.get("request"), context.get("disposal"))
    return why + (_(", again after a restore") if context.get("again") else "")


def _rules(context: Mapping[str, Any]) -> str:
    """The rules of a table that matched."""
    result = context.get("result")
    return ", ".join(result.get("matched_rules", ())) if isinstance(result, dict) else ""


# Made when they are asked for: a page tells fifty events, and a sentence of each kind for every one would be seen.
SENTENCES: Mapping[str, Callable[[_Event], str]] = {
    "instance:start": lambda one: _("started on version %(number)s of the process", number=one.number),
    "instance:complete": lambda _one: _("ended"),
    "instance:cancel": lambda _one: _("ended the process before its end"),
    "instance:migrate": lambda one: _("took the process to version %(number)s", number=one.number),
    "instance:migrate-undo": lambda one: _("took the process back to version %(number)s", number=one.number),
    "item:open": lambda one: _("opened “%(name)s”", name=one.element),
    "item:claim": lambda one: _("claimed “%(name)s”", name=one.element),
    "item:unclaim": lambda one: _("gave “%(name)s” back to the group", name=one.element),
    "item:complete": lambda one: _("completed “%(name)s”", name=one.element),
    "item:withdraw": lambda one: _("withdrew “%(name)s”", name=one.element),
    "item:reassign": lambda one: _("gave “%(name)s” to another person", name=one.element),
    "item:escalate": lambda one: _("escalated “%(name)s”: overdue", name=one.element),
    "attachment:add": lambda one: _("attached file no. %(number)s to “%(name)s”", number=one.file, name=one.element),
    "attachment:remove": lambda one: _(
        "removed file no. %(number)s from “%(name)s”", number=one.file, name=one.element
    ),
    "attachment:download": lambda one: _(
        "downloaded file no. %(number)s of “%(name)s”", number=one.file, name=one.element
    ),
    "personal:erase": lambda one: _(
        "erased personal data of “%(name)s”: %(why)s", name=one.element, why=_why(one.context)
    ),
    "operation:done": lambda one: _("computed “%(name)s”", name=one.element),
    "decision:made": lambda one: _("decided “%(name)s” by rule %(rules)s", name=one.element, rules=_rules(one.context)),
    "path:take": lambda _one: _("went on along the diagram"),
    "instance:step": lambda _one: _("went on"),
    "message:receive": lambda _one: _("heard that work was closed"),
    "incident:open": lambda _one: _("an operation failed and needs an administrator"),
    "incident:retry": lambda _one: _("tried the failed operation again"),
    "incident:skip": lambda _one: _("gave the failed operation up"),
    "incident:settle": lambda _one: _("settled what had failed"),
    "cycle:open": lambda _one: _("opened the cycle"),
    "plan:submit": lambda one: _("filed version %(number)s of the plan", number=one.number),
    "plan:return": lambda _one: _("returned the plan"),
    "plan:approve": lambda one: _("put version %(number)s of the plan in force", number=one.number),
    "plan:add": lambda one: _("added task %(number)s to the plan in force", number=one.number),
    "plan:change": lambda one: _("changed task %(number)s of the plan in force", number=one.number),
    "plan:drop": lambda one: _("dropped task %(number)s from the plan in force", number=one.number),
    "plan:skipped": lambda one: _("left task %(number)s as it was: it had ended", number=one.number),
    "tier:return": lambda one: _("returned the tier (count %(number)s)", number=one.number),
    "tier:record": lambda one: _("entered tier %(tier)s in the catalogue", tier=one.context.get("tier")),
    "customer:exiting": lambda _one: _("marked the customer as exiting"),
    "finding:raise": lambda one: _("wrote audit finding no. %(number)s", number=one.finding),
    "finding:revise": lambda one: _("revised audit finding no. %(number)s", number=one.finding),
    "finding:answer": lambda one: _("answered audit finding no. %(number)s", number=one.finding),
    "finding:return": lambda one: _("returned the answer to audit finding no. %(number)s", number=one.finding),
    "finding:accept": lambda one: _("accepted the answer to audit finding no. %(number)s", number=one.finding),
    "finding:close": lambda one: _("closed audit finding no. %(number)s", number=one.finding),
}
