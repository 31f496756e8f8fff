"""The append-only history (E9): events in hash chains, sealed heads, signed checkpoints, and their verification."""

from processes.history.events import append, begin_stream, event_hash, first_broken, note_change, write_appended
from processes.history.hashing import FIRST
from processes.history.keys import KeyRing, KeysMissing
from processes.history.texts import canonical

__all__ = [
    "FIRST",
    "KeyRing",
    "KeysMissing",
    "append",
    "begin_stream",
    "canonical",
    "event_hash",
    "first_broken",
    "note_change",
    "write_appended",
]
