"""Makes a cell harmless: a spreadsheet runs a text that begins like a formula, whoever typed it."""

from __future__ import annotations

from datetime import datetime

Cell = str | int | datetime | None
# Of these the full-width ones too: some spreadsheets take them for the others.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could take it for a formula; blanks before it do not stop it."""
    return text.startswith(DANGEROUS) or text.lstrip(" ").startswith(DANGEROUS)


def harmless(text: str) -> str:
    """The text, with a mark before what could be taken for a formula: the spreadsheet shows it as text."""
    return MARK + text if is_dangerous(text) else text
