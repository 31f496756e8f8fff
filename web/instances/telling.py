"""Owns how a history event reads: one sentence and the words that were said with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.readings.instances import HistoryRow
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
    number = context.get("version") or context.get("count") or context.get("task") or ""
    file = context.get("attachment") or ""
    sentences = {
        "instance:start": _("started on version %(number)s of the process", number=number),
        "instance:complete": _("ended"),
        "instance:cancel": _("ended the process before its end"),
        "instance:migrate": _("took the process to version %(number)s", number=number),
        "instance:migrate-undo": _("took the process back to version %(number)s", number=number),
        "item:open": _("opened “%(name)s”", name=element),
        "item:claim": _("claimed “%(name)s”", name=element),
        "item:unclaim": _("gave “%(name)s” back to the group", name=element),
        "item:complete": _("completed “%(name)s”", name=element),
        "item:withdraw": _("withdrew “%(name)s”", name=element),
        "item:reassign": _("gave “%(name)s” to another person", name=element),
        "item:escalate": _("escalated “%(name)s”: overdue", name=element),
        "attachment:add": _("attached file no. %(number)s to “%(name)s”", number=file, name=element),
        "attachment:remove": _("removed file no. %(number)s from “%(name)s”", number=file, name=element),
        "attachment:download": _("downloaded file no. %(number)s of “%(name)s”", number=file, name=element),
        "personal:erase": _("erased personal data of “%(name)s”: %(why)s", name=element, why=_why(context)),
        "operation:done": _("computed “%(name)s”", name=element),
        "decision:made": _("decided “%(name)s” by rule %(rules)s", name=element, rules=_rules(context)),
        "path:take": _("went on along the diagram"),
        "instance:step": _("went on"),
        "message:receive": _("heard that work was closed"),
        "incident:open": _("an operation failed and needs an administrator"),
        "incident:retry": _("tried the failed operation again"),
        "incident:skip": _("gave the failed operation up"),
        "incident:settle": _("settled what had failed"),
        "cycle:open": _("opened the cycle"),
        "plan:submit": _("filed version %(number)s of the plan", number=number),
        "plan:return": _("returned the plan"),
        "plan:approve": _("put version %(number)s of the plan in force", number=number),
        "plan:add": _("added task %(number)s to the plan in force", number=number),
        "plan:change": _("changed task %(number)s of the plan in force", number=number),
        "plan:drop": _("dropped task %(number)s from the plan in force", number=number),
        "plan:skipped": _("left task %(number)s as it was: it had ended", number=number),
        "tier:return": _("returned the tier (count %(number)s)", number=number),
        "tier:record": _("entered tier %(tier)s in the catalogue", tier=context.get("tier")),
        "customer:exiting": _("marked the customer as exiting"),
        **_about_finding(context),
    }
    return sentences.get(action, action)


def _about_finding(context: Mapping[str, Any]) -> dict[str, str]:
    """What was done with an audit finding, which has a number here and its text on a page of its own."""
    number = context.get("finding") or ""
    return {
        "finding:raise": _("wrote audit finding no. %(number)s", number=number),
        "finding:revise": _("revised audit finding no. %(number)s", number=number),
        "finding:answer": _("answered audit finding no. %(number)s", number=number),
        "finding:return": _("returned the answer to audit finding no. %(number)s", number=number),
        "finding:accept": _("accepted the answer to audit finding no. %(number)s", number=number),
        "finding:close": _("closed audit finding no. %(number)s", number=number),
    }


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
