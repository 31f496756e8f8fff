"""Commitments: the chain vouches for personal data without holding it, so that an erasure can leave the chain whole.

The data and its salt lie in the form's row; without them, nobody can find out from the commitment what was there.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from processes.forms.personal import holds_personal, split
from processes.forms.schema import FormSchema
from processes.history.texts import canonical
from processes.models import FormSubmission

SALT_BYTES = 16


class Vouched(NamedTuple):
    """What the history says of a form. ``salt``: to be kept in its row, None when it holds no personal data."""

    digest: str
    commitment: str | None
    salt: bytes | None


def vouch(schema: FormSchema | None, values: Mapping[str, object]) -> Vouched:
    """Of a form that is being submitted. The salt is random, so that a short value cannot be guessed by trying."""
    plain, personal = (values, {}) if schema is None else split(schema, values)
    if not personal:
        return Vouched(digest_of(values), None, None)
    salt = secrets.token_bytes(SALT_BYTES)
    return Vouched(digest_of(plain), commitment(salt, personal), salt)


def commitment(salt: bytes, personal: Mapping[str, object]) -> str:
    """SHA-256 over salt and data, hexadecimal."""
    return hashlib.sha256(salt + canonical(personal).encode()).hexdigest()


def digests(schema: FormSchema | None, values: Mapping[str, object], salt: bytes | None) -> tuple[str, str | None]:
    """What an event says of a form: the digest of what stays, and the commitment to its personal data.

    Without a salt the form holds none, or is from before it was parted: the digest is of the whole.
    """
    if schema is None or salt is None:
        return digest_of(values), None
    plain, personal = split(schema, values)
    return digest_of(plain), commitment(salt, personal)


def proves(schema: FormSchema | None, form: FormSubmission, digest: str, committed: str | None) -> bool:
    """Whether a stored form is what an event says of it."""
    return digests(schema, form.values, form.salt) == (digest, committed)


def proves_erased(schema: FormSchema | None, form: FormSubmission, digest: str) -> bool:
    """Whether an erased form is what stays of it, by its event, and nothing personal came back."""
    is_bare = form.salt is None and (schema is None or not holds_personal(schema, form.values))
    return is_bare and digest_of(form.values) == digest


def digest_of(values: Mapping[str, object]) -> str:
    """Of what a form says, hexadecimal."""
    return hashlib.sha256(canonical(values).encode()).hexdigest()
