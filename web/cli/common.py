"""What every command needs: settings, or a clear end."""

import click

from web.settings import Settings, SettingsRefused, load_settings


def settings_or_exit() -> Settings:
    """The environment's settings; ends the command naming each variable at fault."""
    try:
        return load_settings()
    except SettingsRefused as error:
        raise click.ClickException(f"The settings cannot be used:\n{error}") from error
