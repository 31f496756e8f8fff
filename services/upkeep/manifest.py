"""What a backup says of itself, so that a restore can trust it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, text

from processes.errors import ProcessError

NAME = "manifest.json"
COUNTED = ("instance", "work_item", "form_submission", "history_event", "customer")
BLOCK = 1 << 20


class BackupRefused(ProcessError):
    """A backup cannot be made or restored. ``code``: a reason, e.g. "changed"; ``detail``: what it is about."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Manifest:
    """``kind``: sqlite or postgresql; ``revision``: of the tables; ``created_at``: ISO, UTC;
    ``digest``: SHA-256 of the content file; ``counts``: rows of some tables."""

    product: str
    kind: str
    revision: str
    created_at: str
    content: str
    digest: str
    counts: Mapping[str, int]

    def write(self, folder: Path) -> None:
        """Put it into the backup's folder."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=2), "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Of a backup's folder; BackupRefused when there is none or its content was changed."""
        try:
            found = cls(**json.loads((folder / NAME).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BackupRefused("no_manifest", str(folder)) from error
        content = folder / Path(found.content).name
        if not content.is_file() or digest_of(content) != found.digest:
            raise BackupRefused("changed", str(content))
        return found


def describe(connection: Connection, kind: str, content: Path, at: datetime) -> Manifest:
    """The manifest of a content file, counted on a connection that sees what the file holds."""
    counts = {name: int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()) for name in COUNTED}  # noqa: S608  (names of ours)
    revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    stamp = at.isoformat(timespec="seconds")
    return Manifest(version("steward"), kind, revision, stamp, content.name, digest_of(content), counts)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
