"""The process of one errand: reads what to do, does it, answers, ends. Started by `processes.errands` alone.

Reads a pickle behind its length and a line feed; answers with a pickle: (what was found, "") or (None, why it failed).
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading

YIELDING = 10  # how far below others, by the measure of nice(2)


def main() -> None:
    """Once; whatever is printed on the way goes nowhere."""
    # First of all: what the errand needs is loaded when it is unpickled, which is work already. Signals that reach all
    # processes of a terminal or a service are for the one that waits, which finishes its job or ends this process.
    os.nice(YIELDING)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked = sys.stdin.buffer.read(int(sys.stdin.buffer.readline()))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answers.write(_done(asked))
    answers.close()
    os._exit(0)


def _done(asked: bytes) -> bytes:
    from processes.failures import failure_text  # noqa: PLC0415  (after nice, as all that is loaded)
    from processes.memory import settle_memory  # noqa: PLC0415

    try:
        function, given = pickle.loads(asked)  # noqa: S301  (from the process that started this one)
        settle_memory()
        return pickle.dumps((function(*given), ""))
    except Exception as error:
        return pickle.dumps((None, failure_text(error)))


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
