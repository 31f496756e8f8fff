"""`steward user` and `steward customer`: who signs in, and whom the bank serves."""

from pathlib import Path

import click

from processes.actors import SYSTEM
from services.customers import ImportCustomers, RecordInvalid, records_of
from services.models import ROLES
from services.people import AddUser, InvalidUser, hash_password
from web.cli.common import settings_or_exit
from web.cli.migrating import runtime_or_exit


@click.group()
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
    runtime = runtime_or_exit(settings_or_exit())
    try:
        runtime.execute(AddUser(login, name, role, hash_password(password), team), SYSTEM)
    except InvalidUser as error:
        raise click.ClickException(_refusal(error)) from error
    click.echo(f"{login} may sign in as {role}.")


@click.group()
def customer() -> None:
    """The bank's customers."""


@customer.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--manager", help="Login of the account manager of records that name none in account_manager.")
def import_customers(file: Path, manager: str | None) -> None:
    """Take over the customer records of a JSON file: one record or a list; all of them or none."""
    runtime = runtime_or_exit(settings_or_exit())
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


def _refusal(error: InvalidUser) -> str:
    reasons = {
        "login": f"The login {error.value!r} may hold letters, digits, '-' and '.' only.",
        "login_taken": f"Somebody signs in as {error.value} already.",
        "password": f"The password needs at least {error.value} characters.",
        "team": "An account manager or supervisor needs --team.",
        "role": f"There is no role {error.value!r}.",
    }
    return reasons.get(error.field, str(error))
