"""Owns the sentence beside a field for each fault code; says what to do next."""

from processes.forms.submission import FieldError
from web.forms.files import file_sentence
from web.languages import gettext as _
from web.languages import language


def sentence_of(error: FieldError) -> str:
    """The sentence of a fault, in the reader's language."""
    if error.message is not None:
        return error.message[language()]
    return _sentence(error.code, error.params)


def _sentence(code: str, params: object) -> str:
    values = dict(params) if isinstance(params, dict) else {}
    limit = values.get("limit")
    sentences = {
        "required": _("Please fill this in."),
        "too_long": _("Too long: at most %(limit)s characters.", limit=limit),
        "too_many_bytes": _("Too long: at most %(limit)s kB.", limit=limit),
        "too_short": _("Too short: at least %(limit)s characters.", limit=limit),
        "not_a_number": _("Please enter a number, for example 1200.50."),
        "not_an_integer": _("Please enter a whole number."),
        "too_many_decimals": _("At most %(limit)s digits after the decimal point.", limit=limit),
        "pattern": _("This does not have the expected form; see the example beside the field."),
        "not_an_option": _("Please choose one of the listed values."),
        "not_a_date": _("Please enter a date such as 2026-06-30."),
        "control_characters": _("Please remove line breaks and invisible characters."),
        "too_few_rows": _("Please add at least %(limit)s row(s).", limit=limit),
        "too_many_rows": _("At most %(limit)s rows.", limit=limit),
        "out_of_range": _range(values.get("min"), values.get("max")),
    }
    return sentences.get(code) or file_sentence(code, values) or _("Please check this value.")


def _range(low: object, high: object) -> str:
    if low is not None and high is not None:
        return _("Please enter a value from %(low)s to %(high)s.", low=low, high=high)
    if low is not None:
        return _("Please enter at least %(low)s.", low=low)
    return _("Please enter at most %(high)s.", high=high)
