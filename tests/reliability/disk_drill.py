"""Fills a small disk under a server that people submit forms to, and makes room again; prints what it saw as JSON.

python -m tests.reliability.disk_drill DISK DATABASE ROUNDS ITEM... (see `test_full_disk`)

DISK is a mounted disk of a few megabytes, DATABASE the file that is brought there, and taken back at the end.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from processes.database.sqlite import module
from tests.reliability.driving import Client, Server, hidden

BLOCK = 4096
ROOM = 32 * BLOCK  # that the ballast leaves: the forms themselves fill the disk
FULL = "磁盘已满"


@dataclass
class Seen:
    """What happened. ``said``: the database's own words on the full disk, once a round."""

    acknowledged: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    sound: list[str] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)


class Drill:
    """One server on the disk, one person, and a file that takes the room away."""

    def __init__(self, disk: Path, database: Path) -> None:
        self.file, self.ballast = disk / "bank.sqlite3", disk / "ballast"
        shutil.copy(database, self.file)
        self.server = Server(f"sqlite:///{self.file}", database.parent / "home")
        self.server.start()
        self.client = Client(self.server.port)
        self.client.sign_in("lin")
        self.seen = Seen()

    def run(self, items: list[int], rounds: int) -> Seen:
        """Each round submits until the disk is full, looks around, makes room, and sends the refused form again."""
        waiting = list(items)
        for _ in range(rounds):
            self._take_room()
            item, page = self._submit_until_refused(waiting)
            self._look_around(item)
            self.ballast.unlink()
            self._complete(item, page)
        while waiting:
            self._complete(waiting[0], self._typed(waiting.pop(0)))
        return self.seen

    def _take_room(self) -> None:
        free = os.statvfs(self.file.parent)
        self.ballast.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - ROOM))

    def _submit_until_refused(self, waiting: list[int]) -> tuple[int, dict[str, str]]:
        while True:
            item = waiting.pop(0)  # an IndexError here: the disk never was full
            posted = self._typed(item)
            status, page = self.client.post(f"/work-items/{item}/complete", posted)
            if status != 503:
                assert status == 303, page
                self.seen.acknowledged.append(item)
                continue
            assert FULL in page, page
            self.seen.refused.append(item)
            kept = hidden(page)
            self.seen.kept.append(posted.items() <= kept.items())
            return item, kept

    def _look_around(self, item: int) -> None:
        self.seen.said.append(self._said())
        self.seen.read += [self.client.get(path)[0] for path in ("/", f"/work-items/{item}", "/customers/")]
        self.seen.sound.append(str(query(self.file, "PRAGMA integrity_check")))

    def _said(self) -> str:
        """What the database itself answers to a writer; a file of the test's takes what is left meanwhile."""
        with suppress(OSError), (self.file.parent / "more").open("wb", buffering=0) as more:
            while True:
                more.write(b"\0" * BLOCK)
        connection = module().connect(self.file, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE filler AS SELECT zeroblob(1000000)")
            connection.execute("COMMIT")
        except module().OperationalError as error:
            return str(error)
        finally:
            connection.close()
            (self.file.parent / "more").unlink()
        raise AssertionError("the disk was not full")

    def _typed(self, item: int) -> dict[str, str]:
        page = self.client.get(f"/work-items/{item}")[1]
        return {**hidden(page), "amount": "3", "note": secrets.token_hex(900), "_complete": "1"}

    def _complete(self, item: int, posted: dict[str, str]) -> None:
        status, page = self.client.post(f"/work-items/{item}/complete", posted)
        assert status == 303, page
        self.seen.acknowledged.append(item)


def query(file: Path, statement: str) -> Any:
    """The first value of the first row."""
    connection = module().connect(file)
    try:
        return connection.execute(statement).fetchone()[0]
    finally:
        connection.close()


def main(disk: str, database: str, rounds: str, *items: str) -> None:
    """Run the drill; the server that is alive at the end is the one that was started."""
    drill = Drill(Path(disk), Path(database))
    try:
        seen = drill.run([int(item) for item in items], int(rounds))
    finally:
        drill.server.kill()
    query(drill.file, "PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(drill.file, database)
    json.dump(asdict(seen), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
