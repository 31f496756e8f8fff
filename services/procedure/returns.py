"""Counts returns: the third opens a meeting and the count starts anew (L3)."""

from __future__ import annotations

from processes.operations import OperationContext, operation
from services.procedure.form_values import part, whole
from services.procedure.plan import record_plan_return

RETURNS_BEFORE_MEETING = 3


@operation("count_return")
def count_return(context: OperationContext, kind: str) -> dict[str, object]:
    """``kind``: tier or plan. The count is kept by the element that counts."""
    if kind == "plan":
        record_plan_return(context)
    before = part(context.instance.data, context.element_id)
    count = 1 if before.get("meeting") else whole(before.get("count", 0)) + 1
    context.history(f"{kind}:return", count=count)
    return {"count": count, "meeting": count >= RETURNS_BEFORE_MEETING}
