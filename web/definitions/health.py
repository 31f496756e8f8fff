"""Routes of process health: figures on the diagram and in a table; what waits at an element, for who may know it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from processes.definitions import LoadedDefinition
from processes.diagrams import Diagram, ways_back
from processes.errors import NotFound
from processes.models import Definition, DefinitionVersion
from services.models import AUD, CC, CC_HEAD, OWNER
from services.readings.health import SAMPLE, health_of
from services.readings.health_figures import ProcessHealth
from services.readings.health_items import incidents_at, items_at
from services.readings.health_rows import Scope
from web.definitions import health_words
from web.definitions.finding import definition_of, names_in, version_of
from web.definitions.health_words import WORST_FIRST, marks_of, rows_of
from web.drawings import picture
from web.inbox.routes import page_number
from web.languages import gettext as _
from web.numbers import number_in
from web.reading import actor_now, read_session, runtime
from web.recording import recorded, shows_customers
from web.roles import roles

blueprint = Blueprint("process_health", __name__, url_prefix="/processes")
PERIODS = (30, 90, 365)  # days
USUAL_PERIOD, USUAL_ORDER = 90, "whole"
MOST_VERSIONS = 100  # looked at together, the newest
PEOPLES = frozenset(("userTask", "manualTask", "task"))  # elements that open work items
KNOWS_CUSTOMERS = (CC, CC_HEAD, AUD)


@dataclass(frozen=True)
class Wanted:
    """What the page was asked for. ``number``: of one version, None for all; ``versions``: those looked at, by age."""

    definition: Definition
    versions: list[DefinitionVersion]
    number: int | None
    days: int
    order: str

    @property
    def version_ids(self) -> tuple[int, ...]:
        return tuple(version.id for version in self.versions)


@blueprint.get("/<key>/health")
@roles(OWNER, AUD, CC, CC_HEAD)
def page(key: str) -> str:
    """How a process does: numbers alone, no customer."""
    session, wanted, now = read_session(), _wanted(key), runtime().clock()
    loaded = [runtime().definitions.get(session, version_id) for version_id in wanted.version_ids]
    diagram = Diagram.parse(loaded[-1].diagram)
    heads = {flow: diagram.flows[flow].target for flow in ways_back(diagram)}
    scope = Scope(wanted.version_ids, now - timedelta(days=wanted.days))
    health = health_of(session, scope, _people_work_at(loaded), heads, now)
    names, links = names_in(wanted.versions), _links(wanted, health)
    return render_template(
        "definitions/health.html",
        wanted=wanted,
        periods=PERIODS,
        newest=MOST_VERSIONS if len(wanted.definition.versions) > MOST_VERSIONS else None,
        health=health,
        rows=rows_of(health, heads, names, wanted.order),
        ways=[(diagram.flows[flow], found) for flow, found in health.returns.items()],
        names=names,
        links=links,
        drawing=picture(loaded[-1].diagram, marks_of(health, diagram, links), _("Health of the process")),
        sample=SAMPLE,
        words=health_words,
    )


@blueprint.get("/<key>/health/<element_id>")
@roles(*KNOWS_CUSTOMERS)
@recorded("work_items")
def items(key: str, element_id: str) -> str:
    """What waits at one element."""
    session, actor, wanted = read_session(), actor_now(), _wanted(key)
    names = names_in(wanted.versions)
    if element_id not in names:
        raise NotFound(element_id)
    page = items_at(session, actor, wanted.version_ids, element_id, page_number())
    incidents = incidents_at(session, actor, wanted.version_ids, element_id)
    shows_customers(row.customer_id for row in page.rows)
    shows_customers(customer.id for _incident, customer in incidents if customer is not None)
    return render_template(
        "definitions/health_items.html", wanted=wanted, name=names[element_id], page=page, incidents=incidents
    )


def _wanted(key: str) -> Wanted:
    definition, number = definition_of(key), number_in(request.args.get("version"))
    one = None if number is None else version_of(definition, number)
    days, order = number_in(request.args.get("days")), request.args.get("sort", USUAL_ORDER)
    return Wanted(
        definition,
        definition.versions[-MOST_VERSIONS:] if one is None else [one],
        None if one is None else one.version,
        days if days in PERIODS else USUAL_PERIOD,
        order if order in WORST_FIRST else "process" if order == "process" else USUAL_ORDER,
    )


def _people_work_at(loaded: list[LoadedDefinition]) -> list[str]:
    """The elements of people's work, the newest version's first and in its order."""
    elements = (one for version in reversed(loaded) for one in version.spec.elements.values())
    return list(dict.fromkeys(one.id for one in elements if one.type in PEOPLES))


def _links(wanted: Wanted, health: ProcessHealth) -> dict[str, str]:
    """Element id → what a click on it shows: what waits there, else its line of the table."""
    may_list = current_user.role in KNOWS_CUSTOMERS
    return {
        one.element_id: url_for(
            "process_health.items", key=wanted.definition.key, element_id=one.element_id, version=wanted.number
        )
        if may_list and (one.open or one.incidents)
        else f"#at-{one.element_id}"
        for one in health.elements
    }
