"""Reading single values of a customer record, typed and within their ranges (form C1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from services.standard.errors import RecordInvalid

MOST = 10**12
MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Fields:
    """One record, or one row of a list in it. ``prefix``: path of the row, with its last dot."""

    record: str
    values: Mapping[str, object]
    prefix: str = ""

    def refuse(self, name: str, reason: str) -> RecordInvalid:
        """The error for a field of this record."""
        return RecordInvalid(self.record, self.prefix + name, reason)

    def raw(self, name: str) -> object | None:
        """The value as it stands; None when it is absent, null or blank: unknown."""
        value = self.values.get(name)
        return None if isinstance(value, str) and not value.strip() else value

    def decimal(self, name: str, low: int | None = 0, high: int | None = None) -> Decimal | None:
        """A number, low ≤ value ≤ high; accepts numbers and their texts. None: unknown."""
        value = self.values.get(name)
        if value is None:
            return None
        usual = _usual(value) if value.__class__ in (int, float) and _within(value, low, high) else None
        if usual is not None:
            return usual
        value = self.raw(name)
        if value is None:
            return None
        number = self._number(name, value)
        exponent = number.as_tuple().exponent
        # Compared as it is: abs() rounds, and raised Overflow for 1e9999999 instead of naming the field.
        if not -MOST <= number <= MOST or (isinstance(exponent, int) and exponent < -MOST_DECIMALS):
            raise self.refuse(name, "out_of_range")
        if (low is not None and number < low) or (high is not None and number > high):
            raise self.refuse(name, "out_of_range")
        return number

    def integer(self, name: str, low: int = 0, high: int | None = None) -> int | None:
        """A whole number, low ≤ value ≤ high. None: unknown."""
        value = self.values.get(name)
        if value is None or (value.__class__ is int and _within(value, low, high)):
            return value
        number = self.decimal(name, low, high)
        if number is not None and number != number.to_integral_value():
            raise self.refuse(name, "not_an_integer")
        return None if number is None else int(number)

    def option(self, name: str, options: tuple[str, ...]) -> str | None:
        """One of the options. None: unknown."""
        value = self.raw(name)
        if value is None or (isinstance(value, str) and value in options):
            return value
        raise self.refuse(name, "not_an_option")

    def flag(self, name: str) -> bool:
        """True or false; absent or null is false."""
        value = self.raw(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.refuse(name, "not_a_boolean")
        return value

    def items(self, name: str) -> list[object] | None:
        """A list. None: unknown."""
        value = self.raw(name)
        if value is not None and not isinstance(value, list | tuple):
            raise self.refuse(name, "not_a_list")
        return None if value is None else list(value)

    def texts(self, name: str) -> frozenset[str] | None:
        """The distinct texts of a list. None: unknown."""
        items = self.items(name)
        if items is None:
            return None
        texts = {item.strip() for item in items if isinstance(item, str) and item.strip()}
        if not all(isinstance(item, str) and item.strip() for item in items):
            raise self.refuse(name, "not_text")
        return frozenset(texts)

    def rows(self, name: str) -> list[Fields] | None:
        """The rows of a list of records. None: unknown."""
        items = self.items(name)
        return None if items is None else [self._row(name, index, item) for index, item in enumerate(items, 1)]

    def _row(self, name: str, index: int, item: object) -> Fields:
        if not isinstance(item, Mapping):
            raise self.refuse(f"{name}.{index}", "not_a_record")
        return Fields(self.record, item, f"{self.prefix}{name}.{index}.")

    def _number(self, name: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            raise self.refuse(name, "not_a_number")
        try:
            number = Decimal(repr(value) if isinstance(value, float) else value)
        except InvalidOperation:
            raise self.refuse(name, "not_a_number") from None
        if not number.is_finite():
            raise self.refuse(name, "not_a_number")
        return number


def _within(number: object, low: int | None, high: int | None) -> bool:
    return (-MOST if low is None else low) <= number <= (MOST if high is None else high)  # type: ignore[operator]


def _usual(number: int | float) -> Decimal | None:
    """What most numbers are, found fast; None: the long way tells. A text this short has few enough decimals."""
    text = repr(number)
    return Decimal(text) if len(text) <= MOST_DECIMALS and "e" not in text else None
