"""Feasibility and economy of a plan's measures (E4, E5, D5). Pure: reads no table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from processes.forms.submission import FieldError
from services.procedure.basis import PlanBasis
from services.procedure.form_values import Row, day, money, refusal, text, whole

GIFT = "问候礼品"
STRENGTHENING = "关键人强化"

# Ways by what a contact costs the bank, cheapest first; equal figures are equally cheap.
COST_OF_WAY = {"邮件": 0, "短信": 0, "电话": 1, "会议": 2, "走访": 3, "活动": 4}
# The cheapest way that is adequate for a kind of measure (E5; our own default).
ADEQUATE = {
    **{"拜访": 3, "信息": 0, "咨询培训": 1, "解困": 1, "活动": 2},
    **{GIFT: 0, "试用": 1, "产品建议": 1, STRENGTHENING: 3},
}
HANDED_OVER = 3  # a gift is handed over at a visit


@dataclass(frozen=True)
class Measure:
    """One row; ``number``: as the form counts, from 1; ``active``: its owner works here."""

    number: int
    row: Row
    active: bool

    def refuse(self, column: str, code: str, zh: str, en: str, **params: object) -> FieldError:
        """A refusal that names the measure."""
        name = text(self.row.get("measure"))[:30]
        return refusal(
            f"measures.{self.number - 1}.{column}",
            code,
            "措施 {number}「{name}」：" + zh,
            "Measure {number} “{name}”: " + en,
            number=self.number,
            name=name,
            **params,
        )


Rule = Callable[[Measure, PlanBasis, tuple[date, date]], FieldError | None]


def measure_errors(measures: list[Measure], basis: PlanBasis, period: tuple[date, date]) -> list[FieldError]:
    """Every measure that cannot be carried out, each named; ``period``: from and to, inclusive."""
    broken = [rule(measure, basis, period) for measure in measures for rule in RULES]
    return [*(error for error in broken if error is not None), *_duplicates(measures)]


def _owner(measure: Measure, _basis: PlanBasis, _period: tuple[date, date]) -> FieldError | None:
    if measure.active:
        return None
    return measure.refuse(
        "person", "owner_inactive", "负责人员已停用，请改派。", "its person is not active; choose another."
    )


def _date(measure: Measure, _basis: PlanBasis, period: tuple[date, date]) -> FieldError | None:
    if period[0] <= day(measure.row["date"]) <= period[1]:
        return None
    return measure.refuse("date", "date_outside", "日期不在方案期间内。", "its date is outside the plan's period.")


def _capacity(measure: Measure, _basis: PlanBasis, _period: tuple[date, date]) -> FieldError | None:
    if measure.row.get("capacity"):
        return None
    return measure.refuse("capacity", "no_capacity", "人员能力未确认，不可行。", "capacity is not confirmed.")


def _support(measure: Measure, _basis: PlanBasis, _period: tuple[date, date]) -> FieldError | None:
    if measure.row.get("bs") in ("not_needed", "confirmed"):
        return None
    return measure.refuse("bs", "bs_pending", "业务保障部门尚未确认。", "business support has not confirmed it.")


def _consent(measure: Measure, _basis: PlanBasis, _period: tuple[date, date]) -> FieldError | None:
    if measure.row.get("consent"):
        return None
    return measure.refuse(
        "consent", "no_consent", "该渠道未获客户同意。", "the customer has not consented to its channel."
    )


def _aim(measure: Measure, basis: PlanBasis, _period: tuple[date, date]) -> FieldError | None:
    aim = text(measure.row.get("aim"))
    tied = bool(basis.carried) if aim == "improvement" else not aim.startswith("I") or aim in basis.gaps
    if tied and text(measure.row.get("target")):
        return None
    return measure.refuse(
        "aim",
        "aim_untied",
        "须有可衡量目标并针对实际差距或关键人。",
        "it needs a measurable aim tied to a gap or key person.",
    )


def _gift(measure: Measure, basis: PlanBasis, _period: tuple[date, date]) -> FieldError | None:
    budget = money(measure.row.get("budget"))
    if measure.row.get("kind") != GIFT or budget == 0:
        return None
    if not measure.row.get("recipients"):
        return measure.refuse("recipients", "recipients_missing", "请填写受赠人数。", "enter the number of recipients.")
    if budget <= basis.gift_cap * whole(measure.row["recipients"]):
        return None
    zh, en = "每人礼品超过上限 {cap} 元。", "the gift a person is above the cap of CNY {cap}."
    return measure.refuse("budget", "gift_above_cap", zh, en, cap=f"{basis.gift_cap:f}")


def _way(measure: Measure, _basis: PlanBasis, _period: tuple[date, date]) -> FieldError | None:
    row = measure.row
    least = ADEQUATE.get(text(row.get("kind")), 0)
    if row.get("kind") == GIFT and money(row.get("budget")) > Decimal(0):
        least = HANDED_OVER
    if COST_OF_WAY.get(text(row.get("way"))) == least or text(row.get("way_reason")):
        return None
    zh, en = "请用最经济的适当渠道，或填写原因。", "use the cheapest adequate channel or give a reason."
    return measure.refuse("way_reason", "way_unreasoned", zh, en)


def _duplicates(measures: list[Measure]) -> Iterator[FieldError]:
    first: dict[tuple[object, ...], int] = {}
    for measure in measures:
        same = tuple(measure.row.get(column) for column in ("kind", "way", "aim", "date"))
        if same in first:
            zh, en = "与措施 {other} 重复，请合并。", "it repeats measure {other}; merge them."
            yield measure.refuse("measure", "duplicate", zh, en, other=first[same])
        first.setdefault(same, measure.number)


RULES: tuple[Rule, ...] = (_owner, _date, _capacity, _support, _consent, _aim, _gift, _way)
