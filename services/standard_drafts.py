"""The standard as a thing to draft: its versions, what may not be published, when a new one is in force (E2, E3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.context import CommandContext
from processes.drafts import register_kind
from processes.engine.errors import DefinitionRefused
from processes.errors import NotFound, ProcessError
from processes.models import DefinitionDraft
from services.models import StandardVersion
from services.standard.checking import standard_problems
from services.standard.parameters import FILE

KEY = "standard"


class EffectiveTooEarly(ProcessError):
    """A standard cannot be in force from a day that is past, or before the one that it replaces.

    ``earliest``: from when it can.
    """

    def __init__(self, earliest: date) -> None:
        super().__init__(earliest.isoformat())
        self.earliest = earliest


class StandardKind:
    """See `processes.drafts.DraftKind`."""

    def current(self, session: Session, key: str) -> int | None:
        """The row of the version that the next one replaces."""
        return session.scalars(select(StandardVersion.id).order_by(StandardVersion.id.desc()).limit(1)).first()

    def files(self, session: Session, key: str, version: int) -> dict[str, bytes]:
        """Its tables and parameters: name → content."""
        found = session.get(StandardVersion, version)
        if found is None:
            raise NotFound(str(version))
        return {name: text.encode() for name, text in found.files.items()}

    def has(self, session: Session, key: str, files: Mapping[str, bytes]) -> bool:
        """See DraftKind: whatever its number and from whichever day."""
        stored = session.scalars(select(StandardVersion.files))
        wanted = _rules(files)
        return any(_rules({name: text.encode() for name, text in one.items()}) == wanted for one in stored)

    def accepts(self, path: str) -> bool:
        """Tables, and the one file of parameters."""
        return path == FILE or (path.endswith(".dmn") and "/" not in path)

    def check(self, files: Mapping[str, bytes], key: str) -> None:
        """DefinitionRefused with all that is wrong."""
        if problems := tuple(standard_problems(files)):
            raise DefinitionRefused(problems)

    def refuse_terms(self, context: CommandContext, draft: DefinitionDraft) -> None:
        """EffectiveTooEarly."""
        if draft.effective_from is None or draft.effective_from < self._earliest(context):
            raise EffectiveTooEarly(self._earliest(context))

    def publish(self, context: CommandContext, draft: DefinitionDraft, files: Mapping[str, bytes]) -> int:
        """In force from the draft's day; the one before ends the day before."""
        before, day = self._last(context.session), draft.effective_from
        assert day is not None
        self.check(files, KEY)
        version = next_version(before.version)
        parameters = {**json.loads(files[FILE]), "version": version, "effective_from": day.isoformat()}
        texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
        texts[FILE] = json.dumps(parameters, ensure_ascii=False, indent=2) + "\n"
        before.effective_to = day - timedelta(days=1)
        stored = StandardVersion(version=version, files=texts, effective_from=day, recorded_at=context.now)
        context.session.add(stored)
        context.session.flush()
        context.history(KEY, "standard:publish", version=version, effective_from=day, reason=draft.reason)
        return stored.id

    def _last(self, session: Session) -> StandardVersion:
        return session.get_one(StandardVersion, self.current(session, KEY))

    def _earliest(self, context: CommandContext) -> date:
        return max(context.today, self._last(context.session).effective_from)


def _rules(files: Mapping[str, bytes]) -> dict[str, object]:
    """What the files say, without the number and the day that a version gets when it is published."""
    parameters = {**json.loads(files[FILE]), "version": "", "effective_from": ""}
    return {**files, FILE: parameters}


def next_version(version: str) -> str:
    """The number after: ``1.0`` → ``1.1``, ``1.9`` → ``1.10``."""
    whole, _, part = version.rpartition(".")
    return f"{whole or part}.{int(part) + 1}" if whole and part.isdecimal() else f"{version}.1"


register_kind(KEY, StandardKind())
