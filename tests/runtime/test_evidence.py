"""An evidence bundle is checked by its own verifier, in a Python without the program, with the public key alone."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from processes.actors import SYSTEM
from processes.commands import CompleteWorkItem, WriteCheckpoint
from processes.history import KeyRing
from processes.history.bundle import make_bundle
from processes.history.bundle_verifier import climb, is_signed
from processes.history.merkle import leaf_hash, proof_of, root_of
from tests.runtime.small import item_at, start
from tests.support.bank import Bank
from tests.support.keys import KEYS

PUBLIC = KEYS.public[KEYS.signing_key_id].hex()


@pytest.fixture
def bundle(small: Bank, tmp_path: Path) -> Path:
    """The unpacked bundle of a plan beside others."""
    plans = [start(small, "handover") for _ in range(5)]
    item = item_at(small, plans[2], "enter_amount")
    small.execute(CompleteWorkItem(item.id, {"amount": ["3"], "note": ["李总"]}), "lin")
    small.runtime.execute(WriteCheckpoint(), SYSTEM)
    with small.runtime.read_session() as session:
        content = make_bundle(session, small.runtime.definitions, plans[2], small.clock())
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        made.extractall(tmp_path / "bundle")
    return tmp_path / "bundle"


def verified(bundle: Path, key: str = PUBLIC) -> subprocess.CompletedProcess[str]:
    """Run by a bare interpreter: it sees no installed package and no file of ours."""
    command = [sys.executable, "-I", "-S", str(bundle / "verify.py"), key]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=bundle)


def change(path: Path, turned: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    after = turned(before)
    assert after != before
    path.write_text(after, "utf-8")


def without_last_line(text: str) -> str:
    return "".join(text.splitlines(keepends=True)[:-1])


def edited(key: str, value: object) -> Callable[[str], str]:
    return lambda text: json.dumps({**json.loads(text), key: value}, ensure_ascii=False)


CHANGES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "an event": ("events.jsonl", lambda text: text.replace("am:", "aud:", 1), "the chain breaks"),
    "the last event": ("events.jsonl", without_last_line, "is cut"),
    "a form": ("forms/1.json", lambda text: text.replace('"amount": 3', '"amount": 4'), "a form differs"),
    "personal data": ("forms/1.json", edited("personal", {"note": "王总"}), "personal data differs"),
    "a diagram": ("definitions/*/handover.bpmn", lambda text: text + " ", "files of the process differ"),
    "a signature": ("checkpoints.json", lambda text: text.replace('"signature": "', '"signature": "0', 1), ""),
    "a statement": ("checkpoints.json", lambda text: text.replace("steward history", "other history"), "signature"),
    "an audit path": ("checkpoints.json", lambda text: text.replace('"index": 2', '"index": 3'), ""),
}


def test_an_untouched_bundle_passes(bundle: Path) -> None:
    done = verified(bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "通过 PASS"


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_bundle_says_what_differs(bundle: Path, what: str) -> None:
    name, turned, said = CHANGES[what]
    (path,) = bundle.glob(name)
    change(path, turned)
    done = verified(bundle)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "未通过 FAIL"
    assert said in done.stdout


def test_another_key_does_not_pass(bundle: Path) -> None:
    others = KeyRing.passing()
    done = verified(bundle, others.public[others.signing_key_id].hex())
    assert done.returncode == 1
    assert "signature of a checkpoint is wrong" in done.stdout


def test_the_bundle_holds_no_secret(bundle: Path) -> None:
    secrets = [*KEYS.seals.values(), *KEYS.signers.values()]
    for path in bundle.rglob("*.*"):
        content = path.read_bytes()
        assert not any(secret in content or secret.hex().encode() in content for secret in secrets)


def test_the_verifiers_signatures_are_the_librarys() -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)  # noqa: T201
    chance = random.Random(seed)
    for _ in range(10):
        key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        message = chance.randbytes(chance.randrange(200))
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert is_signed(public, message, signature)
        place = chance.randrange(64)
        spoilt = signature[:place] + bytes([signature[place] ^ 1 << chance.randrange(8)]) + signature[place + 1 :]
        assert not is_signed(public, message, spoilt)
        assert not is_signed(public, message + b".", signature)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33])
def test_every_leaf_of_a_tree_has_its_proof_and_no_other(size: int) -> None:
    hashes = [leaf_hash(bytes([number])) for number in range(size)]
    root = root_of(hashes)
    for index, leaf in enumerate(hashes):
        path = [one.hex() for one in proof_of(hashes, index)]
        assert climb(leaf, index, size, path) == root
        assert climb(leaf_hash(b"another"), index, size, path) != root
        assert climb(leaf, index, size, [*path, root.hex()]) is None


def test_the_root_is_that_of_the_standard() -> None:
    """RFC 6962's tree over seven leaves, as its section 2.1.3 draws it."""
    hashes = [leaf_hash(bytes([number])) for number in range(7)]
    left, right = root_of(hashes[:4]), root_of(hashes[4:])
    assert root_of(hashes) == root_of([left, right])
