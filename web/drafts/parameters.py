"""The page of a standard's parameters: one field a figure, no JSON to be typed (D1–D5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from processes.commands import SaveDraftFile
from processes.drafts import EDITING
from services.models import AUD, CC, CC_HEAD, OWNER
from services.standard.parameters import FILE
from services.standard_drafts import KEY
from web.drafts.finding import draft_of, file_of, posted_text
from web.languages import gettext as _
from web.languages import language
from web.numbers import number_or
from web.reading import execute
from web.roles import roles

blueprint = Blueprint("draft_parameters", __name__, url_prefix="/drafts/standard/parameters")
LONGEST = 20
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Figure:
    """One parameter. ``name``: of its field; ``path``: of its place in the file; ``text``: as it is or was typed."""

    name: str
    path: Path
    label: str
    unit: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class Group:
    """Figures under one heading."""

    title: str
    figures: tuple[Figure, ...]


@blueprint.get("/")
@roles(OWNER, AUD, CC, CC_HEAD)
def page() -> str:
    """Every parameter of the draft, to be changed by its owner."""
    return _page(_groups(_stored()))


@blueprint.post("/")
@roles(OWNER)
def save() -> Response:
    """Save all of them; 422 with what was typed where one is no number."""
    stored = _stored()
    groups = tuple(_typed(group) for group in _groups(stored))
    if any(figure.error for group in groups for figure in group.figures):
        return make_response(_page(groups), 422)
    for group in groups:
        for figure in group.figures:
            _put(stored, figure)
    revision = posted_text("revision", 9)
    content = (json.dumps(stored, ensure_ascii=False, indent=2) + "\n").encode()
    execute(SaveDraftFile(draft_of(KEY).id, FILE, content, number_or(0, revision)))
    flash(_("Saved in the draft."), "success")
    return redirect(url_for("draft_parameters.page"), 303)


def _page(groups: tuple[Group, ...]) -> str:
    draft = draft_of(KEY)
    return render_template(
        "drafts/parameters.html",
        draft=draft,
        file=file_of(draft, FILE),
        groups=groups,
        read_only=current_user.role != OWNER or draft.status != EDITING,
        wrong=any(figure.error for group in groups for figure in group.figures),
    )


def _stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file_of(draft_of(KEY), FILE).content)
    return found


def _typed(group: Group) -> Group:
    """The figures as posted, each with what is wrong with it."""
    return Group(
        group.title, tuple(_read(figure, request.form.get(figure.name, "")[:LONGEST]) for figure in group.figures)
    )


def _read(figure: Figure, text: str) -> Figure:
    given = text.strip()
    try:
        number = Decimal(given)
        sound = number.is_finite() and number >= 0 and "e" not in given.lower()
    except InvalidOperation:
        sound = False
    error = "" if sound else _("Give a number from 0, such as 25 or 1.5.")
    return Figure(figure.name, figure.path, figure.label, figure.unit, given, error)


def _put(stored: dict[str, Any], figure: Figure) -> None:
    """Set one figure in its place; a whole number of the file stays one where it still is."""
    place: Any = stored
    for step in figure.path[:-1]:
        place = place[step]
    was = place[figure.path[-1]]
    is_whole = isinstance(was, int) and figure.text.isdecimal()
    place[figure.path[-1]] = int(figure.text) if is_whole else figure.text


def _groups(stored: dict[str, Any]) -> tuple[Group, ...]:
    return (
        Group(_("Weights"), tuple(_indicators(stored, "weight_percent", "%"))),
        Group(_("Targets: below them is a gap"), tuple(_indicators(stored, "target", _("points")))),
        Group(_("Satisfaction"), tuple(_named(stored, _satisfaction()))),
        Group(_("Contribution and budget"), tuple(_named(stored, _money()))),
        Group(_("Order of tiers: a lower number is a fall"), tuple(_ranks(stored))),
        Group(_("Alerts"), tuple(_named(stored, _alerts()))),
    )


def _indicators(stored: dict[str, Any], key: str, unit: str) -> Iterator[Figure]:
    for place, row in enumerate(stored["indicators"]):
        label = f"{row['id']} {row['label'].get(language(), '')}"
        yield Figure(f"{row['id']}-{key}", ("indicators", place, key), label, unit, str(row[key]))


def _ranks(stored: dict[str, Any]) -> Iterator[Figure]:
    for tier, rank in stored["tier_ranks"].items():
        yield Figure(f"rank-{tier}", ("tier_ranks", tier), tier, "", str(rank))


def _named(stored: dict[str, Any], labels: dict[Path, tuple[str, str]]) -> Iterator[Figure]:
    for path, (label, unit) in labels.items():
        value: Any = stored
        for step in path:
            value = value[step]
        yield Figure("-".join(map(str, path)), path, label, unit, str(value))


def _satisfaction() -> dict[Path, tuple[str, str]]:
    return {
        ("satisfaction", "lowest"): (_("Lowest answer"), ""),
        ("satisfaction", "points_per_step"): (_("Points for each step above it"), _("points")),
    }


def _money() -> dict[Path, tuple[str, str]]:
    return {
        ("contribution", "deposits_percent"): (_("Contribution of deposits"), "%"),
        ("contribution", "loans_percent"): (_("Contribution of loans"), "%"),
        ("contribution", "wealth_percent"): (_("Contribution of wealth products"), "%"),
        ("contribution", "loans_count_up_to_overdue_days"): (_("Loans count up to this delay"), _("days")),
        ("budget_percent_of_contribution",): (_("Budget as a share of the contribution"), "%"),
        ("event_seat_cap",): (_("Most for a seat at an event"), _("CNY")),
    }


def _alerts() -> dict[Path, tuple[str, str]]:
    return {
        ("alerts", "tier_a_percent"): (_("Alert above this share of tier A"), "%"),
        ("alerts", "customers_per_manager"): (_("Alert above this many customers of a manager"), ""),
    }
