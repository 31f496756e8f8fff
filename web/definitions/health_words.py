"""How the figures of a process's health read, are drawn and are put in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from processes.diagrams import HEAT_CLASSES, Diagram, Figures, Marks
from services.readings.health_figures import Count, ElementHealth, ProcessHealth, Spread
from services.working_time import DAY_SECONDS
from web.languages import gettext as _

HOUR_SECONDS, MINUTE_SECONDS = 3600, 60
HEAT_DAYS = (1, 3, 10)  # working days that the median of each class but the hottest stays below
WORST_FIRST: Mapping[str, Callable[[Row], float]] = {
    "whole": lambda row: _median(row.figures.whole),
    "waiting": lambda row: _median(row.figures.waiting),
    "working": lambda row: _median(row.figures.working),
    "open": lambda row: row.figures.open,
    "overdue": lambda row: row.figures.overdue,
    "incidents": lambda row: row.figures.incidents,
    "completed": lambda row: row.figures.completed.number,
    "late": lambda row: -1 if row.figures.late_share is None else row.figures.late_share,
    "returns": lambda row: row.returns,
}


@dataclass(frozen=True)
class Row:
    """A line of the table. ``returns``: how often instances were led back here, in a hundred that came here."""

    name: str
    figures: ElementHealth
    returns: float


def rows_of(health: ProcessHealth, heads: Mapping[str, str], names: Mapping[str, str], order: str) -> list[Row]:
    """The elements, worst first by the figure that ``order`` names; in the order of the process for any other."""
    rows = [
        Row(
            names.get(one.element_id, one.element_id),
            one,
            sum(health.returns[flow].per_hundred for flow, head in heads.items() if head == one.element_id),
        )
        for one in health.elements
    ]
    worst = WORST_FIRST.get(order)
    return rows if worst is None else sorted(rows, key=worst, reverse=True)


def figures_of(health: ProcessHealth) -> Figures:
    """What the drawing bears."""
    timed = {one.element_id: one.whole.median for one in health.elements if one.whole is not None}
    return Figures(
        heat={key: heat_of(seconds) for key, seconds in timed.items()},
        times={key: duration(seconds) for key, seconds in timed.items()},
        counts={one.element_id: one.open for one in health.elements if one.open},
        incidents={one.element_id: one.incidents for one in health.elements if one.incidents},
        returns={flow: in_hundred(found.per_hundred) for flow, found in health.returns.items() if found.times},
    )


def marks_of(health: ProcessHealth, diagram: Diagram, links: Mapping[str, str]) -> Marks:
    """Figures and where a click leads, for the elements that the diagram has."""
    return Marks(figures=figures_of(health), links={key: url for key, url in links.items() if key in diagram.elements})


def heat_of(seconds: float) -> int:
    """The class of a median time, 1 the shortest."""
    return 1 + sum(seconds >= days * DAY_SECONDS for days in HEAT_DAYS)


def heat_legend() -> list[tuple[int, str]]:
    """Each class with what it means."""
    words = [_("under %(days)s working day", days=HEAT_DAYS[0])]
    words += [_("%(low)s to %(high)s", low=low, high=high) for low, high in zip(HEAT_DAYS, HEAT_DAYS[1:], strict=False)]
    words.append(_("%(days)s and more", days=HEAT_DAYS[-1]))
    return list(zip(range(1, HEAT_CLASSES + 1), words, strict=True))


def duration(seconds: float) -> str:
    """Working time in the largest unit that it fills, with one decimal below ten."""
    for unit, text in ((DAY_SECONDS, _("%(number)s d")), (HOUR_SECONDS, _("%(number)s h"))):
        if seconds >= unit:
            return text % {"number": _number(seconds / unit)}
    return _("%(number)s min", number=round(seconds / MINUTE_SECONDS))


def in_hundred(rate: float) -> str:
    """How often in a hundred instances, as it stands on a flow."""
    return f"{times(rate)}/100"


def times(rate: float) -> str:
    """How often, in whole times."""
    return "<1" if 0 < rate < 1 else f"{round(rate):,}"


def whole_number(number: int) -> str:
    """With its thousands apart."""
    return f"{number:,}"


def counted(count: Count) -> str:
    """A number, with a plus where there are more."""
    return f"{count.number:,}+" if count.is_more else f"{count.number:,}"


def percent(part: float) -> str:
    """A share of 0–1 in whole percent."""
    return f"{round(100 * part)}\N{NO-BREAK SPACE}%"


def _number(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def _median(spread: Spread | None) -> float:
    return -1 if spread is None else spread.median
