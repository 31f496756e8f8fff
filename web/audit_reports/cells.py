"""Owns how a cell of a report becomes text, in the reader's language: for pages, and for whatever exports them."""

from datetime import date, datetime

from flask import url_for

from services.readings.audit_reports import Said
from web.audit_reports.sentences import sentence_of
from web.presentation import acting, day, moment

TONES = {
    **{"kept": "success", "same": "success", "active": "success", "consent_given": "success"},
    **{"broken": "danger", "differs": "danger", "impossible": "danger", "future": "danger"},
    **{"filed_late": "warning", "before_task": "warning", "rated_late": "warning", "rated_early": "warning"},
    **{"override": "warning", "grace": "info", "consent_withdrawn": "warning", "access:deny": "warning"},
}


def lines(row: object, column: str) -> list[tuple[str, str]]:
    """(text, tone) of each line of a cell; nothing for an empty one. ``tone``: empty for plain text."""
    value = getattr(row, column)
    values = value if isinstance(value, tuple) else (value,)
    found = [(text_of(one), TONES.get(one.code, "") if isinstance(one, Said) else "") for one in values]
    return [one for one in found if one[0]]


def text_of(value: object) -> str:
    """One value as text."""
    if isinstance(value, Said):
        return sentence_of(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return "" if value is None else acting(str(value))


def link_of(row: object, column: str) -> str:
    """Where a cell leads: a customer's to his page, a step's to the item; empty for the others."""
    customer, instance = getattr(row, "customer_id", None), getattr(row, "instance_id", None)
    if column == "customer" and customer is not None:
        return url_for("customers.page", customer_id=customer)
    if column == "step":
        return url_for("work_items.page", work_item_id=getattr(row, "work_item_id", 0))
    if column in ("rating_date", "subject") and instance is not None:
        return url_for("instances.page", instance_id=instance)
    return ""
