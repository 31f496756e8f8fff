"""How long the story of one plan takes to open: an instance of 2,000 events, beside one of few and the bare page."""

from __future__ import annotations

from sqlalchemy import func, select

from bench.figures import Figure, Times, timed
from bench.filling import fill_customers, fill_finished
from bench.scratch import Scratch, scratch
from bench.serving import Client, served
from bench.walking import number_of
from processes.models import HistoryEvent
from services.demo.bank import start_cycle
from services.demo.desk import Desk

ROUNDS = 60
CYCLES_A_CUSTOMER = 5
REVIEW = "review_plan"
RETURNED = {"decision": "return", "comments": "依据不足，请补充"}


def measure(events: int, finished: int) -> tuple[list[Figure], str]:
    """p50 and p95 of the story's pages, with so many events and so many finished plans beside it."""
    with scratch(customers=60) as bank:
        fill_customers(bank, finished // CYCLES_A_CUSTOMER)
        fill_finished(bank, plans=finished)
        short, long = _returned(bank, 1, 60), _returned(bank, 2, events)
        with served(bank) as server:
            reader = server.client("shen")
            floor = _opened(reader, [f"/cycles/{short}/story"])
            story = f"/cycles/{long}/story"
            pages = {
                "story, the last moment": [story],
                "story, a moment never drawn before": [f"{story}?at={seq}" for seq in _spread(events)],
                "story, a moment by the slider": [f"{story}/moment?at={seq + 3}" for seq in _spread(events)],
                "story, interventions only": [f"{story}?kind=interventions"],
                "story, decisions explained": [f"{story}/decisions"],
            }
            told = f"{_count(bank, long):,} events, {finished:,} finished plans"
            figures = [
                Figure(f"{name}; {told}", str(_opened(reader, paths)), f"{floor} with few events", "p95 <= 300 ms")
                for name, paths in pages.items()
            ]
        return figures, bank.database


def _returned(bank: Scratch, customer: int, events: int) -> int:
    """A cycle whose plan is returned again and again until its history is that long."""
    desk, cycle = Desk(bank.runtime), start_cycle(bank.runtime, number_of(customer))
    while _count(bank, cycle) < events:
        element = desk.next_element(cycle)
        desk.do_next(cycle, **(RETURNED if element == REVIEW else {}))
    return cycle


def _count(bank: Scratch, cycle: int) -> int:
    with bank.runtime.read_session() as session:
        found = select(func.count()).where(HistoryEvent.stream == f"instance:{cycle}")
        return session.scalar(found) or 0


def _spread(events: int) -> list[int]:
    """Numbers of events all over the history."""
    return [max(1, events * place // ROUNDS) for place in range(1, ROUNDS + 1)]


def _opened(client: Client, paths: list[str]) -> Times:
    times = list[float]()
    for _ in range(3):
        assert client.get(paths[0]).status == 200, paths[0]
    for place in range(ROUNDS):
        path = paths[place % len(paths)]
        answer = timed(times, lambda path=path: client.get(path))  # type: ignore[misc]
        assert answer.status == 200, path
    return Times(times)
