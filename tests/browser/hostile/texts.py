"""Texts that mean no good, and the procedure with such a text at every place where a person reads one."""

from __future__ import annotations

import json
from typing import Any

from lxml import etree

from processes.engine.elements import BPMN, STEWARD
from services.shipped import process_files
from tests.web.proposing import KEY

# What would show that one was read as mark-up, run, or evaluated: watching.py looks for the first two.
RUNS = "window.hit=1,document.title='owned'"
MARKUP = f'"><img src=x onerror="{RUNS}"><script>{RUNS}</script><svg/onload={RUNS}>'
ADDRESS = f"javascript:{RUNS}"
TEMPLATE = "{{7*191}}{%print(7*191)%}${7*191}#{7*191}<%=7*191%>"
EVALUATED = "1337"
CLOSING = f"]]>--></script></textarea></style></title><a href='{ADDRESS}'>x</a>&lt;script&gt;{RUNS}&lt;/script&gt;"
TURNED, UNSEEN = "cod\u202egpj.exe\u2066", "a\u200b\u200d\ufeff\u00ad\u2060b"
READABLE = (MARKUP, ADDRESS, TEMPLATE, CLOSING)
LONG, HUGE = "w" * 60_000, "w" * 1_100_000  # more than a text, and more than a request may hold
# No file may hold these: no XML has a place for the first two, and JSON has names for them only.
CONTROL = ("a\0b", "a\x1b[2J\x08b")

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="h" name="{0}" namespace="n">
<decision id="hostile" name="{0}"><decisionTable id="ht" hitPolicy="FIRST">
<input id="hi" label="{0}"><inputExpression id="he" typeRef="string"><text>amount</text></inputExpression></input>
<output id="ho" name="result" label="{1}" typeRef="string"/>
<rule id="h1"><description>{0} {1} {2} {3}</description><inputEntry id="hc"><text>"{4}"</text></inputEntry>
<outputEntry id="hd"><text>"{4}"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def escaped(text: str) -> str:
    """For an attribute or a text of XML."""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, name)
    return text


def poisoned() -> dict[str, bytes]:
    """The files of the procedure, which can be published, and a table that nothing asks."""
    files = {
        path: _form(content) if path.endswith(".json") else content for path, content in process_files(KEY).items()
    }
    files[f"{KEY}.bpmn"] = _diagram(files[f"{KEY}.bpmn"])
    cells = MARKUP.replace('"', "'")
    return {**files, "hostile.dmn": TABLE.format(*map(escaped, (*READABLE, cells))).encode()}


def _diagram(content: bytes) -> bytes:
    root = etree.fromstring(content)
    texts = iter(READABLE * 1000)
    message = root.find(f"{BPMN}message")
    assert message is not None
    for node in root.iter(f"{BPMN}*"):
        if node.get("name") is not None:
            node.set("name", next(texts))
        if node.get(f"{STEWARD}nameEn") is not None or node.tag == f"{BPMN}userTask":
            node.set(f"{STEWARD}nameEn", next(texts))
        if node.tag == f"{BPMN}text":
            node.text = next(texts)
    for node in [*root.iter(f"{BPMN}userTask"), *root.iter(f"{BPMN}lane"), *root.iter(f"{BPMN}process")]:
        node.insert(0, etree.Element(f"{BPMN}documentation"))
        node[0].text = "\n".join((*READABLE, TURNED, UNSEEN))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _form(content: bytes) -> bytes:
    texts = iter(READABLE * 1000)

    def changed(value: Any) -> Any:
        if isinstance(value, list):
            return [changed(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"zh", "en"}:
            return {"zh": next(texts), "en": next(texts)}
        return {name: changed(one) for name, one in value.items()}

    return json.dumps(changed(json.loads(content)), ensure_ascii=False).encode()
