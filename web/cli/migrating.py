"""`steward migrate`, and how a migration is told: to a person step by step, to a log a line a step."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import click

from processes.database import DatabaseUnsuitable, make_database
from processes.history import KeysMissing
from processes.history.key_files import KeysUnreadable
from processes.runtime import Runtime
from services.migration_steps import MigrationRefused, Step, Telling, needed_bytes, steps_before, stored_revision
from services.shipped import take_over
from web.cli.common import settings_or_exit
from web.cli.migrating_words import SAID
from web.settings import Settings
from web.starting import make_runtime

log = logging.getLogger(__name__)
T = TypeVar("T")
EVERY = 1.0  # seconds between two lines of progress


@click.command()
@click.option("--dry-run", is_flag=True, help="List what would run, and change nothing.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def migrate(dry_run: bool, language: str) -> None:
    """Bring the database up to date and stop. Make a backup first: steward backup.

    All revisions run in one transaction: interrupted, the database is as it was.
    """
    settings = settings_or_exit()
    if dry_run:
        opened(lambda: _plan(settings, language), language)
        return
    runtime = opened(lambda: make_runtime(settings, TellPerson(language)), language)
    try:
        take_over(runtime)
        with runtime.reader.connect() as connection:
            click.echo(SAID[language]["current"].format(revision=stored_revision(connection)))
    finally:
        runtime.database.close()


def runtime_or_exit(settings: Settings, telling: Telling | None = None) -> Runtime:
    """A runtime on tables of this version, or the command's end with the reason."""
    language = settings.default_language
    return opened(lambda: make_runtime(settings, telling or TellPerson(language)), language)


def opened(act: Callable[[], T], language: str) -> T:
    """What ``act`` gives; a database that it cannot use ends the command with a sentence."""
    try:
        return act()
    except MigrationRefused as refused:
        raise click.ClickException(sentence_of(refused, language)) from refused
    except DatabaseUnsuitable as error:
        raise click.ClickException(str(error)) from error
    except KeysMissing as error:
        told = SAID[language]["keys_missing"].format(keys=", ".join(error.key_ids), place=error.place)
        raise click.ClickException(told) from error
    except KeysUnreadable as error:
        raise click.ClickException(SAID[language]["keys_unreadable"].format(place=error.place)) from error


def sentence_of(refused: MigrationRefused, language: str) -> str:
    """Why, and what to do."""
    room = _mib(int(refused.detail)) if refused.code == "disk" else 0
    return SAID[language][refused.code].format(detail=refused.detail, mib=room)


class TellPerson:
    """Prints a line as each step begins and ends, and about one a second in between."""

    def __init__(self, language: str) -> None:
        self._said = SAID[language]
        self._rows: dict[str, int] = {}
        self._printed = 0.0

    def begins(self, step: Step) -> None:
        """The step with its place and size."""
        self._rows.clear()
        click.echo(self._said["begins"].format(**vars(step)))

    def moved(self, table: str, rows: int) -> None:
        """How far it is with a table."""
        self._rows[table] = self._rows.get(table, 0) + rows
        if time.monotonic() - self._printed >= EVERY:
            click.echo(self._said["moved"].format(table=table, rows=self._rows[table]))
            self._printed = time.monotonic()

    def ended(self, step: Step, seconds: float) -> None:
        """How long it took."""
        click.echo(self._said["ended"].format(**vars(step), seconds=seconds))


class TellLog:
    """A line a step, for a process whose lines a program reads."""

    def begins(self, step: Step) -> None:
        """Which one of how many."""
        log.info("a migration begins", extra=_fields(step))

    def moved(self, table: str, rows: int) -> None:
        """Nothing: the step's end tells."""

    def ended(self, step: Step, seconds: float) -> None:
        """How long it took."""
        log.info("a migration has run", extra={**_fields(step), "milliseconds": round(seconds * 1000)})


def _fields(step: Step) -> dict[str, object]:
    return {"place": step.place, "of": step.of, "revision": step.revision, "rows": step.rows}


def _plan(settings: Settings, language: str) -> None:
    """Opens the tables alone: nothing is made, not even keys."""
    said, database = SAID[language], make_database(settings.database_url)
    try:
        with database.reader.connect() as connection:
            steps, room = steps_before(connection), 0
            if not steps:
                click.echo(said["current"].format(revision=stored_revision(connection)))
                return
            room = needed_bytes(connection, steps)
    finally:
        database.close()
    for step in steps:
        click.echo(said["planned"].format(**vars(step)))
    if room:
        click.echo(said["room"].format(mib=_mib(room)))
    click.echo(said["advice"])


def _mib(size: int) -> int:
    return -(-size // (1 << 20))
