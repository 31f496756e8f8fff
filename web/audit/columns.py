"""Owns the columns of a list of cycles: the same on the page, in CSV and in Excel, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass

from services.exports.cells import Cell
from services.readings.finding import CycleRow
from web.languages import gettext as _
from web.words import status_word


@dataclass(frozen=True)
class Column:
    """``key``: what the page looks for to draw it; ``cell``: what a file holds."""

    key: str
    title: str
    cell: Callable[[CycleRow], Cell]


def columns() -> list[Column]:
    """In the language of the request."""
    outcomes, noted = outcome_words(), mark_words()
    return [
        Column("cycle", _("Cycle"), lambda row: row.cycle_id),
        Column("customer", _("Customer"), lambda row: row.name),
        Column("number", _("Number"), lambda row: row.number),
        Column("tier", _("Tier"), lambda row: row.tier),
        Column("state", _("State"), lambda row: status_word(row.status)),
        Column("outcome", _("Outcome"), lambda row: outcomes.get(row.outcome)),
        Column("standard", _("Standard"), lambda row: row.standard),
        Column("started", _("Started"), lambda row: row.started_at),
        Column("ended", _("Ended"), lambda row: row.ended_at),
        Column("noted", _("Noted"), lambda row: ", ".join(noted[mark] for mark in marks_of(row)) or None),
    ]


def outcome_words() -> dict[str | None, str]:
    """What a cycle came to."""
    return {
        "maintain": _("maintain"),
        "improve": _("improve"),
        "terminate": _("exit proposed"),
        "exit": _("exit agreed"),
        "cancelled": _("cancelled"),
    }


def mark_words() -> dict[str, str]:
    """What is noted of a cycle."""
    return {"intervened": _("operator acted"), "late": _("late"), "returned": _("returned")}


def marks_of(row: CycleRow) -> list[str]:
    """Those that a cycle has."""
    return [mark for mark in ("intervened", "late", "returned") if getattr(row, mark)]
