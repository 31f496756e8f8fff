"""`steward verify-history`, `steward rotate-keys`."""

import getpass
import time
from collections.abc import Callable

import click

from processes.actors import SYSTEM
from processes.commands import RecordVerification
from processes.history.key_files import add_keys
from processes.history.verification import verify
from processes.memory import settle_memory
from processes.models import Instance
from web.cli.common import settings_or_exit
from web.cli.migrating import opened
from web.starting import open_runtime
from web.verification.words import SAID, finding_sentence

EVERY = 1.0  # seconds between two lines of progress
LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)


@click.command("verify-history")
@click.option("--plan", type=int, help="Of one process instance and what it started, instead of everything.")
@LANGUAGE
def verify_history(plan: int | None, language: str) -> None:
    """Verify the history: events, seals, states, forms, checkpoints and their copy outside. People may go on working.

    Exit status 0 only if everything holds together. What was found is recorded, and shown to auditors.
    """
    settings, said = settings_or_exit(), SAID[language]
    runtime = opened(lambda: open_runtime(settings), language)
    try:
        with runtime.read_session() as session:
            if plan is not None and session.get(Instance, plan) is None:
                raise click.ClickException(said["unknown_plan"].format(plan=plan))
        settle_memory()
        report = verify(runtime, plan, _progress(said["progress"]))
        runtime.execute(RecordVerification.of(report, getpass.getuser(), plan), SYSTEM)
    finally:
        runtime.database.close()
    for finding in report.findings:
        click.echo(finding_sentence(finding, language))
    if report.outside:
        click.echo(said["outside"].format(count=report.outside))
    else:
        click.echo(said["no_outside"].format(folder=settings.checkpoints))
    if not report.is_whole:
        raise click.ClickException(said["broken"].format(count=report.found))
    click.echo(said["whole"].format(events=report.events, streams=report.streams, checkpoints=report.checkpoints))


@click.command("rotate-keys")
@LANGUAGE
def rotate_keys(language: str) -> None:
    """Make new keys for sealing and signing the history; the old ones stay to check what they made."""
    settings, said = settings_or_exit(), SAID[language]
    if settings.seal_keys.get_secret_value():
        raise click.ClickException(said["environment"])
    opened(lambda: open_runtime(settings), language).database.close()  # only beside keys that are whole
    assert settings.history_keys is not None
    add_keys(settings.history_keys)
    click.echo(said["rotated"].format(folder=settings.history_keys))


def _progress(sentence: str) -> Callable[[int, int], None]:
    printed = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal printed
        if time.monotonic() - printed >= EVERY:
            printed = time.monotonic()
            click.echo(sentence.format(done=done, of=of))

    return tell
