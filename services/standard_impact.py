"""What a draft standard would mean for the whole customer book: only the standard differs, the figures stay.

Each customer's figures are those of the last assessment, with the tier, grace and score it started from; a customer
who was never assessed has those of the file. Both standards decide from them. What people decided stays decided: a
plan is measured against the tier that a supervisor moved the customer to, on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from processes.cores import cores
from processes.definitions import DefinitionCache
from processes.impact_questions import Answer, Asked, added, impact_question
from services.last_figures import last_figures
from services.models import Customer
from services.standard.book import Standards, counted
from services.standard.standard import load_standard
from services.standard_versions import files_named, standard_on

TIERS = "tiers"
WORTH_SHARING = 1000  # customers: fewer are counted before another process has begun
SHARE = 1000  # customers read and counted at once: the next are read while these are counted


@impact_question(TIERS)
class TiersQuestion:
    """Who would change tier, and what that would do to budgets, recommendations and approvals."""

    at_once = 8000  # a second

    def prepare(self, session: Session, subject: str, files: Mapping[str, bytes], today: date) -> dict[str, Any]:
        """Which standard is in force today. StandardInvalid, DefinitionRefused for a draft that is none."""
        load_standard(files)
        return {"in_force": standard_on(session, today).version}

    def subjects(self, subject: str) -> Select[int]:
        """Every customer of the bank; not those who left."""
        return select(Customer.id).where(Customer.status != "exited")

    def answer(self, session: Session, definitions: DefinitionCache, asked: Asked, ids: Sequence[int]) -> Answer:
        """Totals by `Count`; a finding for everybody whose tier would be another."""
        version = str(asked.arguments["in_force"])
        standards = Standards(f"{version} {asked.digest}", files_named(session, version), asked.files)
        shares = (list(last_figures(session, ids[start : start + SHARE])) for start in range(0, len(ids), SHARE))
        count = partial(counted, standards)
        answer = Answer({})
        for totals, findings in map(count, shares) if len(ids) < WORTH_SHARING else cores.map(count, shares):
            answer = Answer(added(answer.totals, totals), answer.findings + findings)
        return answer
