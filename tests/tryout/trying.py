"""Short ways to try a draft and to look at what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from processes.errors import ProcessError
from processes.scenarios import Scenario, Step, TryOut
from processes.scenarios.expectations import Expectation
from services.shipped import process_files
from services.tryout.points import Point
from services.tryout.reading import point_of
from services.tryout.replay import Outcome, Replay
from services.tryout.surroundings import Record, shipped_surroundings
from services.tryout.world import Worlds

CYCLE = "relationship-maintenance"
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
WORLDS = Worlds()
AROUND = shipped_surroundings()


@dataclass(frozen=True)
class Tried:
    """A replay's end."""

    point: Point
    outcomes: list[Outcome]

    @property
    def refusal(self) -> ProcessError | None:
        return self.outcomes[-1].refusal

    @property
    def open(self) -> list[str]:
        return [item.element_id for item in self.point.items]


def cycle_files() -> dict[str, bytes]:
    """The shipped maintenance cycle, as a draft."""
    return process_files(CYCLE)


def tried(
    *steps: Step,
    files: Mapping[str, bytes] | None = None,
    process: str = CYCLE,
    data: Mapping[str, object] | None = None,
    record: Record | None = None,
    seconds: Callable[[], float] = lambda: 0.0,
) -> Tried:
    """Replay steps on a draft, the shipped cycle when no other is given. ``seconds``: a clock, which stands still."""
    try_out = TryOut(MONDAY, process, data=data or {}, steps=steps)
    with WORLDS.opened(files or cycle_files(), AROUND) as (world, prepared):
        replay = Replay(world, prepared, try_out, record, seconds)
        replay.run()
        return Tried(point_of(replay), replay.outcomes)


def scenario(name: str, steps: tuple[Step, ...], *expect: Expectation, process: str = CYCLE) -> dict[str, bytes]:
    """The file of a scenario, by its path."""
    made = Scenario(name, TryOut(MONDAY, process, steps=steps), expect)
    return {made.path: made.dump()}
