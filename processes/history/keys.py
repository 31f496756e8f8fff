"""Owns the keys of the history: who has them can seal and sign, who has the public ones can check. Reads no file.

They live outside the database (`key_files`): whoever writes to the database alone can neither seal nor sign.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from processes.errors import ProcessError

KEY_BYTES = 32
SEAL_BYTES = 16  # RFC 2104, section 5: no less than half of the digest


class KeysMissing(ProcessError):
    """A key that the database was sealed or signed with is missing. ``key_ids``: which; ``place``: where it should be
    found."""

    def __init__(self, key_ids: tuple[str, ...], place: str) -> None:
        super().__init__(f"{', '.join(key_ids)} not in {place}")
        self.key_ids = key_ids
        self.place = place

    @property
    def told(self) -> str:
        return f"{', '.join(self.key_ids)} not in {self.place}"


@dataclass(frozen=True)
class KeyRing:
    """The keys in use, the first of each kind, and the retired ones, which still check what they made.

    ``seals``: key id → 32 secret bytes; ``signers``: key id → 32 secret bytes of Ed25519; ``public``: key id → the
    public 32 bytes of those and of any other signing key whose secret is gone. ``place``: where they were read.
    """

    seals: Mapping[str, bytes]
    signers: Mapping[str, bytes]
    public: Mapping[str, bytes]
    place: str = "memory"

    @classmethod
    def of(
        cls, seals: tuple[bytes, ...], signers: tuple[bytes, ...], public: tuple[bytes, ...] = (), place: str = "memory"
    ) -> KeyRing:
        """A ring of secret bytes, the ones in use first."""
        known = (*(public_of(one) for one in signers), *public)
        return cls(
            {seal_id(one): one for one in seals},
            {public_id(public_of(one)): one for one in signers},
            {public_id(one): one for one in known},
            place,
        )

    @classmethod
    def passing(cls) -> KeyRing:
        """New keys that nobody keeps, for a database that nobody keeps."""
        return cls.of((secrets.token_bytes(KEY_BYTES),), (secrets.token_bytes(KEY_BYTES),))

    @property
    def seal_key_id(self) -> str:
        """Of the key that seals from now on."""
        return next(iter(self.seals))

    @property
    def signing_key_id(self) -> str:
        """Of the key that signs from now on."""
        return next(iter(self.signers))

    def seal(self, stream: str, seq: int, event_hash: bytes, key_id: str | None = None) -> bytes:
        """What only a holder of the key can say of the last event of a stream: 16 bytes of HMAC-SHA-256.

        KeysMissing when the ring has no such key.
        """
        wanted = key_id or self.seal_key_id
        if wanted not in self.seals:
            raise KeysMissing((wanted,), self.place)
        message = f"{len(stream)}:{stream}:{seq}:".encode() + event_hash
        return hmac.digest(self.seals[wanted], message, hashlib.sha256)[:SEAL_BYTES]

    def sign(self, statement: str) -> bytes:
        """An Ed25519 signature (RFC 8032) of a statement, 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.signers[self.signing_key_id]).sign(statement.encode())

    def is_signed(self, statement: str, signature: bytes, key_id: str) -> bool:
        """Whether the holder of a key of the ring signed it; False for a key that the ring does not know."""
        if key_id not in self.public:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public[key_id]).verify(signature, statement.encode())
        except InvalidSignature:
            return False
        return True


def public_of(secret: bytes) -> bytes:
    """The public 32 bytes of a signing key."""
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def seal_id(secret: bytes) -> str:
    """A sealing key's name, which tells nothing of it."""
    return hashlib.sha256(b"steward seal key id" + secret).hexdigest()[:8]


def public_id(public: bytes) -> str:
    """A signing key's name."""
    return hashlib.sha256(public).hexdigest()[:16]
