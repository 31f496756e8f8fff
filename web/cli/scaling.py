"""`steward web`, `steward worker`, `steward scale`: when one process is not enough."""

from collections.abc import Callable

import click

from processes.jobs.procrastinating import run_worker
from processes.memory import settle_memory
from processes.runtime import Runtime
from services.cluster import ClusterUnavailable, start_cluster
from services.demo.bank import NotADemoBank, make_demo_bank
from services.demo.people import PASSWORD, PEOPLE
from services.shipped import take_over
from web.cli.common import serving_settings, settings_or_exit
from web.cli.migrating import TellLog, runtime_or_exit
from web.cli.supervising import Supervisor
from web.gunicorn_server import WebServer
from web.metrics.worker_page import serve_worker_metrics
from web.settings import Settings
from web.starting import open_runtime


@click.command()
@click.option("--processes", default=2, show_default=True, help="Web processes behind the port.")
def web(processes: int) -> None:
    """Serve the pages from several processes; jobs are done by `steward worker`. Needs PostgreSQL."""
    settings = _on_postgresql()
    _prepare(settings)
    WebServer(settings, processes).run()


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Jobs done at once.")
def worker(concurrency: int) -> None:
    """Do jobs; any number on any number of hosts. Needs PostgreSQL."""
    settings = _on_postgresql()
    _prepare(settings)
    runtime = open_runtime(settings)
    serve_worker_metrics(settings, runtime)
    settle_memory()
    run_worker(runtime, concurrency)


@click.command()
@click.option("--web", "web_processes", default=2, show_default=True)
@click.option("--workers", default=2, show_default=True)
def scale(web_processes: int, workers: int) -> None:
    """PostgreSQL (a private one when none is given), web processes behind one port and workers, watched over."""
    settings, cluster = settings_or_exit(), None
    if not settings.database_url.startswith("postgresql"):
        try:
            cluster = start_cluster(settings.home / "cluster")
        except ClusterUnavailable as error:
            raise click.ClickException(str(error)) from error
        settings = settings.model_copy(update={"database_url": cluster.url()})
    _prepare(settings)
    if cluster is not None:
        _demo(settings)
    try:
        Supervisor(settings, cluster, web_processes, workers).run()
    finally:
        if cluster is not None:
            cluster.stop()


def _on_postgresql() -> Settings:
    settings = serving_settings(serves_others=True)
    if not settings.database_url.startswith("postgresql"):
        raise click.ClickException(
            "Several processes need PostgreSQL: give STEWARD_DATABASE_URL=postgresql://user@host/database, "
            "or use `steward run`, which needs none."
        )
    return settings


def _prepare(settings: Settings) -> None:
    _with_runtime(settings, take_over)


def _demo(settings: Settings) -> None:
    try:
        _with_runtime(settings, make_demo_bank)
    except NotADemoBank:
        return
    click.echo(f"Demo sign-ins, password {PASSWORD}: {', '.join(person.login for person in PEOPLE)}")


def _with_runtime(settings: Settings, act: Callable[[Runtime], object]) -> None:
    """Do something with a runtime whose connections are closed afterwards: none is inherited by a child."""
    runtime = runtime_or_exit(settings, TellLog())
    try:
        act(runtime)
    finally:
        runtime.database.close()
