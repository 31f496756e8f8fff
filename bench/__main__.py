"""`python -m bench [NAME …]`: take the named figures, or all, and print one table."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import click

from bench import clients, exports, history, items, loops, pages, starting, story, what_if
from bench.figures import Figure, machine, table

Measure = Callable[[argparse.Namespace], tuple[list[Figure], str]]

MEASURES: dict[str, Measure] = {
    "clients": lambda sizes: clients.measure([1, 2, 4, 8], 32 if sizes.full else sizes.rounds),
    "scoring": lambda sizes: starting.measure_scoring(100_000 if sizes.full else sizes.customers),
    "what-if": lambda sizes: what_if.measure(100_000 if sizes.full else sizes.customers),
    "starting": lambda sizes: starting.measure_starting(100_000 if sizes.full else sizes.starts),
    "storage": lambda sizes: starting.measure_storage(sizes.cycles),
    "history": lambda sizes: history.measure(1_000_000 if sizes.full else sizes.events, sizes.cycles),
    "loops": lambda _sizes: loops.measure([1, 50, 200]),
    "pages": lambda sizes: pages.measure(*_page_sizes(sizes)),
    "story": lambda sizes: story.measure(2_000, 1_000_000 if sizes.full else sizes.finished),
    "exports": lambda sizes: exports.measure(1_000_000 if sizes.full else sizes.finished),
    "items": lambda sizes: items.measure(sizes.cycles),
}


def main() -> None:
    """Take the figures one after another, since they share the cores."""
    sizes = _sizes()
    figures, databases = list[Figure](), dict[str, None]()
    for name in sizes.names or MEASURES:
        click.echo(f"measuring {name} …", err=True)
        found, database = MEASURES[name](sizes)
        figures += found
        databases[database] = None
    for line in (*machine(databases), "", *table(figures)):
        click.echo(line)


def _page_sizes(sizes: argparse.Namespace) -> tuple[list[int], list[int]]:
    largest = [1_000_000] if sizes.full else []
    return [100, sizes.open, *largest], [100, sizes.finished, *largest]


def _sizes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--cycles", type=int, default=10, help="cycles through the pages")
    parser.add_argument("--rounds", type=int, default=1, help="cycles of each of several clients; 32 make 10,000 items")
    parser.add_argument("--open", type=int, default=100_000, help="open items")
    parser.add_argument("--finished", type=int, default=100_000, help="finished instances")
    parser.add_argument("--customers", type=int, default=5_000, help="customers scored, and run through a draft")
    parser.add_argument("--events", type=int, default=200_000, help="events verified")
    parser.add_argument("--starts", type=int, default=2_000, help="cycles started")
    parser.add_argument("--full", action="store_true", help="everything at its largest: hours")
    return parser.parse_args()


if __name__ == "__main__":
    main()
