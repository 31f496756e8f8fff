"""The bank's people: sign-in, teams, users, and the actor that a user is for the runtime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.command_registry import handles
from processes.context import CommandContext
from processes.database.rows import table_of
from processes.errors import NotAllowed, NotFound, ProcessError
from services.models import ADMIN, AM, AUD, BS, CC, CC_HEAD, ROLES, SUP, Team, User

GROUPS = {CC: {"cc"}, CC_HEAD: {"cc", "cc_head"}, BS: {"bs"}, AUD: {"aud"}}
TEAM_ROLES = (AM, SUP)
SHORTEST_PASSWORD = 10
USERS = table_of(User)
PERSON = select(USERS).where(USERS.c.id == bindparam("id"))
_hasher = PasswordHasher()


class InvalidUser(ProcessError):
    """A user cannot be stored like that. ``field``: login, password, role or team; ``value``: without secrets."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}: {value}")
        self.field = field
        self.value = value


@dataclass(frozen=True)
class AddTeam:
    """A team of account managers."""

    name: str


@dataclass(frozen=True)
class AddUser:
    """A person who may sign in. ``team``: the team's name, for account managers and supervisors."""

    login: str
    name: str
    role: str
    password_hash: str
    team: str | None = None


@dataclass(frozen=True)
class SetLanguage:
    """The actor's own language: zh or en."""

    language: str


@dataclass(frozen=True)
class SetActive:
    """Let a user sign in, or no longer."""

    user_id: int
    active: bool


def hash_password(password: str) -> str:
    """An argon2id hash; InvalidUser when the password is shorter than SHORTEST_PASSWORD characters."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidUser("password", str(SHORTEST_PASSWORD))
    return _hasher.hash(password)


def password_fits(user: User | None, password: str) -> bool:
    """Whether it is the user's password; takes as long for an unknown user, so that logins cannot be probed."""
    try:
        _hasher.verify(user.password_hash if user else _UNKNOWN, password)
    except (VerificationError, InvalidHashError):
        return False
    return user is not None and user.active


def person_of(session: Session, user_id: int) -> Row[Any] | None:
    """The row of a user: every request asks for one."""
    return session.connection().execute(PERSON, {"id": user_id}).first()


def user_by_login(session: Session, login: str) -> User | None:
    """The user of a login, whatever its case."""
    return session.scalars(select(User).where(User.login == login.strip().lower())).first()


def actor_of(user: User | Row[Any], address: str | None = None) -> Actor:
    """The user as the runtime's actor."""
    return Actor(user.id, user.name, user.role, frozenset(GROUPS.get(user.role, ())), user.team_id, address)


def active_people(session: Session, roles: tuple[str, ...] = ()) -> list[User]:
    """Active users of these roles (all when none is given), by name."""
    query = select(User).where(User.active).order_by(User.name)
    return list(session.scalars(query.where(User.role.in_(roles)) if roles else query))


@handles(AddTeam)
def add_team(context: CommandContext, command: AddTeam) -> int:
    """The team's id, of the one there is when the name is taken."""
    _only_administration(context)
    found = context.session.scalars(select(Team).where(Team.name == command.name)).first()
    if found is None:
        found = Team(name=command.name)
        context.session.add(found)
        context.session.flush()
        context.history("administration", "team:add", team=found.id, name=found.name)
    return found.id


@handles(AddUser)
def add_user(context: CommandContext, command: AddUser) -> int:
    """The user's id. InvalidUser names the field at fault."""
    _only_administration(context)
    login = command.login.strip().lower()
    if not login.isascii() or not login.replace("-", "").replace(".", "").isalnum():
        raise InvalidUser("login", command.login)
    if user_by_login(context.session, login) is not None:
        raise InvalidUser("login_taken", login)
    if command.role not in ROLES:
        raise InvalidUser("role", command.role)
    user = User(
        login=login,
        name=command.name.strip() or login,
        role=command.role,
        password_hash=command.password_hash,
        team_id=_team_id(context, command),
        language="zh",
        active=True,
    )
    context.session.add(user)
    context.session.flush()
    context.history("administration", "user:add", user=user.id, login=login, role=user.role, team=user.team_id)
    return user.id


@handles(SetLanguage)
def set_language(context: CommandContext, command: SetLanguage) -> None:
    """Anybody, for himself."""
    user = context.session.get(User, context.actor.user_id)
    if user is None or command.language not in ("zh", "en"):
        raise NotFound(command.language)
    user.language = command.language


@handles(SetActive)
def set_active(context: CommandContext, command: SetActive) -> None:
    """An administrator cannot lock himself out."""
    _only_administration(context)
    user = context.session.get(User, command.user_id)
    if user is None:
        raise NotFound(str(command.user_id))
    if user.id == context.actor.user_id:
        raise NotAllowed
    user.active = command.active
    context.history("administration", "user:active", user=user.id, active=command.active)


def _team_id(context: CommandContext, command: AddUser) -> int | None:
    if command.role not in TEAM_ROLES:
        return None
    if not command.team:
        raise InvalidUser("team", "")
    return add_team(context, AddTeam(command.team))


def _only_administration(context: CommandContext) -> None:
    if not context.actor.is_system and context.actor.role != ADMIN:
        raise NotAllowed


_UNKNOWN = _hasher.hash("nobody has this password")
