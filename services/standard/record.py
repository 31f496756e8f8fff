"""Reads a customer record: exact numbers, None for unknown, an error that names record and field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from processes.errors import ProcessError

LOAN_CLASSES = ("正常", "关注", "次级", "可疑", "损失", "无贷款")
AML_RISKS = ("低", "中", "高", "禁止")
TIERS = ("A", "B", "C", "D", "P")


class RecordRefused(ProcessError):
    """A record cannot be scored. ``record``: its id; ``field``; ``value`` at fault."""

    def __init__(self, record: str, field: str, value: object) -> None:
        super().__init__(f"{record}: {field} = {value!r}")
        self.record = record
        self.field = field
        self.value = value


class Record:
    """A customer record in the sample file's format; every question answers None for unknown."""

    def __init__(self, values: Mapping[str, object], position: int = 1) -> None:
        self._values = values
        self.id = str(values.get("customer_id") or position)

    def number(self, field: str, low: int = 0, high: int | None = None) -> Decimal | None:
        """A number from ``low`` to ``high``, both inclusive."""
        return self.exact(self._values.get(field), field, low, high)

    def exact(self, value: object, field: str, low: int = 0, high: int | None = None) -> Decimal | None:
        """A value as an exact number; RecordRefused when it is none or out of range."""
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            raise RecordRefused(self.id, field, value)
        try:
            number = Decimal(str(value))
        except InvalidOperation as error:
            raise RecordRefused(self.id, field, value) from error
        if not number.is_finite() or number < low or (high is not None and number > high):
            raise RecordRefused(self.id, field, value)
        return number

    def word(self, field: str, allowed: Sequence[str]) -> str | None:
        """One of the allowed words."""
        value = self._values.get(field)
        if value is None or value == "":
            return None
        if value not in allowed:
            raise RecordRefused(self.id, field, value)
        return str(value)

    def flag(self, field: str) -> bool:
        """A truth value; absent is false."""
        value = self._values.get(field)
        if value is not None and not isinstance(value, bool):
            raise RecordRefused(self.id, field, value)
        return bool(value)

    def rows(self, field: str) -> list[Mapping[str, object]] | None:
        """A list of objects; None when it is absent."""
        value = self._values.get(field)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            raise RecordRefused(self.id, field, value)
        return value

    def distinct(self, field: str) -> int | None:
        """How many different words a list holds; None when it is absent."""
        value = self._values.get(field)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise RecordRefused(self.id, field, value)
        return len({word for word in value if word})
