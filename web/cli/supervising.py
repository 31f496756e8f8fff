"""Keeps the processes of `steward scale` running: one that ends is started again."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import click

from services.cluster import Cluster, ClusterUnavailable, start_cluster
from web.settings import Settings

PAUSE = 1.0  # seconds between two looks, and before a process that ended is started again
STEWARD = (sys.executable, "-m", "web.cli")


@dataclass
class Child:
    """A process by its role. ``settings``: what it alone is told."""

    role: str
    arguments: Sequence[str]
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self, environment: dict[str, str]) -> None:
        """Start it, in its own group: Ctrl+C reaches the supervisor alone, which ends it in order."""
        command = [*STEWARD, *self.arguments]
        known = {**environment, **self.settings}
        self.process = subprocess.Popen(command, env=known, start_new_session=True)  # noqa: S603  (our own)

    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process is not None and self.is_running():
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()


class Supervisor:
    """One web server with its processes, workers, and the private database if there is one."""

    def __init__(self, settings: Settings, cluster: Cluster | None, web_processes: int, workers: int) -> None:
        self._settings = settings
        self._cluster = cluster
        web = Child(f"web server ({web_processes} processes)", ["web", "--processes", str(web_processes)])
        self._children = [web, *(self._worker(number) for number in range(workers))]
        self._ended = threading.Event()

    def run(self) -> None:
        """Until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._ended.set())
        try:
            while not self._ended.is_set():
                self._keep()
                self._ended.wait(PAUSE)
        finally:
            for child in reversed(self._children):
                child.stop()

    def _worker(self, number: int) -> Child:
        port = self._settings.metrics_port  # the workers of one machine cannot share it
        own = {"STEWARD_METRICS_PORT": str(port + number)} if port else {}
        return Child(f"worker {number + 1}", ["worker"], own)

    def _keep(self) -> None:
        self._keep_database()
        missing = [child for child in self._children if not child.is_running()]
        for child in missing:
            child.start(self._environment())
        if missing:
            self._tell()

    def _keep_database(self) -> None:
        if self._cluster is None or self._cluster.is_running():
            return
        try:
            start_cluster(self._cluster.folder, self._cluster.port)
        except ClusterUnavailable as error:  # its last processes may still be ending: look again
            click.echo(str(error), err=True)

    def _environment(self) -> dict[str, str]:
        given = {"STEWARD_DATABASE_URL": self._settings.database_url, "STEWARD_HOME": str(self._settings.home)}
        return {**os.environ, **given, "STEWARD_PORT": str(self._settings.port)}

    def _tell(self) -> None:
        click.echo(f"\nSteward 客户管家: http://{self._settings.host}:{self._settings.port}")
        click.echo(f"  {'database':<28}{self._settings.database_url}")
        for child in self._children:
            assert child.process is not None
            click.echo(f"  {child.role:<28}process {child.process.pid}")
        click.echo("Stop with Ctrl+C.", nl=True)
        sys.stdout.flush()
