"""What the history holds of an instance beside its events: a digest of how a transaction left it.

So a state that is put back, or a row that is edited, no longer fits the last event that changed it.
"""

from __future__ import annotations

import hashlib

from processes.history.texts import canonical, prefixed
from processes.models import Instance


def standing_digest(instance: Instance, blob: bytes | None) -> bytes:
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
