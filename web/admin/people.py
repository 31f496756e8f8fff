"""Routes of the administrator's people: who may sign in."""

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from services.models import ADMIN, ROLES, Team, User
from services.people import SHORTEST_PASSWORD, AddUser, InvalidUser, SetActive, hash_password
from web.admin.routes import blueprint
from web.languages import gettext as _
from web.reading import execute, read_session
from web.roles import roles


@blueprint.get("/people")
@roles(ADMIN)
def people() -> str:
    """Everybody who may sign in."""
    return _people({})


@blueprint.post("/people")
@roles(ADMIN)
def add_person() -> Response:
    """Add a person; what was typed stays when it is refused, but for the password."""
    typed = {name: request.form.get(name, "").strip()[:100] for name in ("login", "name", "role", "team")}
    try:
        known = hash_password(request.form.get("password", "")[:1024])
        execute(AddUser(typed["login"], typed["name"], typed["role"], known, typed["team"] or None))
    except InvalidUser as refused:
        return make_response(_people(typed, _refusal(refused), refused.field.partition("_")[0]), 422)
    flash(_("%(name)s may sign in now.", name=typed["name"] or typed["login"]), "success")
    return redirect(url_for("admin.people"), 303)


@blueprint.post("/people/<int:user_id>/active")
@roles(ADMIN)
def set_active(user_id: int) -> Response:
    """Let a person sign in, or no longer."""
    execute(SetActive(user_id, request.form.get("active") == "yes"))
    return redirect(url_for("admin.people"), 303)


def _people(typed: dict[str, str], problem: str = "", wrong: str = "") -> str:
    """wrong: the name of the control at fault."""
    session = read_session()
    users = list(session.scalars(select(User).order_by(User.role, User.login)))
    teams = list(session.scalars(select(Team).order_by(Team.name)))
    return render_template(
        "admin/people.html",
        users=users,
        teams=teams,
        roles=ROLES,
        typed=typed,
        problem=problem,
        wrong=wrong,
        shortest=SHORTEST_PASSWORD,
    )


def _refusal(refused: InvalidUser) -> str:
    sentences = {
        "login": _("A login holds letters, digits, “-” and “.” only."),
        "login_taken": _("Somebody uses this login already; choose another."),
        "role": _("Choose a role."),
        "team": _("An account manager or supervisor needs a team."),
        "password": _("The password needs at least %(count)s characters.", count=refused.value),
    }
    return sentences.get(refused.field, _("Please check this value."))
