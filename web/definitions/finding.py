"""Finds a definition and its versions for a page."""

from sqlalchemy import select

from processes.errors import NotFound
from processes.models import Definition, DefinitionVersion
from web.reading import read_session


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
