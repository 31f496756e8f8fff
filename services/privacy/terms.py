"""How long each kind of record is kept, from when, and by which clause (E8): the one place that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

IDENTITY_FIELDS = ("legal_rep",)  # what identifies the customer himself, by the law against money laundering


@dataclass(frozen=True)
class Term:
    """``years`` after ``begins``; ``clause``: code of where that is said; ``is_legal``: a law says so, so that nobody's
    request shortens it (PIPL 47)."""

    years: int
    begins: str
    clause: str
    is_legal: bool = False


# E8; AML Law 34 [2]; PIPL 56. What the bank decided itself (D) is its default, changeable by its own rules.
TERMS: Mapping[str, Term] = {
    "identity": Term(10, "relationship_ended", "aml_34", True),
    "cycle": Term(5, "cycle_ended", "bank_default"),
    "service_record": Term(5, "record_filed", "bank_default"),
    "request": Term(3, "request_decided", "pipl_56", True),
}


def identifies(values: Mapping[str, object]) -> bool:
    """Whether personal data says who the customer himself is."""
    return any(values.get(name) for name in IDENTITY_FIELDS)


def term_of(
    is_identity: bool, began: date | None, ended: date | None, own: str = "service_record"
) -> tuple[str, date | None]:
    """(key of `TERMS`, the day it ends) of a record that holds personal data.

    ``began``: what its ``own`` term counts from; ``ended``: the customer's relationship; the end is None while that has
    not come.
    """
    term = "identity" if is_identity else own
    start = ended if is_identity else began
    return term, None if start is None else due_on(start, TERMS[term].years)


def due_on(began: date, years: int) -> date:
    """The day after which it need not be kept: the same day of a later year, 28 February for a leap day."""
    try:
        return began.replace(year=began.year + years)
    except ValueError:
        return began.replace(year=began.year + years, day=28)
