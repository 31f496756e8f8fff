"""The command line: run an installation, add people, import customers, score records."""

import logging

import click

from web.cli.linting import lint
from web.cli.people import customer, user
from web.cli.scaling import scale, web, worker
from web.cli.scoring import score
from web.cli.serving import migrate, run
from web.cli.upkeep import backup, doctor, release_jobs, restore


@click.group()
def main() -> None:
    """Steward 客户管家: customer relationship maintenance."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("spiff", "alembic", "waitress.queue"):
        logging.getLogger(name).setLevel(logging.WARNING)


for command in (run, web, worker, scale, migrate, user, customer, score, lint, backup, restore, release_jobs, doctor):
    main.add_command(command)
