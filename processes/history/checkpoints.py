"""Owns what a checkpoint says: the heads that changed, under one Merkle root, in a signed chain of statements."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from processes.history.keys import KeyRing
from processes.history.merkle import leaf_hash, root_of
from processes.history.texts import canonical, prefixed
from processes.packing import packed, unpacked

PRODUCT = "steward history checkpoint"
FIRST_PREVIOUS = "0" * 64


class Leaf(NamedTuple):
    """The head of a stream as a checkpoint knows it. ``hash``: of the event at ``seq``, 32 bytes.

    ``first``: the number of the first event that no checkpoint before spoke of; not under the root.
    """

    stream: str
    seq: int
    hash: bytes
    first: int = 1

    @property
    def hashed(self) -> bytes:
        """As the tree holds it."""
        return leaf_hash(b"".join(map(prefixed, (self.stream.encode(), str(self.seq).encode(), self.hash))))


@dataclass(frozen=True)
class Statement:
    """What is signed. ``previous``: SHA-256 of the statement before it, hexadecimal; ``root``: of its leaves.

    ``abandoned``: the first and the last number that a restored backup no longer holds; they lie outside only.
    """

    number: int
    at: str
    previous: str
    leaves: int
    root: str
    key: str
    abandoned: tuple[int, int] | None = None
    product: str = PRODUCT

    @property
    def text(self) -> str:
        """The one text that is signed and stored."""
        return canonical(asdict(self))

    @classmethod
    def read(cls, text: str) -> Statement:
        """Of a stored text. Raises ValueError when it is none."""
        try:
            found = json.loads(text)
            gone = found.pop("abandoned")
            return cls(**found, abandoned=None if gone is None else (int(gone[0]), int(gone[1])))
        except (TypeError, KeyError, AttributeError, IndexError) as error:
            raise ValueError("no statement of a checkpoint") from error


class Signed(NamedTuple):
    """A checkpoint as it is stored, in the database and outside. ``leaves``: packed."""

    number: int
    statement: str
    signature: bytes
    leaves: bytes


def digest_of(statement: str) -> str:
    """By which the next statement names it."""
    return hashlib.sha256(statement.encode()).hexdigest()


def make_checkpoint(
    keys: KeyRing,
    leaves: Sequence[Leaf],
    number: int,
    previous: str | None,
    at: datetime,
    abandoned: tuple[int, int] | None = None,
) -> Signed:
    """Sign a checkpoint. ``previous``: the text of the statement before it, None for the first."""
    before = FIRST_PREVIOUS if previous is None else digest_of(previous)
    root = root_of([leaf.hashed for leaf in leaves]).hex()
    stamp = at.isoformat(timespec="microseconds")
    text = Statement(number, stamp, before, len(leaves), root, keys.signing_key_id, abandoned).text
    return Signed(number, text, keys.sign(text), pack_leaves(leaves))


def pack_leaves(leaves: Sequence[Leaf]) -> bytes:
    """The leaves in their order, compressed."""
    rows = [[leaf.stream, leaf.seq, leaf.hash.hex(), leaf.first] for leaf in leaves]
    return packed(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def unpack_leaves(content: bytes) -> list[Leaf]:
    """What was packed. Raises ValueError when it is not that."""
    try:
        rows = json.loads(_plain(content))
        return [Leaf(str(stream), int(seq), bytes.fromhex(digest), int(first)) for stream, seq, digest, first in rows]
    except (TypeError, KeyError) as error:
        raise ValueError("no leaves of a checkpoint") from error


def _plain(content: bytes) -> bytes:
    try:
        return unpacked(content)
    except Exception as error:
        raise ValueError("no leaves of a checkpoint") from error
