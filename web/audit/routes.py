"""Routes of finding: the search page and the searches that a person keeps."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.finding.filters import OUTCOMES, STATES, TIERS, CycleFilter
from services.finding.searches import LONGEST_NAME, MOST_SEARCHES, RemoveSearch, SaveSearch, SearchRefused, own_searches
from services.readings.finding import Finding, standards_known
from web.audit.columns import columns, mark_words, marks_of, outcome_words
from web.languages import gettext as _
from web.numbers import number_in
from web.presentation import today
from web.reading import actor_now, execute, read_session
from web.recording import recorded
from web.roles import READERS, roles

blueprint = Blueprint("audit", __name__, url_prefix="/audit/plans")


@blueprint.get("/")
@roles(*READERS)
@recorded("instances")
def plans() -> str:
    """Cycles, running and ended, by everything that is known of them."""
    session, wanted = read_session(), CycleFilter.read(request.args)
    finding = Finding(session, actor_now(), wanted, today())
    page = finding.page(number_in(request.args.get("older")), number_in(request.args.get("newer")))
    return render_template(
        "audit/plans.html",
        wanted=wanted,
        written=wanted.written,
        page=page,
        total=finding.count(),
        columns=columns(),
        marks_of=marks_of,
        mark_words=mark_words(),
        outcomes={key: word for key, word in outcome_words().items() if key in OUTCOMES},
        standards=standards_known(session),
        states=STATES,
        tiers=TIERS,
        longest_name=LONGEST_NAME,
    )


@blueprint.get("/searches")
@roles(*READERS)
def searches() -> str:
    """A part of the page: the person's searches, each with how many it finds now."""
    session, actor = read_session(), actor_now()
    found = [
        (one, Finding(session, actor, CycleFilter.read(one.wanted), today()).count())
        for one in own_searches(session, actor)
    ]
    return render_template("audit/_searches.html", searches=found)


@blueprint.post("/searches")
@roles(*READERS)
def save() -> Response:
    """Keep the filter of the page under a name."""
    wanted = CycleFilter.read(request.form).written
    try:
        execute(SaveSearch(request.form.get("name", ""), wanted))
        flash(_("The search was saved."), "success")
    except SearchRefused as refused:
        sentences = {
            "unnamed": _("Give the search a name."),
            "too_many": _("You keep %(count)s searches already. Remove one first.", count=MOST_SEARCHES),
        }
        flash(sentences[refused.code], "error")
    return redirect(url_for("audit.plans", **wanted), 303)  # type: ignore[arg-type]


@blueprint.post("/searches/<int:search_id>/remove")
@roles(*READERS)
def remove(search_id: int) -> Response:
    """Forget an own search."""
    execute(RemoveSearch(search_id))
    flash(_("The search was removed."), "success")
    return redirect(url_for("audit.plans"), 303)
