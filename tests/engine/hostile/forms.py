"""Forms that are huge, deep or of other kinds throughout, or whose patterns some text makes slow."""

from __future__ import annotations

import json
from typing import Any

from tests.engine.hostile.making import NAMED, Case, field, form

PATTERNS = {
    "nested plus": "(a+)+$",
    "nested star": "(a*)*b",
    "nested in groups": "((((a+)b?)+)c?)+",
    "alternation": "(a|aa)+$",
    "same alternatives": "(a|a)*b",
    "empty repeated": "(a?){4000}b",
    "stars in a row": ".*.*.*.*.*.*b",
    "optional in a row": "a?" * 60 + "a" * 60,
    "huge repetition": "(ab?){1,100000000}",
    "repetition beyond numbers": "a{1,99999999999999999999}",
    "repetition of repetitions": "(((a{1,100}){1,100}){1,100}){1,100}",
    "backward reference": r"(a+)\1+$",
    "look ahead": "(?=(a+))a*b",
    "look behind": "(?<=a)b*",
    "conditional group": "(a)?(?(1)b|c)*",
    "unclosed": "(a",
    "nothing to repeat": "*a",
    "bad escape": "\\",
    "bad range": "[z-a]",
    "deep": "(" * 140 + "a" + ")" * 140 + "*" * 2,
    "too long": "a" * 400,
}
# Each setting with values of other kinds than its own.
ODD: tuple[Any, ...] = (5, 1.5, True, "x", [], [1], {}, {"a": 1}, [[]], [None], [{}], {"zh": 1, "en": 2})
KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("id", "type", "pattern", "visible_if", "required_if", "formula"), (str,)),
    **dict.fromkeys(("required", "expected", "read_only", "process", "personal", "fixed_rows"), (bool,)),
    **dict.fromkeys(("min", "max"), (int, float)),
    **dict.fromkeys(("min_length", "max_length", "decimals", "min_rows", "max_rows"), (int,)),
    **dict.fromkeys(("label", "unit", "help"), ()),
    **dict.fromkeys(("options", "columns", "totals", "roles"), ()),
    "owner": (),
}
UNSEEN = {"NUL": "a\0b", "half a character": "\ud800", "turned": "\u202egpj.exe", "escape": "\x1b[2J", "bell": "\a"}


def form_cases() -> dict[str, Case]:
    """All of them."""
    made = {f"pattern: {name}": Case(field(pattern=one), "x") for name, one in PATTERNS.items()}
    made |= {
        f"{name}: {json.dumps(value)}": Case(_with(name, value), None if name == "id" else "x")
        for name, kinds in KINDS.items()
        for value in ODD
        if type(value) not in kinds and not (value == [] and name in ("options", "columns", "totals", "roles"))
    }
    for name, text in UNSEEN.items():
        labelled = field(label={"zh": text, "en": "a"})
        made |= {
            f"{name} in a label": Case(labelled, "sections.0.fields.0.label"),
            f"{name} in a key": Case(field(**{text: 1}), "sections.0.fields.0"),
            f"{name} in an option": Case(_with("options", [{"value": text, "label": NAMED}]), "sections.0.fields.0"),
        }
    made |= {name: Case(content) for name, content in (_large() | _broken()).items()}
    made |= {name: Case(content, "x") for name, content in _named().items()}
    return {name: case._replace(file="small.json") for name, case in made.items()}


def _with(name: str, value: Any) -> bytes:
    return field(**{name: value})


