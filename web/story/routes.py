"""Routes of a plan's story; whoever may open the cycle's page may read it, and nothing here changes anything."""

from flask import Blueprint, render_template, request

from processes.forms.differing import differences
from services.readings.instances import instance_for
from services.readings.story.assessed import assessed, tier_records
from services.readings.story.lines import KINDS
from services.readings.story.papers import paper, papers, plans
from web.languages import language
from web.numbers import number_in
from web.reading import actor_now, read_session
from web.recording import recorded
from web.roles import READERS, roles
from web.story.looking import forms_of, head_of, look
from web.story.telling_decisions import decided
from web.story.timeline import timeline_page
from web.work_items.forms import form_title, submission_view

blueprint = Blueprint("stories", __name__, url_prefix="/cycles/<int:instance_id>/story")
MOST_ASSESSMENTS = 10  # explained on one page; a cycle makes two


@blueprint.get("")
@roles(*READERS)
@recorded("instance")
def page(instance_id: int) -> str:
    """The timeline beside the chosen moment. ``at``: an event's number; ``moment``: the moment's own, from a slider."""
    session = read_session()
    head = head_of(session, actor_now(), instance_id)
    shown = look(session, head, number_in(request.args.get("at", "")), number_in(request.args.get("moment", "")))
    kind, person = request.args.get("kind", ""), number_in(request.args.get("person", ""))
    lines = timeline_page(session, head, shown, kind, person, number_in(request.args.get("page", "")))
    return render_template(
        "story/page.html", head=head, shown=shown, lines=lines, kinds=KINDS, kind=kind, person=person
    )


@blueprint.get("/moment")
@roles(*READERS)
@recorded("instance")
def moment(instance_id: int) -> str:
    """A part of the page: the chosen moment alone."""
    session = read_session()
    head = head_of(session, actor_now(), instance_id)
    shown = look(session, head, number_in(request.args.get("at", "")), number_in(request.args.get("moment", "")))
    return render_template("story/_moment.html", head=head, shown=shown)


@blueprint.get("/forms")
@roles(*READERS)
@recorded("instance")
def forms(instance_id: int) -> str:
    """The forms of an instance; with ``form`` one of them exactly as it was seen, and what it changed."""
    session, actor = read_session(), actor_now()
    head = head_of(session, actor, instance_id)
    wanted = number_in(request.args.get("form", ""))
    if wanted is None:
        listed = [(row, form_title(session, row)) for row in papers(session, actor, instance_id)]
        return render_template("story/forms.html", head=head, forms=listed)
    found = paper(session, actor, head.events, instance_id, wanted, forms_of(session))
    view = submission_view(session, found.submission)
    before = None if found.before is None else submission_view(session, found.before)
    return render_template(
        "story/form.html",
        head=head,
        paper=found,
        view=view,
        seen=submission_view(session, found.submission, found.submission.language),
        changes=None if before is None else differences(before, view),
    )


@blueprint.get("/plan")
@roles(*READERS)
@recorded("instance")
def plan(instance_id: int) -> str:
    """The plan as drafted beside the plan as approved."""
    session = read_session()
    head = head_of(session, actor_now(), instance_id)
    found = plans(session, instance_id)
    if found is None:
        return render_template("story/plan.html", head=head, plans=None)
    drafted = submission_view(session, found.drafted_form, values=found.drafted.values)
    approved = submission_view(session, found.approved_form, values=found.approved.values)
    changes = differences(drafted, approved)
    return render_template(
        "story/plan.html", head=head, plans=found, drafted=drafted, approved=approved, changes=changes
    )


@blueprint.get("/decisions")
@roles(*READERS)
@recorded("instance")
def decisions(instance_id: int) -> str:
    """Why it was decided so: score, tier and recommendation computed once more, and every other table's answer."""
    session, actor = read_session(), actor_now()
    head = head_of(session, actor, instance_id)
    of_cycle = head.instance.parent_id or instance_id
    instance_for(session, actor, of_cycle)
    return render_template(
        "story/decisions.html",
        head=head,
        assessed=assessed(session, of_cycle, MOST_ASSESSMENTS),
        records=tier_records(session, of_cycle),
        decided=decided(session, head, language()),
    )
