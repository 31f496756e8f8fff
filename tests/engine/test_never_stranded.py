"""No instance strands in silence: random diagrams, random ways, every step stored and loaded.

A failure prints seed and size, which make the same diagram and the same way again.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from processes.engine.errors import FAULTS, DefinitionRefused
from tests.engine.random_models import sound_model, wild_model
from tests.engine.wandering import Wanderer

SOAK = bool(os.environ.get("STEWARD_SOAK"))
SOUND, WILD = (5000, 3000) if SOAK else (100, 60)
LONGEST = 400  # steps; no sound diagram of these sizes needs as many
LONGEST_WILD = 40  # tokens may multiply
SEEDS, SIZES = st.integers(0, 10**9), st.integers(1, 14)
ANY_TIME = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}


@settings(max_examples=SOUND, **ANY_TIME)  # type: ignore[arg-type]
@given(seed=SEEDS, size=SIZES)
def test_a_sound_diagram_comes_to_its_end_by_every_way(seed: int, size: int) -> None:
    model = sound_model(seed, size)
    wanderer = Wanderer(model, seed)
    for _ in range(LONGEST):
        if wanderer.is_completed:
            break
        wanderer.step()
    assert wanderer.is_completed
    assert wanderer.instance.open_tasks() == []
    assert wanderer.visits["en1"] == 1
    wanderer.assert_every_token_arrived()


@settings(max_examples=WILD, **ANY_TIME)  # type: ignore[arg-type]
@given(seed=SEEDS, size=SIZES)
def test_a_wild_diagram_is_refused_or_ends_or_waits_for_somebody_or_is_an_incident(seed: int, size: int) -> None:
    told, wanderer = wandered(seed, size)
    event(told)
    assert "not_valid" not in told, "our lint left the refusal to the library, which names no element"
    if wanderer is not None and wanderer.is_completed:
        wanderer.assert_every_token_arrived()
    elif wanderer is not None:
        assert wanderer.instance.open_tasks()


def wandered(seed: int, size: int) -> tuple[str, Wanderer | None]:
    """What came of a wild diagram; nobody is left where it was refused or became an incident."""
    try:
        wanderer = Wanderer(wild_model(seed, size), seed)
        for _ in range(LONGEST_WILD):
            if wanderer.is_completed:
                break
            wanderer.step()
    except DefinitionRefused as refused:
        return f"refused: {', '.join(sorted({problem.code for problem in refused.problems}))}", None
    except FAULTS as fault:
        return f"incident: {type(fault).__name__}", None
    return "ran", wanderer
