"""The keys of every bank under test: known, so that a test can do what only a holder of them can."""

from __future__ import annotations

from processes.history import KeyRing

KEYS = KeyRing.of((bytes(range(32)),), (bytes(range(32, 64)),))
