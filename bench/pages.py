"""How long pages take however full the database is: inbox, customer, instance and history, process health."""

from __future__ import annotations

from bench.figures import Figure, Times, timed
from bench.filling import fill_customers, fill_finished, fill_open
from bench.scratch import scratch
from bench.serving import Client, served
from services.procedure.cycle import CYCLE

ROUNDS = 60
CYCLES_A_CUSTOMER = 5


def measure(sizes: list[int], finished_sizes: list[int]) -> tuple[list[Figure], str]:
    """p95 of each page at each size; the first size is the floor of the others."""
    figures, database = list[Figure](), ""
    for size, finished in zip(sizes, finished_sizes, strict=True):
        with scratch(customers=60) as bank:
            fill_customers(bank, max(size, finished) // CYCLES_A_CUSTOMER)
            last = fill_finished(bank, finished)
            fill_open(bank, size)
            with served(bank) as server:
                centre, manager, owner = server.client("chen"), server.client("lin"), server.client("jiang")
                taken = {
                    "inbox with counts": _opened(centre, "/"),
                    "inbox, to claim": _opened(centre, "/?view=groups"),
                    "inbox, an account manager": _opened(manager, "/"),
                    "customer page": _opened(centre, "/customers/1"),
                    "instance page and history": _opened(centre, f"/cycles/{last}"),
                    "process health": _opened(owner, f"/processes/{CYCLE}/health?days=365"),
                }
                database = bank.database
        for name, times in taken.items():
            filled = f"{size:,} open, {finished:,} finished"
            wanted = "<= 30 ms, <= 1.5 x the smallest" if "inbox with" in name else ""
            figures.append(Figure(f"{name}; {filled}", str(times), "", wanted))
    return figures, database


def _opened(client: Client, path: str) -> Times:
    times = list[float]()
    for _ in range(5):
        assert client.get(path).status == 200, path
    for _ in range(ROUNDS):
        timed(times, lambda: client.get(path))
    return Times(times)
