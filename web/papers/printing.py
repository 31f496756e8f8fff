"""Owns how a paper becomes PDF bytes: the shipped source, and blocks that are never source, through the press.

Knows no page and no record. The same paper and time give the same bytes.
"""

import json
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

from processes.errors import ProcessError
from web.languages import gettext as _
from web.papers.blocks import Paper
from web.papers.glyphs import FONTS, printable
from web.sentences import Problem, says

SOURCE = Path(__file__).with_name("paper.typ")
PRESS = Path(__file__).with_name("press.py")
SECONDS = 60.0
LARGEST_JOB = 32 * 1024**2  # bytes of data and pictures
AT_ONCE = 2  # presses of one process; whoever comes then waits
WAITS = 30.0  # seconds

_presses = threading.BoundedSemaphore(AT_ONCE)


class NotPrinted(ProcessError):
    """The press failed, or took too long."""


class PaperTooLarge(NotPrinted):
    """What was to be printed is more than a paper holds."""


def pdf(paper: Paper, made_at: datetime) -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1. Raises PaperTooLarge, and NotPrinted when the press failed."""
    job = {
        "source": str(SOURCE),
        "fonts": str(FONTS),
        "data": printable(paper.data),
        "drawings": paper.drawings,
        "made_at": int(made_at.timestamp()),
    }
    told = json.dumps(job).encode()
    if len(told) > LARGEST_JOB:
        raise PaperTooLarge
    return _pressed(told)


def _pressed(job: bytes) -> bytes:
    if not _presses.acquire(timeout=WAITS):
        raise NotPrinted("busy")
    try:
        # Isolated: neither the working folder nor the environment decides what it loads.
        made = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(PRESS)], input=job, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NotPrinted("time") from late
    finally:
        _presses.release()
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise NotPrinted(made.stderr.decode(errors="replace")[-2000:])
    return made.stdout


@says(NotPrinted)
def _not_printed(_error: NotPrinted) -> Problem:
    return Problem(
        503,
        _("The paper could not be made"),
        _("Nothing was changed. Try again; if it fails again, tell an administrator."),
    )


@says(PaperTooLarge)
def _too_large(_error: PaperTooLarge) -> Problem:
    return Problem(413, _("This is too much for one paper"), _("Print its pages, or take the evidence bundle along."))
