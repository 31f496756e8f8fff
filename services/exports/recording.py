"""Records every export: who, of what kind, with which filter, before its first byte; what was sent, after the last.

Does not make the bytes: it passes them on, counted and hashed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from processes.actors import Actor
from processes.command_registry import handles
from processes.context import CommandContext
from processes.errors import NotAllowed
from processes.runtime import Runtime

STREAM = "exports"


@dataclass(frozen=True)
class BeginExport:
    """Somebody is about to be sent data. ``export``: its name of its own; ``wanted``: what decides on its content."""

    export: str
    kind: str
    wanted: Mapping[str, str]
    language: str


@dataclass(frozen=True)
class EndExport:
    """It was sent, or broke off. ``rows``: of data; ``sha256``: hexadecimal, of the bytes sent."""

    export: str
    kind: str
    rows: int
    size: int
    sha256: str
    truncated: bool
    broken: bool


@dataclass
class Tally:
    """What whoever makes the bytes tells of them. ``truncated``: more was found than the file holds."""

    rows: int = 0
    truncated: bool = False
    size: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


@handles(BeginExport)
def begin_export(context: CommandContext, command: BeginExport) -> None:
    """One event of the stream ``exports``, with the address that asked."""
    _only_people(context)
    told = {"kind": command.kind, "wanted": dict(command.wanted), "language": command.language}
    context.history(STREAM, "export:begin", export=command.export, **told)


@handles(EndExport)
def end_export(context: CommandContext, command: EndExport) -> None:
    """Another; `export:break` when the receiver left, or the reading failed, before the end."""
    _only_people(context)
    action = "export:break" if command.broken else "export:end"
    context.history(STREAM, action, **{name: value for name, value in vars(command).items() if name != "broken"})


def recorded(
    runtime: Runtime,
    actor: Actor,
    begin: BeginExport,
    tally: Tally,
    chunks: Generator[bytes],
) -> Iterator[bytes]:
    """The bytes to send; when this returns, their beginning is recorded: where that failed, nothing is sent."""
    runtime.execute(begin, actor)
    return _sent(runtime, actor, begin, tally, chunks)


def new_export(kind: str, wanted: Mapping[str, str], language: str) -> BeginExport:
    """One that no other is named like."""
    return BeginExport(uuid4().hex, kind, wanted, language)


def _sent(
    runtime: Runtime, actor: Actor, begin: BeginExport, tally: Tally, chunks: Generator[bytes]
) -> Iterator[bytes]:
    broken = True
    try:
        for chunk in chunks:
            tally.digest.update(chunk)
            tally.size += len(chunk)
            yield chunk
        broken = False
    finally:
        chunks.close()  # what it reads, it lets go before anything is written
        digest = tally.digest.hexdigest()
        ended = EndExport(begin.export, begin.kind, tally.rows, tally.size, digest, tally.truncated, broken)
        runtime.execute(ended, actor)


def _only_people(context: CommandContext) -> None:
    if context.actor.is_system:
        raise NotAllowed
