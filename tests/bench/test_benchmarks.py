"""Every benchmark runs at a tiny size and gives figures that a table can show."""

from __future__ import annotations

import pytest

from bench import clients, history, items, loops, pages, starting, story
from bench.figures import machine, table

TINY = {
    "history": lambda: history.measure(10_000, 1),
    "items": lambda: items.measure(1),
    "loops": lambda: loops.measure([1, 2]),
    "pages": lambda: pages.measure([20], [5]),
    "story": lambda: story.measure(80, 5),
    "scoring": lambda: starting.measure_scoring(3),
    "starting": lambda: starting.measure_starting(2),
    "storage": lambda: starting.measure_storage(1),
    "clients": lambda: clients.measure([1, 2], 1),
}


@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_gives_figures(name):
    figures, database = TINY[name]()
    lines = table(figures)
    assert len(lines) == 1 + len(figures) > 1
    assert all(figure.value for figure in figures)
    assert database in machine([database])
