"""Which demo customer stands where in the procedure, and how it came there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

# The elements of a cycle in the order in which a smooth one meets them.
PLACES = (
    "collect_status_record",
    "assess_relationship",
    "map_relations",
    "confirm_assessment",
    "rate_customer",
    "approve_tier",
    "propose_measures",
    "draft_plan",
    "review_plan",
    "break_down_tasks",
    "carry_out_task",
    "write_summary",
    "write_report",
    "give_guidance",
    "evaluate_maintenance",
    "propose_improvements",
    "decide_improvements",
    "apply_improvements",
    "closed",
)
LAST_DAYS = 2.5


@dataclass(frozen=True)
class Story:
    """``stop``: the element to wait at, or "closed"; ``days_ago``: when the cycle began; ``record``: what the
    customer's file says instead."""

    stop: str
    days_ago: float
    record: Mapping[str, object] = field(default_factory=dict)
    limit: int = 80

    @property
    def pace(self) -> timedelta:
        """How long each step takes, so that the last one was a few days ago."""
        steps = PLACES.index(self.stop) + 4 if self.stop in PLACES else len(PLACES)
        return timedelta(days=max(self.days_ago - LAST_DAYS, 0.5) / steps)


def _stories() -> dict[str, Story]:
    stories = {
        "K0001": Story("carry_out_task", 45),
        "K0002": Story("review_plan", 24),
        "K0003": Story("assess_relationship", 9),
    }
    for position in range(38):
        stop = PLACES[position % len(PLACES)]
        depth = PLACES.index(stop)
        stories[f"K{1001 + position}"] = Story(stop, 6 + depth * 2.4 + position % 5)
    stories["K1039"] = Story("concur_exit", 30, {"aml_risk": "禁止"})
    stories["K1040"] = Story("closed", 40, {"aml_risk": "禁止"})
    stories["K1041"] = Story("decide_incomplete_file", 8, {"potential": None, "loan_class": None, "channels": []})
    return stories


STORIES: dict[str, Story] = _stories()
