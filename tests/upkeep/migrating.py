"""A migration that kills itself: python -m tests.upkeep.migrating URL begins|moved|ended NTH."""

from __future__ import annotations

import os
import signal
import sys

from processes.database import make_database
from services.database import migrate
from services.migration_steps import Step


class Killer:
    """Hears how it goes, and at the nth such moment ends the process as a power cut would."""

    def __init__(self, moment: str, nth: int) -> None:
        self._moment, self._left = moment, nth

    def begins(self, _step: Step) -> None:
        """A revision begins."""
        self._at("begins")

    def moved(self, _table: str, _rows: int) -> None:
        """In the middle of a table."""
        self._at("moved")

    def ended(self, _step: Step, _seconds: float) -> None:
        """A revision has run, and the next one has not."""
        self._at("ended")

    def _at(self, moment: str) -> None:
        self._left -= moment == self._moment
        if moment == self._moment and self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    migrate(make_database(sys.argv[1]).writer, telling=Killer(sys.argv[2], int(sys.argv[3])))
