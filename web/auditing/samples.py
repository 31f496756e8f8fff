"""Routes of samples: what was drawn, drawing, examining item by item, drawing again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.auditing.populations import TRAITS, sizes_of
from services.auditing.refusals import SampleRefused
from services.auditing.samples import LONGEST_NOTE, LONGEST_PURPOSE, MOST_DRAWN, STATES, DrawSample, ExamineItem
from services.finding.filters import CycleFilter
from services.models import AUD
from services.readings.auditing.findings import findings_of_cycle, findings_of_sample
from services.readings.auditing.samples import (
    draw_again,
    item_for,
    items_of,
    manager_names,
    names_of_strata,
    next_open,
    sample_for,
    samples_page,
)
from web.auditing import words
from web.inbox.routes import page_number
from web.languages import gettext as _
from web.numbers import number_in, number_or
from web.presentation import today
from web.reading import actor_now, execute, read_session, renew_page_key
from web.recording import recorded, shows_customers
from web.roles import roles

blueprint = Blueprint("samples", __name__, url_prefix="/audit/samples")
EACH = "stratum:"  # of a stratum's number the field's name begins so
USUAL_SIZE = 10


@blueprint.get("/")
@roles(AUD)
def index() -> str:
    """All samples with their seeds (domain: F, random-selection seeds)."""
    page = samples_page(read_session(), page_number())
    return render_template("auditing/samples.html", page=page, words=words)


@blueprint.get("/new")
@roles(AUD)
def new() -> str:
    """What a filter finds, by strata, and how many to draw of it."""
    return _draw_page(request.args, "")


@blueprint.post("/")
@roles(AUD)
def draw() -> Response | tuple[str, int]:
    """Draw, and go to the sample."""
    form = request.form
    sizes = {name.removeprefix(EACH): number_or(0, form.get(name)) for name in form if name.startswith(EACH)}
    command = DrawSample(
        wanted=CycleFilter.read(form).written,
        trait=form.get("trait", ""),
        size=number_or(0, form.get("size")),
        each=sizes if form.get("allocation") == "each" else {},
        seed=form.get("seed", ""),
        purpose=form.get("purpose", ""),
    )
    try:
        return redirect(url_for("samples.page", sample_id=execute(command)), 303)
    except SampleRefused as refused:
        renew_page_key()
        return _draw_page(form, refused.code), 422


@blueprint.get("/<int:sample_id>")
@roles(AUD)
@recorded("sample")
def page(sample_id: int) -> str:
    """A sample, its strata and items. ``again``: with the draw done once more."""
    session = read_session()
    found = sample_for(session, sample_id)
    items = items_of(session, sample_id)
    shows_customers(row.customer_id for row in items)
    again = draw_again(session, actor_now(), found.sample, today()) if request.args.get("again") else None
    return render_template(
        "auditing/sample.html",
        found=found,
        items=items,
        again=again,
        findings=findings_of_sample(session, sample_id),
        managers=manager_names(session, found.sample),
        words=words,
    )


@blueprint.get("/<int:sample_id>/next")
@roles(AUD)
def next_item(sample_id: int) -> Response:
    """The next item that nobody has examined; the sample when there is none."""
    session = read_session()
    sample_for(session, sample_id)
    cycle_id = next_open(session, sample_id, number_or(0, request.args.get("after")))
    if cycle_id is None:
        flash(_("Every item of this sample is examined."), "success")
        return redirect(url_for("samples.page", sample_id=sample_id), 303)
    return redirect(url_for("samples.item", sample_id=sample_id, cycle_id=cycle_id), 303)


@blueprint.get("/<int:sample_id>/items/<int:cycle_id>")
@roles(AUD)
@recorded("sample")
def item(sample_id: int, cycle_id: int) -> str:
    """One item: what is known of its cycle, the auditor's note and result."""
    session = read_session()
    found, row = sample_for(session, sample_id), item_for(session, sample_id, cycle_id)
    shows_customers([row.customer_id])
    return render_template(
        "auditing/item.html",
        found=found,
        row=row,
        findings=findings_of_cycle(session, cycle_id),
        managers=manager_names(session, found.sample),
        states=STATES,
        longest=LONGEST_NOTE,
        words=words,
    )


@blueprint.post("/<int:sample_id>/items/<int:cycle_id>")
@roles(AUD)
def examine(sample_id: int, cycle_id: int) -> Response:
    """Store result and note, and go on to the next item where that was asked for."""
    form = request.form
    seen = number_or(0, form.get("revision"))
    execute(ExamineItem(sample_id, cycle_id, form.get("state", ""), form.get("note", ""), seen))
    if form.get("then") == "next":
        after = number_in(form.get("place"))
        return redirect(url_for("samples.next_item", sample_id=sample_id, after=after), 303)
    flash(_("The note was saved."), "success")
    return redirect(url_for("samples.item", sample_id=sample_id, cycle_id=cycle_id), 303)


def _draw_page(values: MultiDict[str, str], problem: str) -> str:
    session, wanted = read_session(), CycleFilter.read(values)
    trait = values.get("trait", "") if values.get("trait") in TRAITS else ""
    sizes = sizes_of(session, actor_now(), wanted, today(), trait)
    return render_template(
        "auditing/draw.html",
        written=wanted.written,
        trait=trait,
        traits=words.trait_names(),
        sizes=sizes,
        total=sum(sizes.values()),
        typed=values,
        each=EACH,
        problem=words.draw_refusal(problem) if problem else "",
        usual=min(USUAL_SIZE, sum(sizes.values())),
        most=MOST_DRAWN,
        longest_purpose=LONGEST_PURPOSE,
        managers=names_of_strata(session, list(sizes), trait),
        words=words,
    )
