"""`steward run`."""

import sys

import click
from waitress.server import create_server

from processes.jobs.dispatching import WakeWorker
from processes.jobs.worker import Worker
from processes.memory import settle_memory
from processes.runtime import Runtime
from services.demo.bank import NotADemoBank, make_demo_bank
from services.demo.people import PASSWORD, PEOPLE
from services.shipped import take_over
from web.app import create_app
from web.cli.common import serving_settings
from web.cli.migrating import runtime_or_exit
from web.settings import Settings

# A browser keeps its connection open: with the usual 100, the next person would wait until another goes.
CONNECTIONS = {"connection_limit": 1000, "asyncore_use_poll": True}
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo bank into an empty database; serves this machine only.")
def run(demo: bool) -> None:
    """Bring the database up to date and serve, with the embedded worker."""
    settings = serving_settings(serves_others=False)
    if demo and settings.host not in LOOPBACK:
        raise click.ClickException(
            f"The demo bank has a public password: it serves loopback only, not {settings.host}."
        )
    runtime = runtime_or_exit(settings)
    if demo:
        _fill(runtime)
    else:
        take_over(runtime)
    _serve(settings, runtime, demo)


def _fill(runtime: Runtime) -> None:
    click.echo("Preparing the demo bank …")
    try:
        made = make_demo_bank(runtime)
    except NotADemoBank as error:
        raise click.ClickException(
            "The database holds other data: the demo bank is never mixed with it. "
            "Use `steward run`, or give STEWARD_HOME another folder."
        ) from error
    click.echo("The demo bank is loaded." if made else "The demo bank is there already; its data is kept.")


def _serve(settings: Settings, runtime: Runtime, demo: bool) -> None:
    app = create_app(settings, runtime)
    try:
        server = create_server(app, host=settings.host, port=settings.port, threads=settings.threads, **CONNECTIONS)
    except OSError as error:
        raise click.ClickException(
            f"Port {settings.port} cannot be used ({error.strerror}). Choose another: make run PORT=8001"
        ) from error
    worker = _worker(runtime)
    _greet(settings, demo)
    settle_memory()
    try:
        server.run()
    finally:
        worker.stop()


def _worker(runtime: Runtime) -> Worker:
    woken = WakeWorker()
    runtime.dispatcher = woken
    worker = Worker(runtime, woken)
    worker.start()
    return worker


def _greet(settings: Settings, demo: bool) -> None:
    click.echo(f"\nSteward 客户管家: http://{settings.host}:{settings.port}\n")
    if demo:
        click.echo(f"Sign in with one of these; the password is {PASSWORD}")
        for person in PEOPLE:
            click.echo(f"  {person.login:<8}{person.role:<9}{person.name}")
    else:
        click.echo("Add people with `steward user add`, customers with `steward customer import FILE`.")
    click.echo("\nStop with Ctrl+C.")
    sys.stdout.flush()
