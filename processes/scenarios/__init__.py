"""Try-outs as data: where one starts, its steps, and what is expected of it. Runs nothing; knows no bank."""

from processes.scenarios.documents import MAX_SCENARIOS, Scenario, is_scenario, parse_scenarios
from processes.scenarios.expectations import Decided, EndsAt, Expectation, Holds, Incidents, OpenAt, Passes
from processes.scenarios.steps import (
    Advance,
    Answer,
    Begin,
    Break,
    Complete,
    GoOn,
    Next,
    Refuse,
    Repair,
    Send,
    Step,
)
from processes.scenarios.try_outs import MAX_STEPS, TryOut

__all__ = [
    "MAX_SCENARIOS",
    "MAX_STEPS",
    "Advance",
    "Answer",
    "Begin",
    "Break",
    "Complete",
    "Decided",
    "EndsAt",
    "Expectation",
    "GoOn",
    "Holds",
    "Incidents",
    "Next",
    "OpenAt",
    "Passes",
    "Refuse",
    "Repair",
    "Scenario",
    "Send",
    "Step",
    "TryOut",
    "is_scenario",
    "parse_scenarios",
]
