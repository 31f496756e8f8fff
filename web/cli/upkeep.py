"""`steward backup`, `restore`, `release-jobs`, `doctor`."""

import getpass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from processes.actors import SYSTEM
from processes.database import DatabaseUnsuitable, make_database
from processes.history.outside import Outside
from services.cluster import ClusterUnavailable
from services.migration_steps import MigrationRefused
from services.upkeep.backup import make_backup
from services.upkeep.doctor import Level, Patient, examine
from services.upkeep.manifest import BackupRefused
from services.upkeep.restore import ReleaseExternalJobs
from services.upkeep.restore import restore as restore_backup
from web.cli.common import settings_or_exit
from web.cli.migrating import opened, sentence_of
from web.cli.upkeep_words import advice_of, name_of, refusal_of
from web.starting import keys_of, open_runtime


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=None, required=False)
def backup(folder: Path | None) -> None:
    """Copy the whole database while it is in use, into a new folder below FOLDER (STEWARD_HOME/backups).

    The keys are not in it (secret.key and the folder keys in STEWARD_HOME), nor are the signed checkpoints
    (the folder checkpoints): keep those apart.
    """
    settings = settings_or_exit()
    runtime = opened(lambda: open_runtime(settings), settings.default_language)
    try:
        made = make_backup(runtime.database, folder or settings.home / "backups", datetime.now(UTC))
    except (BackupRefused, ClusterUnavailable) as error:
        raise click.ClickException(refusal_of(error)) from error
    finally:
        runtime.database.close()
    click.echo(f"{made}")


@click.command()
@click.argument("backup_folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="The database holds data: put the backup in its place.")
def restore(backup_folder: Path, replace: bool) -> None:
    """Put a backup in the place of the database. Stop every Steward process first."""
    settings = settings_or_exit()
    try:
        keys = opened(lambda: keys_of(settings), settings.default_language)
        outside = Outside(settings.checkpoints) if settings.checkpoints else None
        act = partial(restore_backup, backup_folder, settings.database_url, getpass.getuser(), keys, outside, replace)
        manifest, erased = opened(act, settings.default_language)
    except (BackupRefused, ClusterUnavailable) as error:
        raise click.ClickException(refusal_of(error)) from error
    except MigrationRefused as error:
        raise click.ClickException(sentence_of(error, settings.default_language)) from error
    click.echo(
        f"Restored: {manifest.created_at}, {manifest.counts['instance']} instances; every history chain verified."
    )
    if outside is None:
        click.echo("No folder of checkpoints: whether anything was erased since that backup is not known here.")
    else:
        click.echo(f"Personal data of {erased} records, erased since that backup, was erased again.")
    click.echo("What leaves the system is held. When that is right again: steward release-jobs")


@click.command("release-jobs")
def release_jobs() -> None:
    """After a restore: let external jobs run again."""
    settings = settings_or_exit()
    runtime = opened(lambda: open_runtime(settings), settings.default_language)
    released = runtime.execute(ReleaseExternalJobs(getpass.getuser()), SYSTEM)
    runtime.database.close()
    click.echo("External jobs run again." if released else "Nothing was held.")


@click.command()
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def doctor(language: str) -> None:
    """Look the installation over: one line a thing, what to do next, exit status 1 when something is broken."""
    settings = settings_or_exit()
    try:
        database = make_database(settings.database_url)
    except DatabaseUnsuitable as error:
        raise click.ClickException(str(error)) from error
    worst = Level.OK
    is_scraped = bool(settings.metrics_token.get_secret_value())
    keys = None if settings.seal_keys.get_secret_value() else settings.history_keys
    patient = Patient(
        database, settings.home, datetime.now(UTC), is_scraped, settings.log_format, keys, settings.checkpoints
    )
    for finding in examine(patient):
        advice = "" if finding.level is Level.OK else f" – {advice_of(finding.code, language)}"
        click.echo(f"{finding.level.value:<8}{name_of(finding.code, language)}: {finding.detail}{advice}")
        worst = Level.FAILURE if Level.FAILURE in (worst, finding.level) else worst
    database.close()
    if worst is Level.FAILURE:
        raise SystemExit(1)
