"""Publishes a definition: parse, look every name up, store an immutable version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from processes.command_registry import handles
from processes.context import CommandContext
from processes.definitions import is_form, parse_forms
from processes.engine.errors import DefinitionRefused, Problem
from processes.engine.parsing import ProcessSpec, parse_process
from processes.errors import NotAllowed
from processes.models import Definition, DefinitionFile, DefinitionVersion
from processes.published_files import refuse_files, refuse_undrawable
from processes.publishing_rules import broken_rules
from processes.references import problems_of


@dataclass(frozen=True)
class PublishDefinition:
    """Publish a process folder that came with the program. ``files``: path in the folder → content (diagram, tables,
    forms/*.json). What people draw is published as a draft, by two of them (`PublishDraft`)."""

    files: Mapping[str, bytes]
    reason: str


@handles(PublishDefinition)
def publish_definition(context: CommandContext, command: PublishDefinition) -> int:
    """The id of the new version, or of the current one when nothing differs.

    DefinitionRefused names file, element and reason of everything that cannot run.
    """
    if not context.actor.is_system:
        raise NotAllowed
    return store_version(context, command.files, command.reason).id


def store_version(
    context: CommandContext, files: Mapping[str, bytes], reason: str, key: str | None = None
) -> DefinitionVersion:
    """Check the files and store them as the next version, or give the current one when nothing differs.

    ``key``: the process that it must be, where one is meant. DefinitionRefused.
    """
    spec = check_definition(files, key)
    definition = _definition(context, spec)
    digest = digest_of(files)
    last = definition.versions[-1] if definition.versions else None
    if last is not None and last.digest == digest:
        return last
    version = DefinitionVersion(
        version=len(definition.versions) + 1,
        digest=digest,
        spec=spec.dump(),
        reason=reason,
        published_by=context.actor.name,
        published_at=context.now,
        files=[DefinitionFile(path=path, content=content) for path, content in sorted(files.items())],
    )
    definition.versions.append(version)
    context.session.flush()
    stream = f"definition:{definition.key}"
    context.history(stream, "definition:publish", version=version.version, digest=digest, reason=reason)
    return version


def check_definition(files: Mapping[str, bytes], key: str | None = None) -> ProcessSpec:
    """The spec of a definition that can run and be drawn; DefinitionRefused otherwise.

    ``key``: as in `store_version`.
    """
    refuse_files(files)
    spec = parse_process({path: content for path, content in files.items() if not is_form(path)})
    problems = [*problems_of(spec, parse_forms(files)), *broken_rules(spec)]
    if key is not None and spec.process_id != key:
        problems.append(Problem(spec.pages[0].file, spec.process_id, "other_process", key))
    if problems:
        raise DefinitionRefused(problems)
    refuse_undrawable(files)
    return spec


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the sorted paths and contents, each with its length."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        for part in (path.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _definition(context: CommandContext, spec: ProcessSpec) -> Definition:
    found = context.session.scalars(select(Definition).where(Definition.key == spec.process_id)).first()
    if found is None:
        found = Definition(key=spec.process_id, name=spec.name, name_en=spec.name_en or spec.name, versions=[])
        context.session.add(found)
    found.name, found.name_en = spec.name, spec.name_en or spec.name
    return found
