"""What a verification finds, with the place of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

CODES = (
    "chain",  # an event does not follow from the one before it: edited, moved, put in, taken out
    "cut",  # events at a stream's end are gone
    "added",  # events follow the sealed head
    "transaction",  # the last transaction of a stream is not whole
    "head",  # a stream has no sealed head
    "unsealed",  # a head without a seal
    "seal",  # a head that no holder of the key sealed
    "key",  # a head or a checkpoint of a key that is not at hand
    "emptied",  # a sealed head without events
    "covered",  # a stream is not what a signed checkpoint says of it
    "gone",  # a stream that a signed checkpoint names is not there
    "cover",  # a head claims another checkpoint than the signed ones say
    "state",  # an instance is not as its last step left it
    "instance",  # a history without its instance
    "silent",  # an instance without a history
    "form",  # a submitted form is not the one that was submitted
    "erased",  # the personal data of a form is gone, and no event tells of its erasure
    "unerased",  # the personal data of a form was erased, and the form is not as the erasure left it
    "form_gone",  # a submitted form is not there
    "checkpoint",  # a checkpoint that cannot be read, or whose root is not its leaves'
    "signature",  # a checkpoint that no holder of the key signed
    "order",  # a checkpoint does not follow from the one before it
    "missing",  # a checkpoint lies outside and not in the database
    "outside",  # a checkpoint says something else outside than in the database
)
MOST = 10_000


class Finding(NamedTuple):
    """``code``: one of `CODES`; ``stream``, ``seq``: where in the history; ``number``: of the checkpoint; 0: none."""

    code: str
    stream: str = ""
    seq: int = 0
    number: int = 0


@dataclass
class Report:
    """What was looked at, and what was found. ``outside``: checkpoints that this host's copy had when it began, None
    without one; ``found``: how many findings, of which the first `MOST` are kept: of a history that was replaced, each
    event is one.
    """

    events: int = 0
    streams: int = 0
    checkpoints: int = 0
    outside: int | None = None
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.found

    def note(self, code: str, stream: str = "", seq: int = 0, number: int = 0) -> None:
        """One thing that is not as it should be."""
        self.found += 1
        if len(self.findings) < MOST:
            self.findings.append(Finding(code, stream, seq, number))


Progress = Callable[[int, int], None]  # (events looked at, events in all)
