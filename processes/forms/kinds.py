"""Turns one typed text into a value of its field's kind, or says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from processes.forms.fields import Field

LARGEST = Decimal(10) ** 15
MAX_FIELD_BYTES = 64 * 1024  # of any one field, whatever its kind and its own limit


class Wrong(Exception):
    """A text that its field cannot take. ``code``: the key of a sentence; ``params``: its values."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def typed(field: Field, text: str, chooseable: Mapping[str, object]) -> object:
    """The value of a non-empty text; ``chooseable``: option text → value. Raises `Wrong`."""
    if len(text.encode(errors="surrogatepass")) > MAX_FIELD_BYTES:
        raise Wrong("too_many_bytes", limit=MAX_FIELD_BYTES // 1024)
    return _PARSERS[field.type](field, text, chooseable)


def clean(text: str) -> str:
    """A typed text in one normal form, its line ends unified and its margins cut."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(field: Field, text: str, _chooseable: Mapping[str, object]) -> str:
    if any(unicodedata.category(one) in ("Cc", "Cs", "Cn") and one not in "\n\t" for one in text):
        raise Wrong("control_characters")
    if field.type == "text" and "\n" in text:
        raise Wrong("control_characters")
    if len(text) > field.max_length:
        raise Wrong("too_long", limit=field.max_length, length=len(text))
    if len(text) < field.min_length:
        raise Wrong("too_short", limit=field.min_length, length=len(text))
    if field.pattern is not None and re.fullmatch(field.pattern, text) is None:
        raise Wrong("pattern")
    return text


def _number(field: Field, text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not re.fullmatch(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", plain):
        raise Wrong("not_a_number")
    try:
        number = Decimal(plain.replace(",", ""))
    except InvalidOperation as error:
        raise Wrong("not_a_number") from error
    low = Decimal(0) if field.type == "money" and field.minimum is None else field.minimum
    if abs(number) >= LARGEST or (low is not None and number < low) or _above(field, number):
        raise Wrong("out_of_range", min=_plain(low), max=_plain(field.maximum))
    return number


def _above(field: Field, number: Decimal) -> bool:
    return field.maximum is not None and number > field.maximum


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _integer(field: Field, text: str, _chooseable: Mapping[str, object]) -> int:
    number = _number(field, text)
    if number != int(number):
        raise Wrong("not_an_integer")
    return int(number)


def _decimal(field: Field, text: str, _chooseable: Mapping[str, object]) -> str:
    number = _number(field, text)
    if number != round(number, field.decimals):
        raise Wrong("too_many_decimals", limit=field.decimals)
    return f"{number:.{field.decimals}f}" if field.type == "money" else f"{number:f}"


def _date(_field: Field, text: str, _chooseable: Mapping[str, object]) -> str:
    plain = re.sub(r"[年月/.]", "-", unicodedata.normalize("NFKC", text)).rstrip("日").strip()
    parts = plain.split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise Wrong("not_a_date") from error


def _choice(_field: Field, text: str, chooseable: Mapping[str, object]) -> object:
    if text not in chooseable:
        raise Wrong("not_an_option", value=text)
    return chooseable[text]


def _ticked(_field: Field, _text: str, _chooseable: Mapping[str, object]) -> bool:
    return True


_PARSERS: dict[str, Callable[[Field, str, Mapping[str, object]], object]] = {
    "text": _text,
    "longtext": _text,
    "integer": _integer,
    "decimal": _decimal,
    "money": _decimal,
    "date": _date,
    "choice": _choice,
    "multichoice": _choice,
    "person": _choice,
    "customer": _choice,
    "boolean": _ticked,
}
