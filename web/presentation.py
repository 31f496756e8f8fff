"""Owns the filters and names that templates use: dates, money, words, links of this page."""

from collections.abc import MutableMapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask.templating import Environment

from processes.actors import SYSTEM
from processes.context import BANK_ZONE, bank_day
from processes.forms.attached import files_in
from services.readings.counting import MOST_COUNTED
from web import words
from web.forms.files import files_taken
from web.forms.messages import sentence_of
from web.languages import gettext as _
from web.languages import language
from web.navigation import navigation
from web.notices import notice_sentence
from web.reading import page_key, runtime


class Templates(Environment):
    """Templates whose global names lie in one dictionary.

    The library chains two, and compares all their names whenever a template imports another: a tenth of a page's time.
    What a template may name is settled before the first one is loaded.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names of one template over those of all."""
        return {**self.globals, **(d or {})}


def equip(app: Flask) -> None:
    """Give the templates their filters and names."""
    app.jinja_env.filters.update(
        acting=acting,
        clock=clock,
        counted=counted,
        day=day,
        filesize=filesize,
        moment=moment,
        money=money,
        named=named,
        whole_number=whole_number,
    )
    app.jinja_env.globals.update(
        tier_name=words.tier_name,
        step_name=words.step_name,
        role_name=words.role_name,
        group_name=words.group_name,
        status_word=words.status_word,
        status_tone=words.status_tone,
        process_name=words.process_name,
        job_name=words.job_name,
        incident_error=words.incident_error,
        verdict_meaning=words.verdict_meaning,
        result_name=words.result_name,
        sentence_of=sentence_of,
        files_taken=files_taken,
        files_in=files_in,
        asset=asset,
        here=here,
        here_with=here_with,
        navigation=navigation,
        notice_sentence=notice_sentence,
        page_key=page_key,
        today=today,
    )


def today() -> date:
    """The bank's day."""
    return bank_day(runtime().clock())


def acting(name: str) -> str:
    """Who did something: a person by name, the program in the reader's language."""
    return _("the system") if name == SYSTEM.name else name


def day(value: date | None) -> str:
    """A date, ISO: the same in both languages and sortable by eye."""
    return "" if value is None else value.isoformat()


def moment(value: datetime | None) -> str:
    """A moment on the bank's clock, to the minute."""
    return "" if value is None else value.astimezone(BANK_ZONE).strftime("%Y-%m-%d %H:%M")


def clock(value: datetime) -> str:
    """The time of day on the bank's clock."""
    return value.astimezone(BANK_ZONE).strftime("%H:%M")


def money(value: Decimal | str | int | None) -> str:
    """CNY with two decimals and thousands."""
    return "" if value in (None, "") else f"{Decimal(str(value)):,.2f}"


def filesize(size: int) -> str:
    """Bytes in the largest unit that leaves a whole number before the point."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def counted(number: int) -> str:
    """A number as it was counted: beyond what is counted, a plus."""
    return f"{MOST_COUNTED:,}+" if number > MOST_COUNTED else f"{number:,}"


def whole_number(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}"


def named(row: object) -> str:
    """The name of a row that has ``name`` and ``name_en``, in the page's language."""
    english, chinese = getattr(row, "name_en", ""), getattr(row, "name", "")
    return str(english or chinese) if language() == "en" else str(chinese)


def here() -> str:
    """Path and query of this page, to come back to; the start page after a form that cannot be opened by GET."""
    if request.method != "GET":
        return "/"
    return request.full_path.rstrip("?")


def here_with(**changed: object) -> str:
    """This page with other query values; empty ones are left out."""
    values = {**request.args.to_dict(), **{name: str(value) for name, value in changed.items()}}
    kept = {name: value for name, value in values.items() if value}
    return url_for(str(request.endpoint), **{**(request.view_args or {}), **kept})


def asset(filename: str) -> str:
    """The address of a static file, which changes with its content from one start of the server to the next."""
    return _address(filename, request.script_root)


@lru_cache(maxsize=256)
def _address(filename: str, _root: str) -> str:
    changed = (Path(__file__).parent / "static" / filename).stat().st_mtime_ns
    return url_for("static", filename=filename, v=f"{changed:x}"[-10:])
