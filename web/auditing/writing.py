"""Routes by which an auditor writes a finding about a cycle, a step or an event, and revises it."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.auditing.addressees import addressees, proposed
from services.auditing.findings import SEVERITIES, RaiseFinding, ReviseFinding, Said
from services.auditing.holding import LONGEST
from services.auditing.refusals import FindingRefused
from services.models import AUD, Customer
from services.readings.auditing.findings import finding_page
from services.readings.auditing.places import Spot, answer_due, place_seen, steps_of
from services.readings.instances import element_names
from web.auditing import words
from web.instances.telling import tell
from web.languages import gettext as _
from web.languages import language
from web.numbers import number_in, number_or
from web.presentation import today
from web.reading import actor_now, execute, read_session, renew_page_key, runtime
from web.recording import recorded, shows_customers
from web.roles import roles

blueprint = Blueprint("finding_writing", __name__)
FIELDS = ("severity", "condition", "criterion", "recommendation", "due")


@blueprint.get("/cycles/<int:instance_id>/findings/new")
@roles(AUD)
@recorded("instance")
def new(instance_id: int) -> str:
    """An empty finding. ``event``, ``element``: what it is about; ``sample``: from which sample."""
    return _new_page(instance_id, request.args, {}, {})


@blueprint.post("/cycles/<int:instance_id>/findings")
@roles(AUD)
@recorded("instance")
def store(instance_id: int) -> Response | tuple[str, int]:
    """Write it; then on to the finding."""
    form = request.form
    spot = place_seen(read_session(), actor_now(), instance_id, form.get("element", ""), number_in(form.get("event")))
    command = RaiseFinding(
        instance_id, _said(), spot.place.element_id, spot.place.event_seq, number_in(form.get("sample"))
    )
    try:
        finding_id = execute(command)
    except FindingRefused as refused:
        renew_page_key()
        return _new_page(instance_id, form, form, _sentences(refused)), 422
    flash(_("The finding was written, and the person addressed is told."), "success")
    return redirect(url_for("findings.page", finding_id=finding_id), 303)


@blueprint.get("/findings/<int:finding_id>/revise")
@roles(AUD)
@recorded("finding")
def revise(finding_id: int) -> str:
    """A finding to say otherwise."""
    return _revise_page(finding_id, {}, {})


@blueprint.post("/findings/<int:finding_id>/revise")
@roles(AUD)
@recorded("finding")
def store_revision(finding_id: int) -> Response | tuple[str, int]:
    """Store it; old and new are in its history."""
    try:
        execute(ReviseFinding(finding_id, _said(), number_or(0, request.form.get("revision"))))
    except FindingRefused as refused:
        renew_page_key()
        return _revise_page(finding_id, request.form, _sentences(refused)), 422
    flash(_("The finding was revised. Its history tells what it said before."), "success")
    return redirect(url_for("findings.page", finding_id=finding_id), 303)


def _said() -> Said:
    form = request.form
    texts = {name: form.get(name, "") for name in FIELDS}
    return Said(addressee_id=number_or(0, form.get("addressee_id")), **texts)


def _sentences(refused: FindingRefused) -> dict[str, str]:
    return {name: words.fault_sentence(name, code) for name, code in refused.faults.items()}


def _new_page(instance_id: int, about: Mapping[str, str], typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    session, actor = read_session(), actor_now()
    spot = place_seen(session, actor, instance_id, about.get("element", ""), number_in(about.get("event")))
    people = addressees(session, spot.place)
    start = {"due": answer_due(session, today()), "addressee_id": str(proposed(session, spot.place, people) or "")}
    return _write_page(spot, typed or start, faults, people=people, finding=None, sample=number_in(about.get("sample")))


def _revise_page(finding_id: int, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    session, actor = read_session(), actor_now()
    finding = finding_page(session, actor, finding_id).row.finding
    spot = place_seen(session, actor, finding.instance_id, finding.element_id or "", finding.event_seq)
    people = addressees(session, spot.place)
    start = {name: str(getattr(finding, name)) for name in (*FIELDS[:4], "addressee_id")}
    start["due"] = finding.due_date.isoformat()
    return _write_page(spot, typed or start, faults, people=people, finding=finding, sample=finding.sample_id)


def _write_page(spot: Spot, typed: Mapping[str, str], faults: Mapping[str, str], **shown: object) -> str:
    session, place = read_session(), spot.place
    names = element_names(runtime().definitions.get(session, place.instance.definition_version_id), language())
    event = None if spot.event is None else tell(spot.event, names)
    customer = session.get_one(Customer, place.cycle.subject_id)
    shows_customers([customer.id])
    return render_template(
        "auditing/write.html",
        place=place,
        customer=customer,
        steps=[(key, names.get(key, key)) for key in steps_of(session, place.instance.id)],
        element=names.get(place.element_id or "", ""),
        event=f"{event.who}: {event.what}" if event else "",
        severities=SEVERITIES,
        typed=typed,
        faults=faults,
        longest=LONGEST,
        words=words,
        **shown,
    )
