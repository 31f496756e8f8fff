"""What every command needs: settings, or a clear end."""

import signal
import sys

import click

from web.logs.setting_up import catch_uncaught, chosen_form, set_up_logs
from web.settings import Settings, SettingsRefused, load_settings


def settings_or_exit() -> Settings:
    """The environment's settings; ends the command naming each variable at fault."""
    try:
        return load_settings()
    except SettingsRefused as error:
        raise click.ClickException(f"The settings cannot be used:\n{error}") from error


def serving_settings(serves_others: bool) -> Settings:
    """The same for a process that goes on running; its lines have the chosen form from now on."""
    _leave_when_told()
    settings = settings_or_exit()
    set_up_logs(chosen_form(settings.log_format, serves_others))
    catch_uncaught()
    return settings


def _leave_when_told() -> None:
    """SIGTERM ends the process in order, also before its server or queue listens for it, and is no failure."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
