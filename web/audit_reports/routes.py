"""Routes of the audit reports, for auditors and the command centre: an index, and a page each to filter and print."""

from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request

from services.models import AUD, CC, CC_HEAD
from services.readings.audit_reports import REPORTS, Report, Wanted
from web.audit_reports import cells, words
from web.inbox.routes import page_number
from web.presentation import today
from web.reading import read_session
from web.recording import recorded, shows_customers
from web.roles import roles

blueprint = Blueprint("audit_reports", __name__, url_prefix="/audit/reports")


@blueprint.get("/")
@roles(AUD, CC, CC_HEAD)
def index() -> str:
    """Which reports there are."""
    return render_template(
        "audit_reports/index.html", reports=[(key, words.title_of(key)) for key in REPORTS], words=words
    )


@blueprint.get("/<report>")
@roles(AUD, CC, CC_HEAD)
@recorded("report")
def page(report: str) -> str:
    """One report."""
    found = REPORTS.get(report)
    if found is None:
        abort(404)
    wanted = wanted_of(found)
    rows = found.page(read_session(), wanted, page_number())
    shows_customers(getattr(row, "customer_id", None) for row in rows.rows)
    return render_template(
        "audit_reports/page.html",
        report=found,
        wanted=wanted,
        page=rows,
        heads={column: words.column_name(column) for column in found.columns},
        words=words,
        cells=cells,
        shown_on=today(),
    )


def wanted_of(report: Report) -> Wanted:
    """What the address asks for; what it does not say, or says wrongly, is the report's usual."""
    usual = None if report.reach_days is None else today() - timedelta(days=report.reach_days)
    option = request.args.get("option", "")
    return Wanted(
        since=_day("since", usual),
        until=_day("until", today() if report.reach_days is not None else None),
        text=request.args.get("q", "").strip()[:100] if report.by_customer else "",
        option=option if option in report.options else "",
    )


def _day(name: str, usual: date | None) -> date | None:
    """A day between 1990 and 2200, so that a year more or less is still a day."""
    try:
        day = date.fromisoformat(request.args[name])
    except (KeyError, ValueError):
        return usual
    return day if 1990 <= day.year <= 2200 else usual
