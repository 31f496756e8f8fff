"""Collects at scrape time what no meter of this process knows: the installation's state, and the processes' own."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version

from prometheus_client import ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from processes.runtime import Runtime
from services.upkeep.figures import Figures, RestedFigures, read_figures

Labelled = Mapping[tuple[str, ...], float]


class BuildCollector(Collector):
    """Which version runs."""

    def collect(self) -> Iterable[Metric]:
        """One constant."""
        build = {"version": version("steward"), "python": platform.python_version()}
        yield InfoMetricFamily("steward_build", "The version that runs.", value=build)


class DatabaseCollector(Collector):
    """What the database says of the installation."""

    def __init__(self, runtime: Runtime) -> None:
        self._database = runtime.database
        self._figures = RestedFigures(lambda: self._read(runtime))

    def collect(self) -> Iterable[Metric]:
        """`steward_database_up` 0 and nothing else while the database does not answer."""
        known = {"kind": self._database.kind, "version": self._database.version}
        yield InfoMetricFamily("steward_database", "The database and its version.", value=known)
        found = self._figures.get()
        yield _gauge("database_up", "Whether the database answers.", (), {(): float(found is not None)})
        if found is None:
            return
        yield _gauge("work_items", "Work items: open, waiting for a group, overdue.", ("state",), _keyed(found.items))
        yield _gauge("running_instances", "Running instances.", ("process",), _keyed(found.running))
        yield _gauge("jobs", "Jobs that are due, and failed ones.", ("queue", "state"), found.jobs)
        yield _gauge("jobs_scheduled", "Jobs that are not due yet.", (), {(): found.scheduled})
        oldest = _keyed({"local": 0.0, "external": 0.0, **found.oldest_due})
        yield _gauge("oldest_due_job_seconds", "How long the oldest due job has waited.", ("queue",), oldest)
        yield _gauge("open_incidents", "Incidents that wait for an operator.", ("code",), _keyed(found.incidents))
        yield _gauge("workers", "Workers that reported lately.", ("kind",), _keyed(found.workers))

    @staticmethod
    def _read(runtime: Runtime) -> Figures:
        with runtime.read_session() as session:
            return read_figures(session, runtime.clock())


class ProcessesCollector(Collector):
    """CPU, memory and open files of processes. ``pids``: which ones live."""

    def __init__(self, pids: Callable[[], Iterable[int]] = lambda: (os.getpid(),)) -> None:
        self._pids = pids

    def collect(self) -> Iterable[Metric]:
        """Prometheus' own names, with the process id as a label."""
        families: dict[str, Metric] = {}
        for pid in self._pids():
            for family in ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect():  # type: ignore[misc]
                target = families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    target.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        return families.values()


def _gauge(name: str, told: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]) -> Metric:
    family = GaugeMetricFamily(f"steward_{name}", told, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _keyed(values: Mapping[str, float]) -> Labelled:
    return {(key,): value for key, value in values.items()}
