"""Each command of the command line begins in a process of its own: no import of it leans on another's."""

from __future__ import annotations

import subprocess
import sys

import pytest

from web.cli import COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_tells_what_it_does(command: str) -> None:
    asked = [sys.executable, "-m", "web.cli", command, "--help"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{command} [OPTIONS]" in done.stdout
