"""The auditor's part of the demo bank: a sample half examined, with a finding that waits for its answer."""

from __future__ import annotations

from sqlalchemy import select

from processes.actors import Actor
from processes.runtime import Runtime
from services.auditing.findings import RaiseFinding, Said
from services.auditing.samples import DrawSample, ExamineItem
from services.models import AUD, Customer, CycleTraits, User
from services.people import actor_of
from services.readings.auditing.samples import items_of

SIZE, SEED = 6, "2026-Q4"
PURPOSE = "分层抽查：各级客户的方案审批与个人信息"
IN_ORDER = "评估依据、审批意见与时限均完整。"
CONDITION = "客户状况记录表勾选了“同意联系”，未注明取得同意的方式和日期。"
CRITERION = "《个人信息保护法》第十三、十四条；客户资料管理要求（E7）。"
RECOMMENDATION = "向客户核实后在资料中补充取得同意的方式和日期，并自查同类客户。"


def audit_stories(runtime: Runtime) -> None:
    """Draw from all cycles by tier, examine the first, write a finding about the second to its account manager."""
    auditor = _auditor(runtime)
    sample: int = runtime.execute(DrawSample({}, "tier", SIZE, seed=SEED, purpose=PURPOSE), auditor)
    with runtime.read_session() as session:
        first, second, *_ = [row.cycle_id for row in items_of(session, sample)]
        asked = select(Customer.am_id).join(CycleTraits, CycleTraits.customer_id == Customer.id)
        manager = session.scalars(asked.where(CycleTraits.cycle_id == second)).one()
    runtime.execute(ExamineItem(sample, first, "in_order", IN_ORDER, 1), auditor)
    said = Said("medium", CONDITION, CRITERION, RECOMMENDATION, manager)
    runtime.execute(RaiseFinding(second, said, "collect_status_record", sample_id=sample), auditor)


def _auditor(runtime: Runtime) -> Actor:
    with runtime.read_session() as session:
        return actor_of(session.scalars(select(User).where(User.role == AUD)).one())
