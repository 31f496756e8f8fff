"""The command line: run an installation, add people, import customers, score records.

A command's module is read when the command is: each process that counts for another (`processes.cores`) reads this one.
"""

from importlib import import_module

import click

COMMANDS = {
    "run": "serving",
    "web": "scaling",
    "worker": "scaling",
    "scale": "scaling",
    "migrate": "migrating",
    "user": "people",
    "customer": "people",
    "score": "scoring",
    "lint": "linting",
    "backup": "upkeep",
    "restore": "upkeep",
    "release-jobs": "upkeep",
    "doctor": "upkeep",
    "verify-history": "history",
    "rotate-keys": "history",
}
"""Command → its module here, where it has that name."""


class Commands(click.Group):
    """The commands, in the order of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """See click.Group."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """See click.Group."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"web.cli.{COMMANDS[cmd_name]}"), cmd_name.replace("-", "_"))
        return found


@click.group(cls=Commands)
def main() -> None:
    """Steward 客户管家: customer relationship maintenance."""
    from web.logs.setting_up import set_up_logs  # noqa: PLC0415  (as a command's module: not before it is wanted)

    set_up_logs("text")
