"""How Chinese names are found by typing Latin letters."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def pinyin_of(name: str) -> str:
    """The name's pinyin without tones and spaces, lower case: 苏州 → suzhou."""
    return "".join(lazy_pinyin(name)).lower().replace(" ", "")


def initials_of(name: str) -> str:
    """The first letters: 苏州恒岚 → szhl."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")
