"""Owns the choice of the page's language: the person's own, else the cookie, else the browser's, else Chinese."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_translations, refresh
from flask_babel import get_locale as babel_locale
from flask_login import current_user

LANGUAGES = ("zh", "en")
COOKIE = "language"
WITHOUT_READING = "without_reading"  # on `g`: the page must not ask the database, which may be what is missing
COOKIE_SECONDS = 365 * 24 * 3600
HAN = re.compile(r"[\u3400-\u9fff]")

SPOKEN = "spoken"

babel = Babel()


def chosen_language() -> str:
    """``zh`` or ``en`` for this request."""
    if not has_request_context():
        return default_language()
    own = None if g.get(WITHOUT_READING) else getattr(current_user, "language", None)
    for candidate in (own, request.cookies.get(COOKIE)):
        if candidate in LANGUAGES:
            return str(candidate)
    return _browser_language() or default_language()


def default_language() -> str:
    """What the installation speaks to somebody whose wish is unknown."""
    return str(current_app.config["DEFAULT_LANGUAGE"])


def _browser_language() -> str | None:
    # best_match(["zh", "en"]) answers English for a browser that says zh-CN: compare the primary tag ourselves
    for tag, _quality in request.accept_languages:
        primary = tag.lower().replace("_", "-").split("-")[0]
        if primary in LANGUAGES:
            return primary
    return None


def language() -> str:
    """The language in which the page is being written."""
    return _spoken()[0]


def gettext(text: str, **variables: object) -> str:
    """The text in the page's language, with what its ``%(name)s`` stand for."""
    said = str(_spoken()[1].ugettext(text))
    return said % variables if variables else said


def speak_again() -> None:
    """Choose the language anew: the person has just chosen, or can no longer be asked for."""
    g.pop(SPOKEN, None)
    refresh()


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Write what is rendered inside in ``wanted`` (zh or en), whatever the reader's language is."""
    with force_locale(wanted):
        g.pop(SPOKEN, None)
        try:
            yield
        finally:
            g.pop(SPOKEN, None)


def _spoken() -> tuple[str, Any]:
    """Language and catalogue, found once a request: a page asks for hundreds of texts."""
    if not has_request_context():  # a command may change its mind within one context
        return _found()
    if SPOKEN not in g:
        setattr(g, SPOKEN, _found())
    return cast("tuple[str, Any]", getattr(g, SPOKEN))


def _found() -> tuple[str, Any]:
    locale = babel_locale()
    known = locale.language if locale is not None and locale.language in LANGUAGES else "zh"
    return known, get_translations()


def localized(label: Mapping[str, str] | str | None) -> str:
    """The text of a bilingual label from data in the page's language.

    A form's label is ``{"zh": …, "en": …}``; a decision table has one text for both, "中文 / English".
    """
    if label is None:
        return ""
    if isinstance(label, str):
        return _half(label)
    return label.get(language()) or label.get("zh") or label.get("en") or ""


def _half(label: str) -> str:
    chinese, parted, english = label.partition(" / ")
    if not parted or not HAN.search(chinese) or HAN.search(english):
        return label
    return english if language() == "en" else chinese


def speak(app: Flask, default: str) -> None:
    """Set up translations and the template names ``language``, ``localized`` and ``label``."""
    app.config.update(
        DEFAULT_LANGUAGE=default,
        BABEL_DEFAULT_LOCALE=default,
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    babel.init_app(app, locale_selector=chosen_language, timezone_selector=lambda: "Asia/Shanghai")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _spoken()[1].ugettext(text),
        lambda one, many, n: _spoken()[1].ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals.update(language=language, localized=localized, languages=LANGUAGES)
    app.jinja_env.filters["localized"] = localized
