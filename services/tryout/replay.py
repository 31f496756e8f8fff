"""Replays a try-out in a fresh world, step by step, as the real commands take them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from processes.actors import SYSTEM
from processes.commands import StartInstance
from processes.context import bank_day
from processes.engine.hearing import Heard, hearing
from processes.errors import DatabaseBusy, ProcessError
from processes.failures import failure_text
from processes.scenarios import TryOut
from processes.scenarios.steps import Step
from services.customers import ImportCustomers
from services.demo.people import PEOPLE
from services.models import AM
from services.procedure.cycle import CYCLE, StartCycle
from services.tryout.acting import actor_named, customer_id_of, draft_data
from services.tryout.passing import Passing
from services.tryout.refusals import StepRefused
from services.tryout.stepping import Stepping
from services.tryout.surroundings import Record, sample_customers
from services.tryout.world import Prepared, World

SECONDS = 20.0  # of one replay; a request may take a minute
MANAGER = next(person.login for person in PEOPLE if person.role == AM)


@dataclass(frozen=True)
class Outcome:
    """What came of a step; of the start, where ``step`` is None. ``at``: the world's moment after it; ``did``: the
    elements whose items it completed; ``heard``: the decisions it took; ``refusal``: why it was not taken."""

    step: Step | None
    at: datetime
    did: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    refusal: ProcessError | None = None


class Replay:
    """One world, brought to the end of a try-out. ``outcomes``: of the start and of each step, up to a refusal;
    ``before``: the draft's process data before the last step."""

    def __init__(
        self,
        world: World,
        prepared: Prepared,
        try_out: TryOut,
        record: Record | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``record``: of a real customer, in place of a sample one; ``clock``: seconds, for the limit of time."""
        self.world = world
        self.prepared = prepared
        self.outcomes: list[Outcome] = []
        self.before: Mapping[str, object] = {}
        self._try_out = try_out
        self._record = record
        self._seconds = clock
        self._end = clock() + SECONDS
        self._passing = Passing(world, self._still)
        self._stepping = Stepping(world, prepared, self._passing, self._still)

    def run(self) -> None:
        """Start, and take every step until one is refused."""
        self.world.clock.now = self._try_out.begins
        for number, step in enumerate((None, *self._try_out.steps)):
            if number == len(self._try_out.steps):
                self.before = draft_data(self.world, self.prepared.key)
            outcome = self._outcome(step)
            self.outcomes.append(outcome)
            if outcome.refusal is not None:
                return

    @property
    def refusal(self) -> ProcessError | None:
        """Why the last step was not taken."""
        return self.outcomes[-1].refusal if self.outcomes else None

    @property
    def heard(self) -> Iterator[Heard]:
        """Every decision, in order."""
        return (one for outcome in self.outcomes for one in outcome.heard)

    def _outcome(self, step: Step | None) -> Outcome:
        refusal: ProcessError | None = None
        did: list[str] = []
        with hearing() as heard:
            try:
                self._still()
                did = self._started() if step is None else self._stepping.take(step)
                self._passing.settle()
            except DatabaseBusy:
                raise
            except ProcessError as error:
                refusal = error
            except Exception as error:
                # A draft may name a prefill or a check where it never stood: whatever it raises is the step's failure.
                refusal = StepRefused("failed", failure_text(error))
        return Outcome(step, self.world.clock(), tuple(did), _once(heard), refusal)

    def _started(self) -> list[str]:
        record = self._record or self._sample()
        self.world.runtime.execute(ImportCustomers([{**record, "account_manager": MANAGER}]), SYSTEM)
        customer_id, process = customer_id_of(self.world), self._try_out.process
        if process == CYCLE and not self._try_out.data:
            self.world.runtime.execute(StartCycle(customer_id), actor_named(self.world, MANAGER))
        else:
            data = start_data(customer_id, self.world.clock()) | dict(self._try_out.data)
            self.world.runtime.execute(StartInstance(process, data, customer_id), SYSTEM)
        return []

    def _sample(self) -> Record:
        samples = sample_customers()
        return samples.get(self._try_out.customer) or next(iter(samples.values()))

    def _still(self) -> None:
        if self._seconds() > self._end:
            raise StepRefused("too_long")


def start_data(customer_id: int, now: datetime) -> dict[str, Any]:
    """What a process about a customer starts with."""
    return {"customer_id": customer_id, "rating_date": bank_day(now).isoformat(), "carried_measures": []}


def _once(heard: list[Heard]) -> tuple[Heard, ...]:
    """A step that was rolled back and ran again decided twice: told once."""
    kept: list[Heard] = []
    for one in heard:
        if one not in kept:
            kept.append(one)
    return tuple(kept)
