"""Finds a definition and its versions for a page, and what their elements are called."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from processes.errors import NotFound
from processes.models import Definition, DefinitionVersion
from services.readings.instances import element_names
from web.languages import language
from web.reading import read_session, runtime


def definition_of(key: str) -> Definition:
    """The definition; NotFound when there is none."""
    found = read_session().scalars(select(Definition).where(Definition.key == key)).first()
    if found is None:
        raise NotFound(key)
    return found


def version_of(definition: Definition, number: int) -> DefinitionVersion:
    """One of its versions; NotFound when it has none of that number."""
    found = next((version for version in definition.versions if version.version == number), None)
    if found is None:
        raise NotFound(str(number))
    return found


def names_of_process(session: Session, key: str) -> dict[str, str]:
    """Element id → its name in the reader's language, the newest version's where several have it."""
    wanted = select(DefinitionVersion).join(Definition).where(Definition.key == key)
    return names_in(session.scalars(wanted.order_by(DefinitionVersion.version)))


def names_in(versions: Iterable[DefinitionVersion]) -> dict[str, str]:
    """Element id → its name in the page's language, the last version's where several have it."""
    session, found = read_session(), dict[str, str]()
    for version in versions:
        found.update(element_names(runtime().definitions.get(session, version.id), language()))
    return found
