"""`steward score`."""

import json
from pathlib import Path

import click

from services.standard.errors import RecordInvalid
from services.standard.scorecard import scorecards


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def score(file: Path) -> None:
    """Score the customer records of a JSON file: one JSON object a line."""
    try:
        for card in scorecards(file.read_text("utf-8")):
            click.echo(json.dumps(card, ensure_ascii=False))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    except RecordInvalid as error:
        raise click.ClickException(f"{file}: {error}") from error
