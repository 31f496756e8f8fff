"""What an examination of a decision table can find."""

from __future__ import annotations

from dataclasses import dataclass

from processes.engine.coverage.spans import Span

OVERLAP, GAP, NEVER_MATCHES, CELL_FAILS = "overlap", "gap", "never_matches", "cell_fails"
NOT_EXAMINED, TOO_LARGE, MORE = "not_examined", "too_large", "more"


@dataclass(frozen=True)
class Finding:
    """One finding, certain as far as it goes.

    ``code``: overlap (two rules of a UNIQUE table match), gap (no rule matches), never_matches (the first of
    ``rules`` never decides; the others, if any, come before it), cell_fails (asking this cell fails), not_examined
    (the cell is another expression), too_large (the work limit was met), more (there are more than are told);
    ``of``: what the last two speak of, "" for the table as a whole.
    ``column``: position of the input column, for a finding about one cell.
    ``region``: for each input column the spans, empty for any value; ``example``: for each a value as typed.
    """

    code: str
    rules: tuple[str, ...] = ()
    column: int | None = None
    region: tuple[tuple[Span, ...], ...] = ()
    example: tuple[str, ...] = ()
    of: str = ""
