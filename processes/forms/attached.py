"""What a form holds of an attached file: who it is, never its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from processes.attachments.kinds import media_type_of
from processes.attachments.samples import sample_file
from processes.forms.schema import FormSchema

SAMPLE = 0  # the id of a made-up file; no stored one has it
_KINDS = {"id": int, "name": str, "media_type": str, "size": int, "sha256": str}


@dataclass(frozen=True)
class AttachedFile:
    """A file as submissions keep it. ``size``: bytes; ``sha256``: hexadecimal, of the content."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str

    @property
    def value(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)


Attached = Mapping[str, Sequence[AttachedFile]]
"""field → the files that a person has attached to it and not submitted."""


def files_in(value: object) -> tuple[AttachedFile, ...]:
    """The files that a stored or prefilled value names; what is none is left out."""
    listed = value if isinstance(value, list) else []
    return tuple(file for one in listed if (file := _file(one)) is not None)


def known_files(base: object, attached: Iterable[AttachedFile]) -> dict[str, AttachedFile]:
    """What a field may name, by the text that a page sends: what its form started from, and what was attached since."""
    return {str(file.id): file for file in (*files_in(base), *attached)}


def files_named(value: object, known: Mapping[str, AttachedFile]) -> tuple[AttachedFile, ...]:
    """The files of a field as it is stored, or as a page sends it: by their ids, which may be unknown."""
    listed = value if isinstance(value, list) else []
    found = (known.get(one) if isinstance(one, str) else _file(one) for one in listed)
    return tuple({file.id: file for file in found if file is not None}.values())


def sample_attached(kinds: Sequence[str]) -> AttachedFile:
    """The made-up file of a field of these kinds."""
    name, content = sample_file(kinds)
    media_type = media_type_of(name, content, kinds or ("text",))
    return AttachedFile(SAMPLE, name, media_type, len(content), hashlib.sha256(content).hexdigest())


def made_up(schema: FormSchema) -> Attached:
    """The made-up file of each field that takes files, as if somebody had attached it."""
    return {one.id: [sample_attached(one.kinds)] for one in schema.fields if one.type == "attachment"}


def _file(value: Any) -> AttachedFile | None:
    if not isinstance(value, dict):
        return None
    kept: dict[str, Any] = {name: value.get(name) for name in _KINDS}
    if any(type(kept[name]) is not kind for name, kind in _KINDS.items()):
        return None
    return AttachedFile(**kept)
