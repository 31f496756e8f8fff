"""An evidence bundle: all that proves one plan's history, in a zip that anyone can check without the bank's systems.

It holds the events of the plan and of what it started, every submitted form, the process's files, and for each stream
the newest signed checkpoint with the proof that the stream is under its root. It holds no secret.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.definitions import DefinitionCache
from processes.errors import NotFound
from processes.forms.personal import split
from processes.history.checkpoints import Statement, unpack_leaves
from processes.history.merkle import proof_of
from processes.models import (
    DefinitionFile,
    DefinitionVersion,
    FormSubmission,
    HistoryCheckpoint,
    HistoryEvent,
    HistoryHead,
    Instance,
)

VERIFIER = Path(__file__).with_name("bundle_verifier.py")
COLUMNS = (
    "stream", "seq", "actor", "actor_id", "on_behalf_of", "action", "context", "personal_data_commitment", "remaining",
)  # fmt: skip
README = """客户管家 Steward：一份方案的证据包 / evidence bundle of one plan

核对 / To check it:  python3 verify.py PUBLIC_KEY
PUBLIC_KEY：本行公钥（64 位十六进制数字），请从本行另行取得，不要使用随证据包收到的任何密钥。
PUBLIC_KEY: the bank's public key, 64 hexadecimal digits. Get it from the bank on another way than this bundle.

events.jsonl      全部事件 / every event
forms/            每次提交的表单 / every form as submitted
definitions/      流程图、决策表与表单定义 / diagrams, tables and forms of the process
checkpoints.json  已签检查点与包含证明 / signed checkpoints with inclusion proofs
verify.py         核对程序，仅需 Python / the check, which needs only Python
"""


def make_bundle(session: Session, definitions: DefinitionCache, instance_id: int, at: datetime) -> bytes:
    """The zip of a plan. NotFound when there is none. Whatever happened since the last checkpoint is not signed yet:
    write one before."""
    instances = _instances(session, instance_id)
    streams = {f"instance:{one.id}": one for one in instances}
    versions = {one.definition_version_id for one in instances} | _earlier_versions(session, streams)
    forms = _forms(session, definitions, [one.id for one in instances])
    files = _definition_files(session, versions)
    listed = {
        "product": "steward evidence bundle",
        "plan": instance_id,
        "made_at": at.isoformat(timespec="seconds"),
        "streams": sorted(streams),
        "forms": sorted(forms),
        "definitions": {digest: {path: name for path, name, _ in own} for digest, own in files.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", README)
        bundle.writestr("bundle.json", _json(listed))
        lines = [json.dumps(event, ensure_ascii=False) + "\n" for event in _events(session, streams)]
        bundle.writestr("events.jsonl", "".join(lines))
        bundle.writestr("checkpoints.json", _json(_proofs(session, streams)))
        for name, form in forms.items():
            bundle.writestr(name, _json(form))
        for own in files.values():
            for _, name, content in own:
                bundle.writestr(name, content)
        bundle.writestr("verify.py", VERIFIER.read_text("utf-8"))
    return made.getvalue()


def _instances(session: Session, instance_id: int) -> list[Instance]:
    asked = select(Instance).where((Instance.id == instance_id) | (Instance.parent_id == instance_id))
    found = list(session.scalars(asked.order_by(Instance.id)))
    if instance_id not in {one.id for one in found}:
        raise NotFound(str(instance_id))
    return found


def _events(session: Session, streams: Iterable[str]) -> Iterable[dict[str, object]]:
    asked = select(HistoryEvent).where(HistoryEvent.stream.in_(streams))
    for event in session.scalars(asked.order_by(HistoryEvent.stream, HistoryEvent.seq)):
        yield {
            **{name: getattr(event, name) for name in COLUMNS},
            "at": event.at.isoformat(timespec="microseconds"),
            "state_digest": None if event.state_digest is None else event.state_digest.hex(),
            "hash": event.hash.hex(),
        }


def _earlier_versions(session: Session, streams: Iterable[str]) -> set[int]:
    """Of instances that were migrated since they started."""
    asked = select(HistoryEvent.context).where(
        HistoryEvent.stream.in_(streams), HistoryEvent.action == "instance:start"
    )
    digests = {str(json.loads(context)["digest"]) for context in session.scalars(asked)}
    return set(session.scalars(select(DefinitionVersion.id).where(DefinitionVersion.digest.in_(digests))))


def _forms(session: Session, definitions: DefinitionCache, instance_ids: list[int]) -> dict[str, dict[str, object]]:
    asked = select(FormSubmission).where(FormSubmission.instance_id.in_(instance_ids)).order_by(FormSubmission.id)
    return {f"forms/{one.id}.json": _form(session, definitions, one) for one in session.scalars(asked)}


def _form(session: Session, definitions: DefinitionCache, one: FormSubmission) -> dict[str, object]:
    schema = definitions.get(session, one.definition_version_id).forms.get(one.form_key)
    is_whole = schema is None or one.salt is None  # without personal data, or it was erased
    plain, personal = (one.values, {}) if schema is None or is_whole else split(schema, one.values)
    return {
        "submission": one.id,
        "form": one.form_key,
        "element": one.element_id,
        "language": one.language,
        "submitted_by": one.submitted_by_name,
        "submitted_at": one.submitted_at.isoformat(timespec="microseconds"),
        "values": plain,
        "personal": personal,
        "salt": None if one.salt is None else one.salt.hex(),
        "erased_at": None if one.erased_at is None else one.erased_at.isoformat(timespec="microseconds"),
    }


def _definition_files(session: Session, versions: set[int]) -> dict[str, list[tuple[str, str, bytes]]]:
    """Digest of a version → (path, name in the bundle, content) of its files."""
    found: dict[str, list[tuple[str, str, bytes]]] = {}
    asked = (
        select(DefinitionVersion.digest, DefinitionFile.path, DefinitionFile.content)
        .join(DefinitionFile, DefinitionFile.version_id == DefinitionVersion.id)
        .where(DefinitionVersion.id.in_(versions))
        .order_by(DefinitionVersion.id, DefinitionFile.path)
    )
    for digest, path, content in session.execute(asked):
        found.setdefault(digest, []).append((path, f"definitions/{digest[:16]}/{path}", content))
    return found


def _proofs(session: Session, streams: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Stream → its newest checkpoint and the audit path; a stream that none holds is left out."""
    heads = select(HistoryHead.stream, HistoryHead.checkpoint).where(HistoryHead.stream.in_(streams))
    covered = {row.stream: row.checkpoint for row in session.execute(heads)}
    asked = select(HistoryCheckpoint).where(HistoryCheckpoint.number.in_(set(covered.values())))
    found: dict[str, dict[str, Any]] = {}
    for checkpoint in session.scalars(asked):
        leaves = unpack_leaves(checkpoint.leaves)
        hashes = [leaf.hashed for leaf in leaves]
        for place, leaf in enumerate(leaves):
            if covered.get(leaf.stream) == checkpoint.number:
                found[leaf.stream] = _proof(checkpoint, leaf.seq, place, proof_of(hashes, place))
    return found


def _proof(checkpoint: HistoryCheckpoint, seq: int, place: int, path: list[bytes]) -> dict[str, Any]:
    return {
        "statement": checkpoint.statement,
        "signature": checkpoint.signature.hex(),
        "key": Statement.read(checkpoint.statement).key,
        "seq": seq,
        "index": place,
        "path": [one.hex() for one in path],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
