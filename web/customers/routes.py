"""Routes of customers: search, read, start a cycle."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes.items import next_item_id
from services.procedure.cycle import StartCycle
from services.readings.customers import customer_page, customers_page
from web.customers.archive import archive_view, record_covers
from web.inbox.routes import page_number
from web.languages import gettext as _
from web.reading import actor_now, execute, read_session
from web.recording import recorded, shows_customers
from web.roles import READERS, STARTERS, roles

blueprint = Blueprint("customers", __name__, url_prefix="/customers")
TIERS = ("A", "B", "P", "C", "D")


@blueprint.get("/")
@roles(*READERS)
@recorded("customers")
def index() -> str:
    """The customers that the person sees."""
    text, tier = request.args.get("q", "").strip()[:100], request.args.get("tier", "")
    tier = tier if tier in TIERS else ""
    page = customers_page(read_session(), actor_now(), text, tier, page_number())
    shows_customers(row.id for row in page.rows)
    return render_template("customers/index.html", page=page, text=text, tier=tier, tiers=TIERS)


@blueprint.get("/<int:customer_id>")
@roles(*READERS)
@recorded("customer")
def page(customer_id: int) -> str:
    """One customer: file, ratings, cycles, plans, records."""
    found = customer_page(read_session(), actor_now(), customer_id)
    shows_customers([customer_id])
    return render_template(
        "customers/page.html", found=found, archive=archive_view(found.archive), covers=record_covers(found.records)
    )


@blueprint.post("/<int:customer_id>/cycle")
@roles(*STARTERS)
def start_cycle(customer_id: int) -> Response:
    """Start a maintenance cycle and open its first item when it is the person's own."""
    instance_id = execute(StartCycle(customer_id))
    assert isinstance(instance_id, int)
    flash(_("The cycle has started."), "success")
    first = next_item_id(read_session(), actor_now(), instance_id)
    if first is not None:
        return redirect(url_for("work_items.page", work_item_id=first), 303)
    return redirect(url_for("instances.page", instance_id=instance_id), 303)
