"""Reads the values of submitted forms: JSON scalars as the types that rules compute with. Holds no rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from processes.forms.submission import FieldError
from services.models import User

Row = Mapping[str, object]


def rows(values: Mapping[str, object] | None, field: str) -> list[Row]:
    """The rows of a table; none when the form or the table is empty."""
    found = (values or {}).get(field)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def part(data: Mapping[str, object], key: str) -> Row:
    """What process data holds under an element's id; empty before that element ran."""
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def money(value: object) -> Decimal:
    """CNY; empty counts as 0."""
    return Decimal(0) if value in (None, "") else Decimal(str(value))


def money_text(amount: Decimal) -> str:
    """CNY as process data and forms hold it: two decimals."""
    return f"{amount:.2f}"


def day(value: object) -> date:
    """The date of an ISO text; ValueError for anything else."""
    return date.fromisoformat(str(value))


def whole(value: object) -> int:
    """An integer or a person's id; ValueError for anything else."""
    return int(str(value))


def text(value: object) -> str:
    """The text, empty for None."""
    return "" if value is None else str(value)


def name_of(session: Session, user_id: object) -> str:
    """A person's name; empty when there is none."""
    user = None if user_id in (None, "") else session.get(User, whole(user_id))
    return "" if user is None else user.name


def is_active(session: Session, user_id: object) -> bool:
    """Whether the person exists and still works here."""
    user = None if user_id in (None, "") else session.get(User, whole(user_id))
    return user is not None and user.active


def refusal(path: str, code: str, zh: str, en: str, **params: object) -> FieldError:
    """A field at fault with its sentence; ``{name}`` in a sentence takes a parameter."""
    return FieldError(path, code, params, {"zh": zh.format(**params), "en": en.format(**params)})
