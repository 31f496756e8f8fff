"""Databases of a test's own on a PostgreSQL server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from services.cluster import Cluster


def create(cluster: Cluster, name: str, template: str = "template1") -> None:
    """Make a database, a copy of ``template``."""
    engine = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'))
    engine.dispose()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that a server under another user may enter; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="steward-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest) -> str:
    """The folders whose tests run on both databases take this for their ``database_kind``."""
    return str(request.param)
