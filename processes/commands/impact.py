"""Asking what files that are not in use yet would mean, and keeping the answer part by part.

The parts are read outside any transaction, by jobs of their own; only what they found is stored. A run is divided
among a few chains, so that as many workers can share it, and each chain's next part is a new job: others come between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import processes.impact  # noqa: F401  (registers its question)
from processes.command_registry import handles
from processes.commands.publishing import digest_of
from processes.context import CommandContext
from processes.database.rows import insert_rows
from processes.errors import NotAllowed
from processes.impact_questions import ImpactQuestion, added, impact_question
from processes.jobs.queue import READING
from processes.models import ImpactChain, ImpactFinding, ImpactRun

CHAINS = 2


@dataclass(frozen=True)
class AskImpact:
    """Ask what ``files`` would mean. ``kind``: a registered question; ``subject``: the process or standard."""

    kind: str
    subject: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class AnswerImpact:
    """The system's: keep the next part of a chain's answer. ``result``: what was read for it."""

    run_id: int
    place: int
    result: Mapping[str, Any] | None = None

    def with_result(self, result: Mapping[str, object]) -> AnswerImpact:
        """The same, with what was read."""
        return replace(self, result=result)


@handles(AskImpact)
def ask_impact(context: CommandContext, command: AskImpact) -> int:
    """The run's id: of a running one where it asks the same. A run about other files of the subject is given up.

    NotAllowed by the policy; UnknownName for a kind; what refuses the files is raised as it is.
    """
    if not context.runtime.ports.access.may_ask_impact(context.actor):
        raise NotAllowed
    question = impact_question.get(command.kind)()
    arguments = question.prepare(context.session, command.subject, command.files, context.today)
    digest = digest_of(command.files)
    for running in _running(context.session, command):
        if (running.digest, running.arguments) == (digest, arguments):
            return running.id
        running.status, running.ended_at = "superseded", context.now
    run = ImpactRun(
        kind=command.kind,
        subject=command.subject,
        digest=digest,
        files={path: content.decode("latin-1") for path, content in command.files.items()},
        arguments=arguments,
        status="running",
        total=0,
        asked_by_id=context.actor.user_id,
        asked_by_name=context.actor.name,
        asked_at=context.now,
    )
    context.session.add(run)
    context.session.flush()
    _divide(context, run, question)
    context.history(f"definition:{command.subject}", "impact:ask", kind=command.kind, digest=digest, run=run.id)
    return run.id


@handles(AnswerImpact)
def answer_impact(context: CommandContext, command: AnswerImpact) -> None:
    """Nothing when the run was given up, or when this part is kept already."""
    if not context.actor.is_system:
        raise NotAllowed
    run = context.session.get_one(ImpactRun, command.run_id, with_for_update=True)
    chain = context.session.get_one(ImpactChain, (command.run_id, command.place))
    part = command.result or {}
    if run.status != "running" or part.get("after") != chain.after_id:
        return
    chain.after_id, chain.done = part["upto"], chain.done + part["done"]
    chain.result = added(chain.result, part["totals"])
    rows = [{"run_id": run.id, "subject_id": one, "detail": detail} for one, detail in part["findings"]]
    insert_rows(context.session, ImpactFinding, rows)
    context.session.flush()
    if chain.after_id < chain.upto_id:
        _next(context, chain)
    else:
        _end(context, run)


def _running(session: Session, command: AskImpact) -> list[ImpactRun]:
    found = select(ImpactRun).where(
        ImpactRun.kind == command.kind, ImpactRun.subject == command.subject, ImpactRun.status == "running"
    )
    return list(session.scalars(found.with_for_update()))


def _divide(context: CommandContext, run: ImpactRun, question: ImpactQuestion) -> None:
    ids = question.subjects(run.subject).subquery()
    column = ids.c[0]
    run.total = context.session.scalar(select(func.count()).select_from(ids)) or 0
    share = -(-run.total // CHAINS)
    bounds = [0]
    for place in range(1, CHAINS + 1):
        last = select(column).order_by(column).offset(min(place * share, run.total) - 1).limit(1)
        bounds.append((context.session.scalar(last) if run.total else None) or bounds[-1])
    for place, (after, upto) in enumerate(zip(bounds, bounds[1:], strict=False)):
        chain = ImpactChain(run_id=run.id, place=place, after_id=after, upto_id=upto, done=0, result={})
        context.session.add(chain)
        if after < upto:
            _next(context, chain)
    context.session.flush()
    _end(context, run)


def _next(context: CommandContext, chain: ImpactChain) -> None:
    part = AnswerImpact(chain.run_id, chain.place)
    context.schedule(part, context.now, f"impact:{chain.run_id}:{chain.place}:{chain.after_id}", READING)


def _end(context: CommandContext, run: ImpactRun) -> None:
    """The answer, once every chain is at its end; whoever ended meanwhile was not looked at."""
    chains = list(context.session.scalars(select(ImpactChain).where(ImpactChain.run_id == run.id)))
    if any(chain.after_id < chain.upto_id for chain in chains):
        return
    totals: dict[str, Any] = {}
    for chain in chains:
        totals = added(totals, chain.result)
    run.result, run.total = totals, sum(chain.done for chain in chains)
    run.status, run.ended_at = "done", context.now
