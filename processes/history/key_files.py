"""Keeps the keys of the history in a folder outside the database, or reads them from two texts of the environment.

The folder holds ``seal-ID.key`` and ``signing-ID.key`` (secret, hexadecimal), ``public-ID.key`` (to be handed out) and
``in-use.json``. Retired keys stay: they check what they made.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path

from processes.errors import ProcessError
from processes.history.keys import KEY_BYTES, KeyRing, public_id, public_of, seal_id

IN_USE = "in-use.json"
SECRET, PUBLIC = 0o600, 0o644


class KeysUnreadable(ProcessError):
    """A key file or text is not 64 hexadecimal digits. ``place``: where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place

    @property
    def told(self) -> str:
        return self.place


def keys_of_texts(seals: str, signers: str) -> KeyRing:
    """A ring of comma-separated hexadecimal keys, those in use first. Raises KeysUnreadable."""
    place = "STEWARD_SEAL_KEYS, STEWARD_SIGNING_KEYS"
    return KeyRing.of(_texts(seals, "STEWARD_SEAL_KEYS"), _texts(signers, "STEWARD_SIGNING_KEYS"), place=place)


def keys_in(folder: Path) -> KeyRing | None:
    """The ring of a folder; None when it holds none. Raises KeysUnreadable."""
    try:
        used = json.loads((folder / IN_USE).read_text("ascii"))
        first = {"seal": str(used["seal"]), "signing": str(used["signing"])}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise KeysUnreadable(str(folder / IN_USE)) from error
    seals, signers = (_secrets(folder, kind, first[kind]) for kind in ("seal", "signing"))
    public = tuple(_key(path) for path in sorted(folder.glob("public-*.key")))
    return KeyRing.of(seals, signers, public, str(folder))


def make_keys(folder: Path) -> KeyRing:
    """The ring of a folder, made when there is none; of several processes at once one makes it."""
    found = keys_in(folder)
    if found is not None:
        return found
    folder.parent.mkdir(parents=True, exist_ok=True)
    growing = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}")
    growing.mkdir(mode=0o700)
    add_keys(growing)
    try:
        growing.rename(folder)
    except OSError:  # another process was faster
        shutil.rmtree(growing)
    made = keys_in(folder)
    if made is None:
        raise KeysUnreadable(str(folder / IN_USE))
    return made


def add_keys(folder: Path) -> None:
    """New keys, in use from the next start; those before them stay as retired ones."""
    seal, signer = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    public = public_of(signer)
    used = {"seal": seal_id(seal), "signing": public_id(public)}
    _write(folder / f"seal-{used['seal']}.key", seal.hex(), SECRET)
    _write(folder / f"signing-{used['signing']}.key", signer.hex(), SECRET)
    _write(folder / f"public-{used['signing']}.key", public.hex(), PUBLIC)
    growing = folder / f"{IN_USE}.{secrets.token_hex(4)}"
    _write(growing, json.dumps(used), SECRET)
    growing.rename(folder / IN_USE)


def _secrets(folder: Path, kind: str, first: str) -> tuple[bytes, ...]:
    paths = sorted(folder.glob(f"{kind}-*.key"), key=lambda path: (path.name != f"{kind}-{first}.key", path.name))
    if not paths or paths[0].name != f"{kind}-{first}.key":
        raise KeysUnreadable(str(folder / f"{kind}-{first}.key"))
    return tuple(_key(path) for path in paths)


def _key(path: Path) -> bytes:
    return _bytes(path.read_text("ascii", errors="replace"), str(path))


def _texts(text: str, place: str) -> tuple[bytes, ...]:
    return tuple(_bytes(one, place) for one in text.split(","))


def _bytes(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError as error:
        raise KeysUnreadable(place) from error
    if len(key) != KEY_BYTES:
        raise KeysUnreadable(place)
    return key


def _write(path: Path, text: str, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(handle)
