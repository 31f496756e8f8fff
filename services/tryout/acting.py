"""Who does an open item in a try-out, and with what values when the tester leaves it to us."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.actors import Actor
from processes.attachments.samples import sample_file
from processes.commands import AttachFile, CompleteWorkItem
from processes.context import ReadContext, bank_day
from processes.failures import failure_text
from processes.forms.attached import SAMPLE
from processes.forms.examples import example_values
from processes.forms.raw import posted_of_values
from processes.forms.schema import FormSchema
from processes.item_forms import base_values
from processes.models import Instance, WorkItem
from services.choices import BankChoices
from services.demo.answers import Facts, answer_of
from services.models import Customer, User
from services.people import GROUPS, actor_of
from services.tryout.refusals import StepRefused
from services.tryout.world import World

Posted = dict[str, list[str]]
MADE_UP = str(SAMPLE)


def open_items(session: Session) -> Sequence[WorkItem]:
    """Every open item, in the order they opened."""
    return session.scalars(select(WorkItem).where(WorkItem.status == "open").order_by(WorkItem.id)).all()


def item_at(session: Session, element_id: str, number: int) -> WorkItem:
    """The ``number``-th open item of an element, from 1; StepRefused when it is not open."""
    found = [item for item in open_items(session) if item.element_id == element_id]
    if number > len(found):
        raise StepRefused("not_open", element_id)
    return found[number - 1]


def doers(session: Session, item: WorkItem) -> list[User]:
    """Its assignee, or the members of its groups, those whom four eyes keep from it last."""
    if item.assignee_id is not None:
        return [session.get_one(User, item.assignee_id)]
    groups = {group.group for group in item.groups}
    barred = _barred(session, item)
    members = [
        user for user in session.scalars(select(User).order_by(User.id)) if GROUPS.get(user.role, set()) & groups
    ]
    return sorted(members, key=lambda user: user.id in barred)


def doer(session: Session, item: WorkItem, login: str) -> User:
    """The person of a login, or the first who may; StepRefused when there is none."""
    if login:
        found = session.scalars(select(User).where(User.login == login)).first()
        if found is None:
            raise StepRefused("unknown_person", login)
        return found
    able = [user for user in doers(session, item) if user.id not in _barred(session, item)]
    if not able:
        raise StepRefused("nobody_fits", item.element_id)
    return able[0]


def schema_of(world: World, session: Session, item: WorkItem) -> FormSchema | None:
    """The item's form."""
    if item.form_key is None:
        return None
    return world.runtime.definitions.get(session, item.instance.definition_version_id).forms[item.form_key]


def base_of(world: World, session: Session, item: WorkItem, user: User, schema: FormSchema) -> dict[str, object]:
    """What the item's form starts from; StepRefused when its prefill breaks: in a draft it may stand anywhere."""
    now = world.clock()
    context = ReadContext(session, actor_of(user), now, bank_day(now), item.instance)
    try:
        return base_values(context, item, schema)
    except Exception as error:
        raise StepRefused("failed", f"{item.prefill}: {failure_text(error)}") from error


def example(world: World, session: Session, item: WorkItem, user: User) -> Posted:
    """The item's form as that person might fill it: what it starts from, the usual answers, examples for the rest."""
    schema = schema_of(world, session, item)
    if schema is None:
        return {}
    base = base_of(world, session, item, user, schema)
    known = {**base, **_usual(world, session, item, user, base)}
    choices, today = BankChoices(session, actor_of(user)), bank_day(world.clock())
    return posted_of_values(schema, example_values(schema, known, base, choices, today))


def complete(world: World, element_id: str, number: int, by: str, values: Posted | None) -> None:
    """Complete an item. Raises the runtime's refusals and StepRefused."""
    with world.runtime.read_session() as session:
        item = item_at(session, element_id, number)
        user = doer(session, item, by)
        posted = example(world, session, item, user) if values is None else values
        item_id, actor, schema = item.id, actor_of(user), schema_of(world, session, item)
    if schema is not None:
        posted = _with_files(world, item_id, actor, schema, posted)
    world.runtime.execute(CompleteWorkItem(item_id, posted), actor)


def _with_files(world: World, item_id: int, actor: Actor, schema: FormSchema, posted: Posted) -> Posted:
    """With the made-up file really attached in that world, wherever the form names it."""
    found = dict(posted)
    for field in schema.fields:
        if field.type == "attachment" and field.is_filled and MADE_UP in posted.get(field.id, ()):
            file_id = world.runtime.execute(AttachFile(item_id, field.id, *sample_file(field.kinds)), actor)
            found[field.id] = [str(file_id) if text == MADE_UP else text for text in posted[field.id]]
    return found


def _usual(world: World, session: Session, item: WorkItem, user: User, base: dict[str, object]) -> dict[str, object]:
    if item.subject_id is None:
        return {}
    facts = Facts(world.clock(), session.get_one(Customer, item.subject_id), user)
    try:
        return answer_of(item.element_id, base, facts)
    except Exception:  # the answers are for the shipped forms; a draft's may hold anything
        return {}


def _barred(session: Session, item: WorkItem) -> set[int]:
    did = select(WorkItem.completed_by_id).where(
        WorkItem.instance_id == item.instance_id,
        WorkItem.element_id.in_(item.not_by),
        WorkItem.status == "completed",
    )
    return {one for one in session.scalars(did) if one is not None}


def actor_named(world: World, login: str) -> Actor:
    """A sample person as the runtime's actor."""
    with world.runtime.read_session() as session:
        return actor_of(session.scalars(select(User).where(User.login == login)).one())


def customer_id_of(world: World) -> int:
    """The one customer of a world."""
    with world.runtime.read_session() as session:
        return session.scalars(select(Customer.id).order_by(Customer.id)).first() or 0


def draft_data(world: World, key: str) -> dict[str, object]:
    """The process data of the last instance of a process; none before the first."""
    with world.runtime.read_session() as session:
        wanted = select(Instance).where(Instance.definition_key == key).order_by(Instance.id.desc())
        found = session.scalars(wanted).first()
        return {} if found is None else dict(found.data)
