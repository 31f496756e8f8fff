"""The exit 终止: supervisor, command centre and auditor agreed; the customer is marked, no cycle follows (L7)."""

from __future__ import annotations

from processes.operations import OperationContext, operation
from services.models import Customer
from services.procedure.approvals import refuse_unapproved


@operation("mark_exiting")
def mark_exiting(context: OperationContext, customer_id: int) -> dict[str, object]:
    """Services are not cut here: loans go to workout, the rest ends by agreement (AML Law Art. 30)."""
    refuse_unapproved(context, "decide_exit", "yes")
    refuse_unapproved(context, "concur_exit", "yes")
    customer = context.session.get_one(Customer, customer_id)
    customer.status = "exiting"
    context.history("customer:exiting", customer=customer_id)
    return {"status": customer.status}
