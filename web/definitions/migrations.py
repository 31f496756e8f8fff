"""Routes of migrations: running instances on older versions, a batch's progress, its end and its undo."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from processes.commands import CancelBatch, MigrateInstances, UndoBatch
from processes.models import IS_RUNNING, DefinitionVersion, Instance
from services.models import AUD, CC, CC_HEAD, OWNER
from services.readings.migrations import batch_of, batches_of, blocked_entries, impact_on, progress_of
from web.definitions.finding import definition_of, names_in, version_of
from web.definitions.migration_words import reason_sentence, sentences, stored_reasons, told_by
from web.languages import gettext as _
from web.numbers import number_in
from web.reading import execute, read_session, runtime
from web.roles import roles

blueprint = Blueprint("migrations", __name__, url_prefix="/processes")
SHORTEST_REASON = 5
REFRESH_SECONDS = 3


@blueprint.get("/<key>/<int:version>/running")
@roles(OWNER, AUD, CC, CC_HEAD)
def running(key: str, version: int) -> str:
    """The running instances on other versions: which could come to this one, and why the others not."""
    return _running(key, version, "")


@blueprint.post("/<key>/<int:version>/running")
@roles(CC, CC_HEAD)
def migrate(key: str, version: int) -> Response:
    """Begin to migrate the ticked ones, or all that can be."""
    found = version_of(definition_of(key), version)
    reason = request.form.get("reason", "").strip()[:500]
    chosen = _chosen(found)
    if len(reason) < SHORTEST_REASON or not chosen:
        problem = _("Choose at least one instance and give a reason of at least five characters.")
        return make_response(_running(key, version, problem), 422)
    batch_id = execute(MigrateInstances(chosen, found.id, reason))
    return redirect(url_for("migrations.batch", batch_id=batch_id), 303)


@blueprint.get("/migrations/<int:batch_id>")
@roles(OWNER, AUD, CC, CC_HEAD)
def batch(batch_id: int) -> str:
    """How far a batch is; the page comes again by itself until it is over."""
    return _batch(batch_id, "")


@blueprint.post("/migrations/<int:batch_id>/cancel")
@roles(CC, CC_HEAD)
def cancel(batch_id: int) -> Response:
    """Leave alone what it has not come to."""
    execute(CancelBatch(batch_id))
    flash(_("The rest stays where it is."), "success")
    return redirect(url_for("migrations.batch", batch_id=batch_id), 303)


@blueprint.post("/migrations/<int:batch_id>/undo")
@roles(CC, CC_HEAD)
def undo(batch_id: int) -> Response:
    """Take all of it back that nothing has followed."""
    reason = request.form.get("reason", "").strip()[:500]
    if len(reason) < SHORTEST_REASON:
        problem = _("Give a reason of at least %(count)s characters.", count=SHORTEST_REASON)
        return make_response(_batch(batch_id, problem), 422)
    undo_id = execute(UndoBatch(batch_id, reason))
    return redirect(url_for("migrations.batch", batch_id=undo_id), 303)


def _chosen(version: DefinitionVersion) -> tuple[int, ...]:
    if request.form.get("all") != "yes":
        found = map(number_in, request.form.getlist("instance"))
        return tuple(number for number in found if number is not None)
    elsewhere = select(Instance.id).where(
        Instance.definition_key == version.definition.key,
        IS_RUNNING,
        Instance.definition_version_id != version.id,
    )
    return tuple(read_session().scalars(elsewhere))


def _running(key: str, number: int, problem: str) -> str:
    session, definition = read_session(), definition_of(key)
    version = version_of(definition, number)
    impact = impact_on(session, runtime().definitions, version)
    names = names_in(definition.versions)
    return render_template(
        "definitions/running.html",
        definition=definition,
        version=version,
        impact=impact,
        rows=impact.rows,
        blocked_by=[(reason_sentence(reason, names), count) for reason, count in impact.blocked_by],
        sentences={row.instance_id: sentences(told_by(row.verdict), names) for row in impact.rows},
        names=names,
        batches=batches_of(session, key),
        reason=request.form.get("reason", ""),
        chosen=request.form.getlist("instance"),
        chosen_all=request.form.get("all") == "yes",
        shortest=SHORTEST_REASON,
        problem=problem,
    )


def _batch(batch_id: int, problem: str) -> str:
    session = read_session()
    found = batch_of(session, batch_id)
    version = session.get_one(DefinitionVersion, found.to_version_id)
    progress = progress_of(session, found)
    names = names_in(version.definition.versions)
    return render_template(
        "definitions/batch.html",
        batch=found,
        version=version,
        progress=progress,
        shortest=SHORTEST_REASON,
        refresh_seconds=None if progress.is_over else REFRESH_SECONDS,
        blocked=[
            (one.instance_id, sentences(stored_reasons(one.detail), names)) for one in blocked_entries(session, found)
        ],
        reason=request.form.get("reason", ""),
        problem=problem,
    )