def _named() -> dict[str, bytes]:
    option = {"value": "a", "label": NAMED}
    inner = [{"id": "b", "type": "text", "label": NAMED}]
    return {
        "not a number": field(type="integer", min="NaN"),
        "sign of no number": field(type="integer", min="sNaN"),
        "endless": field(type="integer", max="Infinity"),
        "huge exponent": field(type="integer", max="1e999999999"),
        "many digits": field(type="integer", max="9" * 200),
        "many digits as a number": field(type="integer", max=10**4000),
        "beyond a float": field(type="integer", max=0).replace(b'"max": 0', b'"max": 1e400'),
        "huge length": field(max_length=10**18),
        "negative length": field(max_length=-1),
        "many decimals": field(type="decimal", decimals=10**9),
        "many rows": field(type="table", max_rows=10**9, columns=inner),
        "prototype": field(**{"__proto__": {"a": 1}}),
        "class": field(**{"__class__": "os"}),
        "type name": field(**{"typename": "datetime"}),
        "unknown": field(validator="import os"),
        "unknown type": field(type="__import__"),
        "many options": field(type="choice", options=[{**option, "value": str(n)} for n in range(900)]),
        "doubled options": field(type="choice", options=[option, option]),
        "doubled fields": form([{"id": "x", "type": "text"}] * 2),
        "doubled columns": field(type="table", columns=inner * 2).replace(b'"id": "b"', b'"id": "xb"'),
        "table in a table": field(type="table", columns=[{"id": "x", "type": "table", "label": NAMED}]),
        "no columns": field(type="table"),
        "no options": field(type="choice"),
        "no formula": field(type="computed"),
        "unknown total": field(type="table", columns=inner, totals=["__class__"]),
    }


def _large() -> dict[str, bytes]:
    one = {"id": "f", "type": "boolean", "label": {"zh": "a", "en": "a"}}
    fields = [{**one, "id": f"f{number}"} for number in range(3_000)]
    return {
        "many fields": form(list(fields)),
        "hundred thousand fields": form([1] * 100_000),
        "hundred thousand options": field(options=[1] * 100_000),
        "too large": form([1] * 200_000),
        "brackets": b"[" * 100_000,
        "closed brackets": b"[" * 100_000 + b"]" * 100_000,
        "braces": b'{"a":' * 40_000,
        "deep label": b'{"key": "f", "title": ' + b"[" * 500 + b"]" * 500 + b"}",
        "deep columns": b'{"key": "f", "sections": ' + b'[{"columns": ' * 400 + b"1" + b"}]" * 400 + b"}",
        "many keys": json.dumps({f"k{number}": 1 for number in range(15_000)}).encode(),
        "digits": b'{"key": "f", "title": ' + b"9" * 200_000 + b"}",
    }


def _broken() -> dict[str, bytes]:
    whole = form([{"id": "a", "type": "text"}])
    return {
        "empty": b"",
        "blank": b"  ",
        "truncated": whole[:-5],
        "two": whole + whole,
        "NaN": whole.replace(b'"text"', b"NaN"),
        "Infinity": whole.replace(b'"text"', b"-Infinity"),
        "doubled key": whole.replace(b'"key": "f"', b'"key": "f", "key": "g"'),
        "doubled rule": whole.replace(b'"type": "text"', b'"required": true, "type": "text", "required": false'),
        "mark": b"\xef\xbb\xbf" + whole,
        "UTF-16": whole.decode().encode("utf-16"),
        "UTF-32": whole.decode().encode("utf-32"),
        "NUL": whole + b"\0",
        "no UTF-8": whole.replace(b'"f"', b'"\xff"'),
        "zip": b"PK\x03\x04" + bytes(100),
        "XML": b"<form/>",
        "YAML": b"!!python/object/apply:os.system ['id']",
        "pickle": b"cos\nsystem\n(S'id'\ntR.",
        **{f"a form as {value!r}": json.dumps(value).encode() for value in (1, "f", [], None, True, {}, [{}])},
        **{f"sections: {value!r}": _sections(value) for value in (1, "a", {}, [1], [[]], [{}], [None], [{"id": {}}])},
        **{f"rules: {value!r}": _rules(value) for value in (1, "a", {}, [1], [[]], [{}], [{"if_not": 1}])},
        "rule over lists": _rules([{"id": "r", "if_not": "True", "message": NAMED, "fields": [[]]}]),
        "rule over nothing known": _rules([{"id": "r", "if_not": "True", "message": NAMED, "fields": ["__class__"]}]),
        "key of another kind": whole.replace(b'"key": "f"', b'"key": ["f"]'),
        "long key": whole.replace(b'"key": "f"', b'"key": "' + b"f" * 5000 + b'"'),
        "paper of another kind": whole.replace(b'"key": "f"', b'"key": "f", "paper": {"a": 1}'),
    }


def _sections(value: Any) -> bytes:
    return json.dumps({"key": "f", "title": NAMED, "sections": value}).encode()


def _rules(value: Any) -> bytes:
    return json.dumps({**json.loads(form([{"id": "a", "type": "text"}])), "rules": value}).encode()
