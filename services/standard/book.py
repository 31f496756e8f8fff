"""A share of the customer book under two standards: what differs, counted. Pure, so that any process can do it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from processes.packing import unpacked
from services.standard.errors import RecordInvalid
from services.standard.figures import read_figures
from services.standard.standard import load_standard
from services.standard.what_if import Outcome, Undecided, WhatIf, reason_text
from services.standard.what_if_totals import Count

Finding = tuple[int, dict[str, object]]
KEPT = 4


class LastFigures(NamedTuple):
    """What a customer was last assessed by, and what people decided of him since.

    ``packed``: the record, keys of form C1, as it is stored; ``plan_total``: CNY, of the plan that waits for review or
    runs; ``moved_to``: the tier that a supervisor gave at the last rating instead of the computed one.
    """

    customer_id: int
    packed: bytes
    plan_total: Decimal | None
    moved_to: str | None


class Standards(NamedTuple):
    """The files of both, and a name for the pair: of the same name, the same files."""

    name: str
    in_force: Mapping[str, bytes]
    draft: Mapping[str, bytes]


def counted(standards: Standards, customers: Iterable[LastFigures]) -> tuple[dict[str, Any], list[Finding]]:
    """Totals by `Count`; a finding for everybody whose tier would be another."""
    count = Count()
    findings = list(_findings(customers, _what_if(standards), count))
    return count.totals(), findings


_loaded: dict[str, WhatIf] = {}


def _what_if(standards: Standards) -> WhatIf:
    found = _loaded.get(standards.name)
    if found is None:
        if len(_loaded) >= KEPT:
            _loaded.clear()
        found = _loaded[standards.name] = WhatIf(load_standard(standards.in_force), load_standard(standards.draft))
    return found


def _findings(customers: Iterable[LastFigures], what_if: WhatIf, count: Count) -> Iterator[Finding]:
    for one in customers:
        try:
            figures = read_figures(json.loads(unpacked(one.packed)))
        except RecordInvalid as invalid:
            count.unreadable(invalid.field)
            continue
        before, after = what_if.results(figures)
        count.results(before, after)
        if isinstance(before, Outcome) and isinstance(after, Outcome):
            _people(one, what_if, before, after, count)
        if _tier(before) != _tier(after):
            yield one.customer_id, {"before": _side(before), "after": _side(after)}


def _people(one: LastFigures, what_if: WhatIf, before: Outcome, after: Outcome, count: Count) -> None:
    """What people decided about the customer: a plan to be measured anew, a tier that was moved."""
    if one.plan_total is not None:
        allowed = [
            side.allowed_budget if one.moved_to is None else what_if.allowed(one.moved_to, side, by_draft)
            for side, by_draft in ((before, False), (after, True))
        ]
        count.plan(one.plan_total, *allowed)
    if one.moved_to is not None:
        count.override(one.moved_to, after)


def _tier(result: Outcome | Undecided) -> str:
    return result.effective_tier if isinstance(result, Outcome) else reason_text(result)


def _side(result: Outcome | Undecided) -> dict[str, object]:
    if isinstance(result, Undecided):
        return {"undecided": reason_text(result)}
    return {
        "score": str(result.score),
        "tier": result.effective_tier,
        "recommendation": result.recommendation,
        "allowed": f"{result.allowed_budget:.2f}",
    }
