"""Step 1, build the file 建立客户资料: forms of AM and business support become a new version of the archive (L1)."""

from __future__ import annotations

from collections.abc import Mapping

from processes.models import WorkItem
from processes.operations import OperationContext, ReadContext, operation, prefill
from services.archive import Completeness, completeness, current_values, file_version
from services.models import Customer
from services.procedure.form_values import part, rows, text

LISTED = "、"
# The form is flat; the record nests the operating state (C1).
OPERATING = {"operating_revenue": "revenue", "operating_trend": "trend", "operating_note": "note"}
FIELD_LABELS = {
    "customer_name": "客户名称", "address": "地址", "legal_rep": "法人", "contacts": "联系方式",
    "main_business": "主营业务", "employees": "员工人数", "business_status": "营业状况", "operating.trend": "经营趋势",
    "other_banks": "往来银行", "channels": "沟通方式", "frequency": "沟通频率", "potential": "潜力",
    "satisfaction": "客户满意度", "avg_deposit": "日均存款", "avg_loan": "日均贷款",
    "settlement_products": "结算产品使用情况", "wealth_products": "理财产品", "loan_class": "五级分类",
    "overdue_days": "逾期天数", "aml_risk": "洗钱风险",
}  # fmt: skip


@operation("open_cycle")
def open_cycle(context: OperationContext, customer_id: int, rating_date: str) -> dict[str, object]:
    """Both the account manager and business support are asked at first."""
    context.history("cycle:open", customer=customer_id, rating_date=rating_date)
    return {"am": True, "bs": True}


@operation("file_archive")
def file_archive(context: OperationContext, customer_id: int) -> dict[str, object]:
    """File what the forms of this round say over the current version, and measure completeness (C1)."""
    values = current_values(context.session, customer_id)
    for element in ("collect_status_record", "supply_bank_figures"):
        submitted = context.submission(element)
        if submitted is not None:
            values |= as_record(submitted)
    customer = context.session.get_one(Customer, customer_id)
    if values.get("uscc"):
        customer.uscc = text(values["uscc"])
    version = file_version(
        context.session, customer_id, values, "file_archive", context.actor, context.now, context.instance.id
    )
    share = completeness(values)
    return {
        "version": version.version,
        "completeness": str(share.percent),
        "missing_am": _count(share, "AM"),
        "missing_bs": _count(share, "BS"),
        "complete": share.is_complete,
    }


@operation("choose_owners")
def choose_owners(context: OperationContext) -> dict[str, object]:
    """Back to whoever owns the missing fields (L1); to both when none is missing."""
    filed = part(context.instance.data, "file_archive")
    am, bs = bool(filed.get("missing_am")), bool(filed.get("missing_bs"))
    return {"am": am or not bs, "bs": bs or not am}


@prefill("status_record")
def status_record(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The current file, so that only what changed is typed."""
    return as_form(context, item)


@prefill("bank_figures")
def bank_figures(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The current file's figures."""
    return as_form(context, item)


@prefill("incomplete_file")
def incomplete_file(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """What is missing and who owns it."""
    values = current_values(context.session, item.subject_id or 0)
    share = completeness(values)
    missing = [{"name": FIELD_LABELS[name], "owner": owner} for name, owner in share.missing.items()]
    return {"completeness": str(share.percent), "missing": missing}


def as_record(submitted: Mapping[str, object]) -> dict[str, object]:
    """A submitted form in the shape of a customer record."""
    record = {name: value for name, value in submitted.items() if name not in OPERATING}
    if OPERATING.keys() & submitted.keys():
        record["operating"] = {kept: submitted.get(name) for name, kept in OPERATING.items()}
    if "wealth_products" in record:
        record["wealth_products"] = listed(record["wealth_products"])
    if "other_banks" in record:
        banks = rows(submitted, "other_banks")
        record["other_banks"] = [{**bank, "other_products": listed(bank.get("other_products"))} for bank in banks]
    return record


def as_form(context: ReadContext, item: WorkItem) -> dict[str, object]:
    """The current file in the shape of its forms."""
    return form_values(current_values(context.session, item.subject_id or 0))


def form_values(values: Mapping[str, object]) -> dict[str, object]:
    """A version of the file in the shape of its forms."""
    operating = part(values, "operating")
    form = dict(values) | {name: operating.get(kept) for name, kept in OPERATING.items()}
    form["wealth_products"] = joined(values.get("wealth_products"))
    form["other_banks"] = [
        {**bank, "other_products": joined(bank.get("other_products"))} for bank in rows(values, "other_banks")
    ]
    return form


def listed(value: object) -> list[str]:
    """A typed list: its parts between 、 or commas."""
    plain = text(value).replace("，", LISTED).replace(",", LISTED)
    return [word.strip() for word in plain.split(LISTED) if word.strip()]


def joined(value: object) -> str:
    """A stored list as it is typed."""
    return LISTED.join(str(word) for word in value) if isinstance(value, list) else text(value)


def _count(share: Completeness, owner: str) -> int:
    return sum(1 for one in share.missing.values() if one == owner)
