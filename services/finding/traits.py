"""Keeps what a cycle is found by, in the transaction of each event that changes it. Appends no event itself.

A million cycles cannot be found by reading their histories: each event leaves what a search asks for in one narrow row.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text, update

from processes.context import CommandContext
from processes.database.rows import insert_row, table_of
from processes.models import Instance, WorkItem
from services.models import CycleTraits
from services.procedure.cycle import CYCLE

PREFIX = "instance:"
OUTCOMES = {"维持关系": "maintain", "改进关系": "improve", "终止关系": "terminate"}
RETURNS = frozenset({"tier:return", "plan:return"})
INTERVENTIONS = frozenset(
    {"incident:retry", "incident:skip", "incident:settle", "instance:migrate", "instance:migrate-undo"}
)
# What a person does in a cycle; reading is not among it.
ACTS = INTERVENTIONS | {
    *("instance:start", "instance:cancel", "item:claim", "item:unclaim", "item:complete", "item:reassign")
}
TELLING = ACTS | RETURNS | {"instance:complete", "operation:done", "tier:record", "customer:exiting", "item:escalate"}
TRAITS = table_of(CycleTraits)
TAKES_PART = text("INSERT INTO cycle_person (user_id, cycle_id) VALUES (:user, :cycle) ON CONFLICT DO NOTHING")
KNOWN = "people of cycles"


def keep_traits(context: CommandContext, stream: str, action: str, told: Mapping[str, object]) -> None:
    """Follow one event of an instance; those of other streams say nothing about a cycle."""
    if action not in TELLING or not stream.startswith(PREFIX):
        return
    instance = context.session.get(Instance, int(stream.removeprefix(PREFIX)))
    if instance is None or instance.subject_id is None:
        return
    is_cycle = instance.definition_key == CYCLE
    cycle_id = instance.id if is_cycle else instance.parent_id
    if cycle_id is None:
        return
    if is_cycle and action == "instance:start":
        _begin(context, instance)
    changes = _marks(context, is_cycle, action, told) | (_facts(context, action, told) if is_cycle else {})
    if changes:
        context.session.connection().execute(update(TRAITS).where(TRAITS.c.cycle_id == cycle_id), changes)
    if action in ACTS and context.actor.user_id is not None:
        _note_person(context, cycle_id, context.actor.user_id)


def _begin(context: CommandContext, cycle: Instance) -> None:
    insert_row(
        context.session,
        CycleTraits,
        cycle_id=cycle.id,
        customer_id=cycle.subject_id,
        status="running",
        started_at=cycle.started_at,
        intervened=False,
        late=False,
        returned=False,
    )


def _marks(context: CommandContext, is_cycle: bool, action: str, told: Mapping[str, object]) -> dict[str, object]:
    """What happened to a cycle or within it."""
    if action in INTERVENTIONS or (action == "instance:cancel" and is_cycle):
        return {"intervened": True}
    if action == "item:reassign" and not context.actor.is_system:  # the system's follows from an approved adjustment
        return {"intervened": True}
    if action == "item:escalate" or (action == "item:complete" and _was_late(context, told)):
        return {"late": True}
    return {"returned": True} if action in RETURNS and is_cycle else {}


def _facts(context: CommandContext, action: str, told: Mapping[str, object]) -> dict[str, object]:
    """What a cycle came to."""
    if action == "instance:complete":
        return {"status": "completed", "ended_at": context.now}
    if action == "instance:cancel":
        return {"status": "cancelled", "ended_at": context.now, "outcome": "cancelled"}
    if action == "tier:record":
        return {"tier": told["tier"], "outcome": OUTCOMES.get(str(told["result"]))}
    if action == "customer:exiting":
        return {"outcome": "exit"}
    result = told.get("result") if action == "operation:done" else None
    return {"standard": result["standard"]} if isinstance(result, Mapping) and "standard" in result else {}


def _was_late(context: CommandContext, told: Mapping[str, object]) -> bool:
    item = context.session.get(WorkItem, told["item"])
    return item is not None and item.due_date is not None and item.due_date < context.today


def _note_person(context: CommandContext, cycle_id: int, user_id: int) -> None:
    known: set[tuple[int, int]] = context.session.info.setdefault(KNOWN, set())
    if (user_id, cycle_id) not in known:
        known.add((user_id, cycle_id))
        context.session.connection().execute(TAKES_PART, {"user": user_id, "cycle": cycle_id})
