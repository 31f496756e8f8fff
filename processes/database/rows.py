"""Single rows written at once, without the unit of work: a step writes a dozen, and each costs a fifth of a flush.

The tables are the mapped classes'; what a mapped class listens for does not happen here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, insert, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import DeclarativeBase, Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

Kind = type[DeclarativeBase]
OLD = "old_"  # before a key column's name: the value that the row is found by


def table_of(kind: Kind) -> Table:
    """The table of a mapped class, for statements that are made once and give rows instead of objects."""
    return cast(Table, kind.__table__)


def insert_row(session: Session, kind: Kind, **values: object) -> int:
    """Insert one row and give its id. ``values``: attribute → value; what is missing takes its column's default."""
    done = _execute(session, _insert(kind), _columns(kind, values))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def insert_rows(session: Session, kind: Kind, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that all name the same attributes."""
    if rows:
        session.connection().execute(_insert(kind), [_columns(kind, row) for row in rows])


def store(session: Session, row: DeclarativeBase) -> None:
    """Insert a new object's row; the object is the session's from now on, with its id, as if it had been read.

    What it was not given is null: the columns' defaults do not apply.
    """
    kind = type(row)
    key, *revision = (key for key, _ in _keys(kind))
    for name in revision:
        setattr(row, name, 1)
    given = {name: row.__dict__.get(name) for name in _names(kind)}
    stored = insert_row(session, kind, **{name: value for name, value in given.items() if name != key or value})
    for name, value in {**given, key: stored}.items():
        set_committed_value(row, name, value)
    make_transient_to_detached(row)
    session.add(row)


def change(session: Session, row: DeclarativeBase, **values: object) -> None:
    """Update some columns of a stored row; the object has the new values at once.

    Raises StaleDataError when the row's revision is no longer the one that was read.
    """
    kind, mapper = type(row), _mapper(type(row))
    found = {OLD + column.name: getattr(row, key) for key, column in _keys(kind)}
    if mapper.version_id_col is not None:
        values = {**values, mapper.get_property_by_column(mapper.version_id_col).key: row.revision + 1}  # type: ignore[attr-defined]
    done = _execute(session, _update(kind, tuple(values)), {**_columns(kind, values), **found})
    if done.rowcount != 1:
        raise StaleDataError(f"{mapper.local_table.description} {found}: another transaction changed it")
    for key, value in values.items():
        set_committed_value(row, key, value)


def _execute(session: Session, statement: Executable, values: Mapping[str, object]) -> CursorResult[Any]:
    return cast("CursorResult[Any]", session.connection().execute(statement, values))


@cache
def _insert(kind: Kind) -> Executable:
    return insert(table_of(kind))


@cache
def _update(kind: Kind, names: tuple[str, ...]) -> Executable:
    table, named = table_of(kind), _names(kind)
    found = [column == bindparam(OLD + column.name) for _, column in _keys(kind)]
    return update(table).where(*found).values({named[name]: bindparam(named[name]) for name in names})


@cache
def _keys(kind: Kind) -> list[tuple[str, Any]]:
    """(attribute, column) of the primary key, and of the revision where there is one."""
    mapper = _mapper(kind)
    columns = [*mapper.primary_key, *([] if mapper.version_id_col is None else [mapper.version_id_col])]
    return [(mapper.get_property_by_column(column).key, column) for column in columns]


@cache
def _names(kind: Kind) -> dict[str, str]:
    """Attribute → column name."""
    return {one.key: one.columns[0].name for one in _mapper(kind).column_attrs}


def _columns(kind: Kind, values: Mapping[str, object]) -> dict[str, object]:
    named = _names(kind)
    return {named[key]: value for key, value in values.items()}


def _mapper(kind: Kind) -> Mapper[Any]:
    return kind.__mapper__
