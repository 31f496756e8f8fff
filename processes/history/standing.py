"""What the history holds of an instance beside its events: a digest of how a transaction left it.

So a state that is put back, or a row that is edited, no longer fits the last event that changed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Protocol

from processes.history.texts import canonical, prefixed


class Standing(Protocol):
    """What the digest covers of an instance's row."""

    @property
    def definition_version_id(self) -> int: ...
    @property
    def subject_id(self) -> int | None: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def status(self) -> str: ...
    @property
    def step(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, object]: ...
    @property
    def path(self) -> Mapping[str, int]: ...
    @property
    def visits(self) -> Mapping[str, int]: ...
    @property
    def waiting_at(self) -> list[str]: ...


def standing_digest(instance: Standing, blob: bytes | None) -> bytes:
    """SHA-256 over the length-prefixed parts of an instance: 32 bytes. ``blob``: the engine's state, if it runs."""
    known = (
        str(instance.definition_version_id),
        str(instance.subject_id),
        str(instance.parent_id),
        instance.status,
        str(instance.step),
        canonical({"data": instance.data, "path": instance.path, "visits": instance.visits}),
        canonical({"waiting_at": instance.waiting_at}),
    )
    parts = [*(part.encode() for part in known), blob or b""]
    return hashlib.sha256(b"".join(map(prefixed, parts))).digest()
