"""The declarative base and the column types that every layer's tables share; owns no table."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from processes.packing import packed, unpacked

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one registry of tables; `web` hands it to Flask-SQLAlchemy."""

    metadata = MetaData(naming_convention=NAMING)


class _Microseconds(sqlite.DATETIME):
    """What SQLite keeps of a moment: whole microseconds since 1970, a third of the room that its text takes."""

    def bind_processor(self, dialect: Dialect) -> Any:
        return lambda value: None if value is None else (value - EPOCH) // MICROSECOND

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return lambda value: None if value is None else _moment(value)


def _moment(stored: int | str) -> datetime:
    # Whoever writes to the file by hand may write a text: it is read as what it says, and the history tells of it.
    if isinstance(stored, str):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return EPOCH + timedelta(microseconds=stored)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment, to the microsecond. A naive value is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_Microseconds())  # type: ignore[no-untyped-call]
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored; give it a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


class PackedJson(TypeDecorator[Any]):
    """JSON that no query looks into, compressed: a cycle's forms and records take half the room."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else packed(compact(value).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(unpacked(value))


def compact(value: object) -> str:
    """JSON without blanks, its letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
