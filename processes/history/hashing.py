"""How an event becomes its hash: SHA-256 over length-prefixed parts, so that no two events share a preimage (E9)."""

from __future__ import annotations

from binascii import hexlify
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from processes.history.texts import prefixed

FIRST = bytes(32)
HASHED = (
    "stream", "seq", "at", "actor", "actor_id", "on_behalf_of", "action", "context", "personal_data_commitment",
    "remaining", "state_digest",
)  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000  # microseconds
NOTHING = prefixed(b"")


class _Lengths(dict[int, bytes]):
    """The 8 bytes before a part of that length: of most parts looked up, which no function call could match."""

    def __missing__(self, length: int) -> bytes:
        return length.to_bytes(8, "big")


LENGTHS = _Lengths((length, length.to_bytes(8, "big")) for length in range(4096))


def hash_of(
    previous: bytes,
    stream: str,
    seq: int,
    at: str,
    actor: str,
    actor_id: int | None,
    on_behalf_of: str | None,
    action: str,
    context: str,
    commitment: str | None,
    remaining: int | None,
    state_digest: bytes | None,
) -> bytes:
    """Of the columns of an event, in the order of `HASHED`; ``at``: as `moment_text` says it."""
    told, before = context.encode(), hexlify(previous)
    parts = [
        LENGTHS[len(before)], before,
        _known(stream),
        _number(seq),
        _known(at),
        _known(actor),
        NOTHING if actor_id is None else _number(actor_id),
        _known(on_behalf_of or ""),
        _known(action),
        LENGTHS[len(told)], told,
        _known(commitment or ""),
    ]  # fmt: skip
    if remaining is not None:  # events from before it was kept are hashed as they were
        parts += (_number(remaining), NOTHING if state_digest is None else prefixed(hexlify(state_digest)))
    return sha256(b"".join(parts)).digest()


def moment_text(at: datetime) -> str:
    """A moment as it is hashed, e.g. ``2026-11-27T02:00:00.000001+00:00``."""
    return at.isoformat(timespec="microseconds")


@lru_cache(maxsize=4096)
def _known(part: str) -> bytes:
    """Of a part that comes again and again: to look it up is cheaper than to make it."""
    return prefixed(part.encode())


@lru_cache(maxsize=4096)
def _number(part: int) -> bytes:
    return prefixed(str(part).encode())


def stored_moment_text(microseconds: int) -> str:
    """The same of microseconds since 1970, for whoever reads many: most share their second with the one before."""
    seconds, rest = divmod(microseconds, SECOND)
    return f"{_second(seconds)}{rest:06d}+00:00"


@lru_cache(maxsize=1024)
def _second(seconds: int) -> str:
    return f"{(EPOCH + timedelta(seconds=seconds)).isoformat()[:19]}."
