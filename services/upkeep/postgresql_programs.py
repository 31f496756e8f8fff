"""Runs PostgreSQL's own programs on a database given by URL."""

from __future__ import annotations

import os
import subprocess

from sqlalchemy.engine import make_url

from services.cluster import program
from services.upkeep.manifest import BackupRefused


def run_program(name: str, url: str, *arguments: str) -> None:
    """BackupRefused with the program's words when it fails. The password goes by environment, not by command line."""
    address = make_url(url).set(drivername="postgresql")
    password = {} if address.password is None else {"PGPASSWORD": address.password}
    target = address.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603  (a program found in PostgreSQL's folder, with our own arguments)
        [program(name), f"--dbname={target}", *arguments],
        env={**os.environ, **password},
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupRefused("program_failed", f"{name}: {done.stderr.decode(errors='replace').strip()}")
