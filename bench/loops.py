"""Whether a step costs the same at any age of its instance: one plan returned by its reviewer again and again."""

from __future__ import annotations

import statistics
import time

from bench.figures import Figure, milliseconds
from bench.scratch import Scratch, scratch
from bench.walking import number_of
from processes.commands import CompleteWorkItem
from processes.memory import settle_memory
from services.demo.bank import start_cycle
from services.demo.desk import Desk
from services.people import actor_of

REVIEW = "review_plan"
RETURNED = {"decision": "return", "comments": "依据不足，请补充"}
WINDOW = 12  # rounds around the one that is told: four of them hold the meeting after a third return


def measure(rounds: list[int]) -> tuple[list[Figure], str]:
    """CPU of a step, median of the rounds around each of ``rounds``; the first is the floor of the others."""
    with scratch(customers=2) as bank:
        Desk(bank.runtime).run_to(start_cycle(bank.runtime, number_of(0)), "closed")  # everything loaded once
        settle_memory()
        costs = _costs(bank, max(rounds) + WINDOW)
        first = _around(costs, rounds[0])
        figures = [
            Figure(
                f"a step in round {number} of a loop, CPU",
                f"{milliseconds(_around(costs, number))} = {_around(costs, number) / first:.2f} x the first",
                f"{milliseconds(first)} in round {rounds[0]}",
                "<= 1.2 x the first" if number == rounds[-1] else "",
            )
            for number in rounds
        ]
        return figures, bank.database


def _costs(bank: Scratch, rounds: int) -> list[float]:
    """Mean CPU seconds of a step in each round."""
    desk, costs = Desk(bank.runtime), list[float]()
    cycle = start_cycle(bank.runtime, number_of(1))
    desk.run_to(cycle, REVIEW)
    while len(costs) < rounds:
        steps, reviewed = list[float](), False
        while not (reviewed and desk.next_element(cycle) == REVIEW):
            element = desk.next_element(cycle)
            reviewed |= element == REVIEW
            seat = desk.seat(cycle, element)
            command = CompleteWorkItem(seat.item_id, desk.posted(seat, RETURNED if element == REVIEW else {}))
            begun = time.process_time()
            bank.runtime.execute(command, actor_of(seat.user))
            steps.append(time.process_time() - begun)
        costs.append(statistics.fmean(steps))
    return costs


def _around(costs: list[float], number: int) -> float:
    return statistics.median(costs[number - 1 : number - 1 + WINDOW])
