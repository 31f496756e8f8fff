"""The command line: run an installation, add people, import customers, score records."""

import click

from web.cli.linting import lint
from web.cli.migrating import migrate
from web.cli.people import customer, user
from web.cli.scaling import scale, web, worker
from web.cli.scoring import score
from web.cli.serving import run
from web.cli.upkeep import backup, doctor, release_jobs, restore
from web.logs.setting_up import set_up_logs


@click.group()
def main() -> None:
    """Steward 客户管家: customer relationship maintenance."""
    set_up_logs("text")


for command in (run, web, worker, scale, migrate, user, customer, score, lint, backup, restore, release_jobs, doctor):
    main.add_command(command)
