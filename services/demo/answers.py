"""What the demo bank's people write into their forms; over what the form starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from processes.context import BANK_ZONE, bank_day
from services.models import Customer, User
from services.standard.authority import MOST_OF_ALLOWED

Values = dict[str, object]
Base = Mapping[str, object]


@dataclass(frozen=True)
class Facts:
    """``now``: aware; ``customer``: whom the cycle is about; ``user``: who fills the form."""

    now: datetime
    customer: Customer
    user: User

    def in_days(self, days: int) -> str:
        """An ISO date on the bank's calendar."""
        return (bank_day(self.now) + timedelta(days=days)).isoformat()


def answer_of(element_id: str, base: Base, facts: Facts) -> Values:
    """The typed values for an element's form; none for an element that the demo does not know."""
    return _ANSWERS.get(element_id, _nothing)(base, facts)


def _nothing(_base: Base, _facts: Facts) -> Values:
    return {}


def _status_record(base: Base, facts: Facts) -> Values:
    source: Values = {"satisfaction_source": "近六个月电话回访", "potential_evidence": "客户提供的订单与设备采购计划"}
    return dict(source) if base.get("satisfaction") else {}


def _assessment(base: Base, facts: Facts) -> Values:
    return {"analysis": f"{facts.customer.name}合作稳定，对照发展战略和服务要求逐项核对，差距见上表。"}


def _relations(base: Base, facts: Facts) -> Values:
    found = base.get("rows")
    rows = found if isinstance(found, list) else []
    names = ("王建国", "李慧", "赵一鸣", "孙丽")
    return {
        "rows": [
            {
                "name": names[number % len(names)],
                "scheduled_from": facts.in_days(0),
                "scheduled_to": facts.in_days(60),
                "measures": "安排高层走访，每月沟通一次",
                "owner": facts.customer.am_id,
                **{name: value for name, value in row.items() if value is not None},
            }
            for number, row in enumerate(rows)
        ]
    }


def _rating(base: Base, _facts: Facts) -> Values:
    return {
        "decision": "confirm",
        "result": base.get("recommendation"),
        "advice": "按系统建议执行，保持联系频次并跟踪差距。",
    }


def measure(facts: Facts, **changes: object) -> Values:
    """A measure that passes every rule of feasibility and economy."""
    return {
        "kind": "拜访",
        "way": "走访",
        "measure": "主管与客户经理走访财务负责人，了解下季度资金安排",
        "person": facts.customer.am_id,
        "date": facts.in_days(14),
        "budget": "20.00",
        "aim": "contact_norm",
        "target": "完成一次面谈并取得资金计划",
        "capacity": True,
        "bs": "not_needed",
        "consent": True,
        **changes,
    }


def measures(facts: Facts) -> list[Values]:
    """Three measures, one of which strengthens a key person (L7)."""
    return [
        measure(facts),
        measure(facts, kind="信息", way="邮件", measure="发送新产品与利率信息", budget="0.00", date=facts.in_days(7)),
        measure(
            facts,
            kind="关键人强化",
            measure="与总经理当面沟通合作方向",
            aim="总经理",
            target="关系由中立提升到支持",
            date=facts.in_days(10),
        ),
    ]


def _proposal(_base: Base, facts: Facts) -> Values:
    return {"analysis": "客户资金沉淀集中，按等级标准安排走访与信息服务，控制维护费用。", "measures": measures(facts)}


def _plan(base: Base, facts: Facts) -> Values:
    carried = base.get("carried")
    rows = carried if isinstance(carried, list) else []
    objective = {"metric": "日均存款", "baseline": "现有余额", "target": "提高 10%"}
    answers = [{**row, "answer": "taken_up", "measure_no": 1} for row in rows]
    return {"objectives": [objective], "measures": _checked(base), "carried": answers}


def _checked(base: Base) -> list[Values]:
    """The proposed measures; all of them free where together they cost more than anybody may allow."""
    found = base.get("measures")
    rows = found if isinstance(found, list) else []
    checked = [{**row, "capacity": True, "bs": "not_needed", "consent": True} for row in rows]
    allowed, *planned = (
        Decimal(str(one or 0)) for one in (base.get("allowed_budget"), *(row["budget"] for row in rows))
    )
    return checked if sum(planned) <= allowed * MOST_OF_ALLOWED else [{**row, "budget": "0.00"} for row in checked]


