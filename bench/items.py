"""What completing an item costs the server: its form page and its submission, by a real process over HTTP."""

from __future__ import annotations

from bench.figures import Figure, Times, cpu_seconds, milliseconds
from bench.floor import engine_alone, library_alone, steps_of_a_cycle
from bench.scratch import Scratch, scratch
from bench.serving import served
from bench.walking import Staff, number_of, walk
from services.demo.desk import Desk
from services.demo.people import PEOPLE

FLOOR_ROUNDS = 5


def measure(cycles: int) -> tuple[list[Figure], str]:
    """CPU and wall time of an item over HTTP, and of a whole cycle, beside the engine alone."""
    with scratch(customers=2 * cycles + 2) as bank:
        steps = steps_of_a_cycle(bank.runtime, number_of(0)) * FLOOR_ROUNDS
        library, engine = library_alone(steps), engine_alone(steps)
        cpu, times = _over_http(bank, cycles)
        per_item = cpu / len(times.seconds)
        figures = [
            Figure(
                "an item over HTTP (GET form + POST), server CPU",
                f"{milliseconds(per_item)} = {per_item / library:.1f} x floor",
                f"{milliseconds(library)} SpiffWorkflow alone; {milliseconds(engine)} with our state",
                "<= 10 ms, <= 5 x floor",
            ),
            Figure("an item over HTTP, wall", str(times)),
            *_cycle(bank, cycles, library * len(steps) / FLOOR_ROUNDS),
        ]
        return figures, bank.database


def _over_http(bank: Scratch, cycles: int) -> tuple[float, Times]:
    with served(bank) as server:
        staff = Staff(server, Desk(bank.runtime))
        staff.sign_all_in([person.login for person in PEOPLE])
        staff.walk(number_of(1), [])  # everything loaded once
        times, begun = list[float](), cpu_seconds(server.pid)
        for position in range(2, 2 + cycles):
            staff.walk(number_of(position), times)
        return cpu_seconds(server.pid) - begun, Times(times)


def _cycle(bank: Scratch, cycles: int, floor: float) -> list[Figure]:
    steps, whole = list[float](), list[float]()
    for position in range(2 + cycles, 2 + 2 * cycles):
        before = len(steps)
        walk(bank.runtime, number_of(position), steps)
        whole.append(sum(steps[before:]))
    return [
        Figure("a step by a desk (form filled, checked, engine run, stored), wall", str(Times(steps))),
        Figure("a whole cycle by a desk, wall", str(Times(whole)), f"{milliseconds(floor)} SpiffWorkflow alone"),
    ]
