"""The command line: run an installation, add people, import customers, score records."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import click
from waitress.server import create_server

from processes.actors import SYSTEM
from processes.jobs.worker import Worker
from processes.runtime import Runtime
from services.customers import ImportCustomers, RecordInvalid, records_of
from services.demo.bank import NotADemoBank, make_demo_bank
from services.demo.people import PASSWORD, PEOPLE
from services.models import ROLES
from services.people import AddUser, InvalidUser, hash_password
from services.shipped import take_over
from services.standard.errors import RecordInvalid as RecordUnreadable
from services.standard.scorecard import scorecards
from web.app import create_app
from web.settings import Settings, SettingsRefused, load_settings
from web.starting import make_runtime

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.group()
def main() -> None:
    """Steward 客户管家: customer relationship maintenance."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("spiff", "alembic", "waitress.queue"):
        logging.getLogger(name).setLevel(logging.WARNING)


@main.command()
@click.option("--demo", is_flag=True, help="Load the demo bank into an empty database; serves this machine only.")
def run(demo: bool) -> None:
    """Bring the database up to date and serve, with the embedded worker."""
    settings = _settings()
    if demo and settings.host not in LOOPBACK:
        raise click.ClickException(
            f"The demo bank has a public password: it serves loopback only, not {settings.host}."
        )
    runtime = make_runtime(settings)
    if demo:
        _fill(runtime)
    else:
        take_over(runtime)
    _serve(settings, runtime, demo)


@main.command()
def migrate() -> None:
    """Bring the database up to date and stop."""
    settings = _settings()
    take_over(make_runtime(settings))
    click.echo(f"{settings.database_url} is up to date.")


@main.group()
def user() -> None:
    """People who may sign in."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The person's name, as colleagues see it.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--team", help="The team's name; for am and sup. A new name makes a new team.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="STEWARD_PASSWORD")
def add_user(login: str, name: str, role: str, team: str | None, password: str) -> None:
    """Add a person: steward user add zhang --name 张三 --role am --team 第一团队"""
    runtime = make_runtime(_settings())
    try:
        runtime.execute(AddUser(login, name, role, hash_password(password), team), SYSTEM)
    except InvalidUser as error:
        raise click.ClickException(_refusal(error)) from error
    click.echo(f"{login} may sign in as {role}.")


@main.group()
def customer() -> None:
    """The bank's customers."""


@customer.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--manager", help="Login of the account manager of records that name none in account_manager.")
def import_customers(file: Path, manager: str | None) -> None:
    """Take over the customer records of a JSON file: one record or a list; all of them or none."""
    runtime = make_runtime(_settings())
    try:
        records = records_of(file.read_text("utf-8"))
        count = runtime.execute(ImportCustomers(records, manager), SYSTEM)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    except RecordInvalid as error:
        raise click.ClickException(
            f"{file}: record {error.record}, {error.field}: {error.value!r} cannot be imported; nothing was stored."
        ) from error
    click.echo(f"{count} customers imported.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def score(file: Path) -> None:
    """Score the customer records of a JSON file: one JSON object a line."""
    try:
        for card in scorecards(file.read_text("utf-8")):
            click.echo(json.dumps(card, ensure_ascii=False))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    except RecordUnreadable as error:
        raise click.ClickException(f"{file}: {error}") from error


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsRefused as error:
        raise click.ClickException(f"The settings cannot be used:\n{error}") from error


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
        server = create_server(app, host=settings.host, port=settings.port, threads=settings.threads)
    except OSError as error:
        raise click.ClickException(
            f"Port {settings.port} cannot be used ({error.strerror}). Choose another: make run PORT=8001"
        ) from error
    worker = Worker(runtime)
    worker.start()
    _greet(settings, demo)
    try:
        server.run()
    finally:
        worker.stop()


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


def _refusal(error: InvalidUser) -> str:
    reasons = {
        "login": f"The login {error.value!r} may hold letters, digits, '-' and '.' only.",
        "login_taken": f"Somebody signs in as {error.value} already.",
        "password": f"The password needs at least {error.value} characters.",
        "team": "An account manager or supervisor needs --team.",
        "role": f"There is no role {error.value!r}.",
    }
    return reasons.get(error.field, str(error))