def _task_result(base: Base, facts: Facts) -> Values:
    return {
        "outcome": "done",
        "cost": base.get("budget") or "0.00",
        "result": "已按计划完成，客户反映良好",
        "feedback": "希望提供更多汇率避险信息",
        "record_kind": "回访",
        "day": facts.in_days(0),
        "time": facts.now.astimezone(BANK_ZONE).strftime("%H:%M"),  # just now, whatever the hour
        "channel": "走访",
        "contact": "财务负责人",
        "content": "走访财务负责人，了解下季度资金安排与融资需求。",
    }


def _improvements(_base: Base, facts: Facts) -> Values:
    return {
        "measures": [
            {
                "problem": "联系集中在季度末",
                "measure": "把走访平均安排到每个月",
                "owner": facts.customer.am_id,
                "due_date": facts.in_days(30),
                "expected_effect": "联系达标率提高到 95%",
            }
        ]
    }


def _rows_with(field: str, **typed: object) -> Callable[[Base, Facts], Values]:
    def answer(base: Base, _facts: Facts) -> Values:
        found = base.get(field)
        rows = found if isinstance(found, list) else []
        return {field: [{**row, **typed} for row in rows]}

    return answer


def _always(**values: object) -> Callable[[Base, Facts], Values]:
    return lambda _base, _facts: dict(values)


def _report(base: Base, facts: Facts) -> Values:
    effects = _rows_with("carried", actual_effect="联系已平均分布，效果良好")(base, facts)
    return {**effects, "development": "客户关系稳中有升，关键人支持度提高", "proposed": "继续执行，重点跟踪差距指标"}


def _apply(base: Base, facts: Facts) -> Values:
    rows = _rows_with("measures", application="已列入下期工作安排")(base, facts)
    return {**rows, "file_updates": "档案已更新联系安排"}


def _meeting(_base: Base, facts: Facts) -> Values:
    return {
        "held_on": facts.in_days(0),
        "participants": "指挥中心、客户经理主管",
        "minutes": "逐项讨论退回意见，统一了标准与费用口径。",
        "agreed": "按会议意见修改后重新提交",
    }


_ANSWERS: dict[str, Callable[[Base, Facts], Values]] = {
    "collect_status_record": _status_record,
    "decide_incomplete_file": _always(decision="return"),
    "assess_relationship": _assessment,
    "map_relations": _relations,
    "confirm_assessment": _always(decision="confirm"),
    "rate_customer": _rating,
    "approve_tier": _always(decision="approve"),
    "hold_tier_meeting": _meeting,
    "hold_plan_meeting": _meeting,
    "reason_exit": _always(
        decision="yes", reason="客户洗钱风险为禁止类，继续维护不符合规定", measures="停止新增业务，贷款转清收"
    ),
    "decide_exit": _always(decision="yes", comments="同意主管意见，按程序办理"),
    "concur_exit": _always(decision="yes", comments="已复核依据，同意终止"),
    "propose_measures": _proposal,
    "draft_plan": _plan,
    "review_plan": _always(decision="approve"),
    "review_plan_as_head": _always(decision="approve", comments="理由充分，同意超额"),
    "carry_out_task": _task_result,
    "approve_task_cost": _always(decision="approve"),
    "approve_adjustment": _always(decision="approve"),
    "approve_adjustment_as_head": _always(decision="approve", comments="同意"),
    "write_summary": _always(feedback="客户认可服务", effect="存款与产品使用均有增长", problems="联系集中在季度末"),
    "write_report": _report,
    "give_guidance": _always(guidance="保持节奏，把联系平均到每个月。"),
    "evaluate_maintenance": _always(
        participants="指挥中心、业务保障部门",
        plan_quality="4",
        execution="4",
        effect="4",
        evaluation="方案可行，执行到位",
    ),
    "propose_improvements": _improvements,
    "decide_improvements": _rows_with("measures", decision="adopt"),
    "apply_improvements": _apply,
}
