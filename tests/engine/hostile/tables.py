"""Decision tables that are huge, run code, or mean what no engine here does."""

from __future__ import annotations

from tests.engine.hostile.making import Case, decision, table

INPUT = '<input id="xi{0}"><inputExpression typeRef="string"><text>a</text></inputExpression></input>'
OUTPUT = '<output id="o{0}" name="o{0}"/>'
ONE = INPUT.format(0) + OUTPUT.format(0)

CELLS = {
    "range of dots": "[" + "." * 1990,
    "range of points": "[" + "1." * 990 + "..]",
    "ranges in ranges": "[[[[1..2]..3]..4]..5]",
    "range of words": "[a..b..c]",
    "brackets": "(" * 1000,
    "commas": "," * 1990,
    "half a range": "[1..",
    "nots": "not(" * 190 + "1" + ")" * 190,
    "comparisons": ">=" * 900,
    "only a sign": ">=",
    "only brackets": "not()",
    "date": 'date("2026-01-01")',
    "duration": 'duration("P1D")',
    "context": "{a: 1, b: 2}",
    "for": "for a in b return a",
    "some": "some a in b satisfies a > 1",
    "if": "if a then b else c",
    "instance": "a instance of number",
    "function": "function(a) a",
    "external": 'function(a) external {java: {class: "java.lang.Runtime"}}',
    "filter": "a[item > 1]",
    "between": "between 1 and 2",
    "power": "2 ** 3999999",
    "caret": "2 ^ 3999999",
    "question marks": "?" * 1990,
    "call of the value": "?.clear()",
    "attribute of the value": "?.__class__ == 1",
}


def cells(name: str, content: str) -> str:
    """An input or output entry."""
    return f"<{name}><text>{content}</text></{name}>"


def rules(count: int, content: str = "1") -> str:
    """So many rules of one input and one output."""
    inner = cells("inputEntry", content) + cells("outputEntry", "1")
    return "".join(f'<rule id="x{number}">{inner}</rule>' for number in range(count))


def table_cases() -> dict[str, Case]:
    """All of them; what is wrong in a cell names its rule."""
    made = {name: table(test=content) for name, content in CELLS.items()}
    made |= {f"{name} as a result": table(result=content) for name, content in CELLS.items() if name != "only brackets"}
    made |= _large() | _unsupported()
    return {name: Case(content, "x", "small.dmn") for name, content in made.items()} | {
        name: Case(content, None, "small.dmn") for name, content in _files().items()
    }


def _large() -> dict[str, bytes]:
    return {
        "many rules": table(rules=rules(6_000)),
        "many empty rules": decision("".join(f'<rule id="x{number}"/>' for number in range(36_000))),
        "many inputs": decision("".join(INPUT.format(number) for number in range(9_000)) + OUTPUT.format(0) + rules(1)),
        "many outputs": decision(INPUT.format(0) + "".join(OUTPUT.format(n) for n in range(9_000)) + rules(1)),
        "slow ranges": decision(ONE + rules(900, "[" + "." * 1990)),
        "long sums": decision(ONE + rules(900, "+".join(["1"] * 900))),
        "long cell": table(test="1" * 15_000),
        "longest cell": table(test="1" * 900_000),
        "long input": table(source="a + " * 900),
    }


def _unsupported() -> dict[str, bytes]:
    requirement = '<informationRequirement><requiredInput href="http://127.0.0.1:1/"/></informationRequirement>'
    entry = cells("inputEntry", "1") + cells("outputEntry", "1")
    more = {
        policy: table(policy=policy)
        for policy in ("ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "unique", "", "<")
        if policy != "<"
    }
    return more | {
        "sum": table(policy='COLLECT" aggregation="SUM'),
        "another required": table().replace(b"<decisionTable", requirement.encode() + b"<decisionTable"),
        "doubled rules": decision(f'{ONE}<rule id="x">{entry}</rule><rule id="x">{entry}</rule>'),
        "doubled outputs": decision(ONE + OUTPUT.format(0) + rules(1)),
        "too few cells": decision(f'{ONE}<rule id="x">{cells("inputEntry", "1")}</rule>'),
        "too many cells": decision(f'{ONE}<rule id="x">{entry * 3}</rule>'),
        "no rules": decision(ONE),
        "no outputs": decision(INPUT.format(0) + f'<rule id="x">{cells("inputEntry", "1")}</rule>'),
        "nothing": decision(""),
        "reserved output": table().replace(b'name="o"', b'name="typename"'),
        "private output": table().replace(b'name="o"', b'name="__class__"'),
        "output of blanks": table().replace(b'name="o"', b'name="a b"'),
        "long key": table().replace(b'id="x" name="x"', b'id="x' + b"x" * 500 + b'" name="x"'),
    }


def _files() -> dict[str, bytes]:
    one = table()
    inner = one.partition(b"<decision ")[2].partition(b"</definitions>")[0]
    return {
        "two decisions": one.replace(b"</definitions>", b"<decision " + inner + b"</definitions>"),
        "thousand decisions": one.replace(b"</definitions>", (b"<decision " + inner) * 1000 + b"</definitions>"),
        "no decision": b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        "literal expression": one.replace(b"decisionTable", b"literalExpression"),
        "no key": one.replace(b'<decision id="x"', b"<decision"),
        "document type": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + one,
        "rule without id": one.replace(b'<rule id="x">', b"<rule>"),
        "diagram": b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        "empty": b"",
        "JSON": b"{}",
    }
