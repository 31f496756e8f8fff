"""Merkle trees as RFC 6962 (section 2.1) defines them: a root for many leaves, and a proof that one is among them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(leaf: bytes) -> bytes:
    """Of a leaf's content."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Of leaf hashes in their order; of none, the hash of nothing."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    level = list(hashes)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def proof_of(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of a leaf: the siblings on its way to the root, the nearest first."""
    level, place, path = list(hashes), index, []
    while len(level) > 1:
        sibling = place ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level, place = _above(level), place // 2
    return path


def _above(level: Sequence[bytes]) -> list[bytes]:
    # A last one without a sibling rises as it is: the same tree as the RFC's split at the largest power of two.
    pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs if len(level) % 2 == 0 else [*pairs, level[-1]]


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
