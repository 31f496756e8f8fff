"""The reading of one part of an impact run's answer, outside any transaction; what it found is stored by a command."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import undefer

from processes.commands.impact import AnswerImpact
from processes.impact_questions import Answer, Asked, impact_question
from processes.models import ImpactChain, ImpactRun
from processes.runtime import Runtime


def read_part(runtime: Runtime, command: AnswerImpact) -> Mapping[str, object]:
    """What `AnswerImpact` stores: from which id to which, how many, totals and findings."""
    with runtime.read_session() as session:
        run = session.get_one(ImpactRun, command.run_id, options=[undefer(ImpactRun.files)])
        chain = session.get_one(ImpactChain, (command.run_id, command.place))
        question = impact_question.get(run.kind)()
        ids = question.subjects(run.subject).subquery().c[0]
        following = select(ids).where(ids > chain.after_id, ids <= chain.upto_id).order_by(ids)
        found = list(session.scalars(following.limit(question.at_once)))
        files = {path: text.encode("latin-1") for path, text in run.files.items()}
        asked = Asked(run.subject, files, run.digest, run.arguments)
        part = question.answer(session, runtime.definitions, asked, found) if found else Answer({})
        is_last = len(found) < question.at_once
        return {
            "after": chain.after_id,
            "upto": chain.upto_id if is_last else found[-1],
            "done": len(found),
            "totals": part.totals,
            "findings": part.findings,
        }
