"""The pages of signing in and out, and of switching the language."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from processes.errors import ProcessError
from services.people import SetLanguage
from services.sign_in import RecordSignOut, SignInOutcome, sign_in
from web.auth.person import STAMP, Person, session_stamp
from web.languages import COOKIE, COOKIE_SECONDS, LANGUAGES, speak_again
from web.languages import gettext as _
from web.reading import execute, runtime
from web.roles import public
from web.security import login_manager

blueprint = Blueprint("auth", __name__)


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_sign_in() -> Response:
    """Send a stranger to the sign-in page, and back afterwards."""
    return redirect(
        url_for("auth.sign_in_page", next=request.full_path.rstrip("?") if request.method == "GET" else None)
    )


@blueprint.get("/sign-in")
@public
def sign_in_page() -> str | Response:
    """The sign-in form."""
    if current_user.is_authenticated:
        return redirect(url_for("inbox.home"))
    return _form()


@blueprint.post("/sign-in")
@public
def sign_in_submit() -> Response | tuple[str, int]:
    """Check login and password; on success rotate the session and go where the person wanted."""
    login = request.form.get("login", "").strip()[:64]
    outcome = sign_in(runtime(), login, request.form.get("password", "")[:1024], request.remote_addr or "?")
    if outcome.user is None:
        return _form(login, _refusal(outcome)), 429 if outcome.wait_seconds else 422
    session.clear()  # rotation: nothing of the stranger's session survives
    session.permanent = True
    session[STAMP] = session_stamp(outcome.user)
    login_user(Person(outcome.user))
    return redirect(local_path(request.form.get("next")) or url_for("inbox.home"), 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session, whether or not that can be recorded: nobody has to stay signed in for a full disk."""
    if current_user.is_authenticated:
        try:
            execute(RecordSignOut())
        except ProcessError as failure:
            current_app.logger.warning("a sign-out could not be recorded", exc_info=failure)
    logout_user()
    session.clear()
    flash(_("You are signed out."), "info")
    return redirect(url_for("auth.sign_in_page"), 303)


@blueprint.post("/language")
@public
def speak() -> Response:
    """Remember the language in a cookie and, when signed in, with the person."""
    chosen = request.form.get("language", "")
    answer = redirect(local_path(request.form.get("next")) or url_for("inbox.home"), 303)
    if chosen in LANGUAGES:
        answer.set_cookie(COOKIE, chosen, COOKIE_SECONDS, httponly=True, samesite="Lax")
        if current_user.is_authenticated:
            execute(SetLanguage(chosen))
        speak_again()
    return answer


def local_path(target: str | None) -> str | None:
    """``target`` when it is a path of this site; None for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    return None if any(ord(sign) < 32 for sign in target) else target


def _form(login: str = "", problem: str | None = None) -> str:
    target = local_path(request.values.get("next")) or ""
    return render_template("auth/sign_in.html", login=login, problem=problem, next=target)


def _refusal(outcome: SignInOutcome) -> str:
    if outcome.wait_seconds:
        return _("Too many attempts. Wait %(seconds)s seconds, then try again.", seconds=outcome.wait_seconds)
    return _("Name and password do not match. Check both and try again.")
