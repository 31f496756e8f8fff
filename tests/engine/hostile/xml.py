"""XML that reaches for other files, unfolds, hides a document type, or is large, deep or broken."""

from __future__ import annotations

import io
import zipfile

from tests.engine.diagrams import NAMESPACES, nodes
from tests.engine.hostile.making import Case, row, small

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE z [<!ENTITY a "ha">{LAUGHS}]><z>&a11;</z>'
QUADRATIC = f'<!DOCTYPE z [<!ENTITY a "{"a" * 100_000}">]>'
SOUND = small(nodes("userTask x")).decode()
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def typed(inside: str, root: str = "<z/>") -> bytes:
    """A document with that document type."""
    return f"{DECLARED}<!DOCTYPE z {inside}>{root}".encode()


def encoded(text: str, name: str, declared: str | None = None) -> bytes:
    """A document in another encoding, declared as such or as another."""
    return f'<?xml version="1.0" encoding="{declared or name}"?>{text}'.encode(name)


def with_root(attributes: str, content: str = "") -> bytes:
    """A sound diagram whose root has these attributes, and that content after the process."""
    return (
        SOUND.replace('id="d"', f'id="d" {attributes}').replace("</bpmn:process>", f"</bpmn:process>{content}").encode()
    )


def zipped() -> bytes:
    """A zip file with a diagram in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../small.bpmn", SOUND)
    return file.getvalue()


def xml_cases() -> dict[str, Case]:
    """All of them, refused as a file unless they name a place."""
    return {**_reaching(), **_large(), **_broken()}


def _reaching() -> dict[str, Case]:
    plain = {
        "entities": BOMB.encode(),
        "entities in an attribute": BOMB.replace("<z>&a11;</z>", '<z a="&a11;"/>').encode(),
        "quadratic entities": f"{QUADRATIC}<z>{'&a;' * 15_000}</z>".encode(),
        "quadratic entities in attributes": f'{QUADRATIC}<z a="{"&a;" * 15_000}"/>'.encode(),
        "file": typed('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "<z>&x;</z>"),
        "device": typed('[<!ENTITY x SYSTEM "file:///dev/zero">]', "<z>&x;</z>"),
        "address": typed('[<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]', "<z>&x;</z>"),
        "public": typed('PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:1/x.dtd"'),
        "external type": typed('SYSTEM "http://127.0.0.1:1/x.dtd"'),
        "parameter entity": typed('[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'),
        "parameter entity in another": typed("[<!ENTITY % p \"<!ENTITY &#37; q SYSTEM 'file:///x'>\"> %p; %q;]"),
        "empty type": typed(""),
        "default attribute": typed('[<!ATTLIST z a CDATA "b">]'),
        "type after a comment": f"{DECLARED}<!-- a --><!DOCTYPE z><z/>".encode(),
        "type after a mark": b"\xef\xbb\xbf<!DOCTYPE z><z/>",
        "type in UTF-16": encoded(BOMB, "utf-16"),
        "type in UTF-16 without mark": encoded(BOMB, "utf-16-le", "UTF-16"),
        "type in UTF-32": encoded(BOMB, "utf-32"),
        "type in UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE z+AD4-<z/>',
        "type in EBCDIC": encoded(BOMB, "cp500", "EBCDIC-CP-BE"),
        "diagram in UTF-16": SOUND.replace("UTF-8", "UTF-16").encode("utf-16"),
        "diagram in GB 18030": SOUND.replace("UTF-8", "GB18030").encode("gb18030"),
        "diagram called UTF-7": SOUND.replace("UTF-8", "UTF-7").replace("小", "+AGE-").encode(),
    }
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    return {name: Case(content) for name, content in plain.items()} | {
        "inclusion": Case(with_root("", include), "d"),
        "inclusion in an element": Case(small(nodes(f"userTask x >{include}")), "x"),
        "stylesheet as element": Case(with_root("", '<t:s xmlns:t="http://www.w3.org/1999/XSL/Transform"/>'), "d"),
        "script as element": Case(with_root("", '<script xmlns="http://www.w3.org/1999/xhtml">1</script>'), "d"),
        "undeclared entity": Case(SOUND.replace('name="小"', 'name="&nbsp;"').encode()),
        "unfolded text": Case(with_root("", "<bpmn:documentation>]]></bpmn:documentation>")),
    }


def _large() -> dict[str, Case]:
    attributes = " ".join(f'steward:a{number}="1"' for number in range(100_000))
    spaces = " ".join(f'xmlns:a{number}="u:{number}"' for number in range(50_000))
    used = "".join(f"<a{number}:b/>" for number in range(50_000))
    deep = "<bpmn:documentation>" * 20_000 + "</bpmn:documentation>" * 20_000
    many = {
        "elements in a row": row(600),
        "hundred thousand tasks": row(100_000)[:1_900_000],
        "hundred thousand elements": with_root("", "<bpmn:signal/>" * 100_000),
        "hundred thousand in no process": b"<z>" + b"<a/>" * 400_000 + b"</z>",
        "spaces": with_root(spaces, used),
        "deep": with_root("", deep),
        "deep in an element": small(nodes(f"userTask x >{deep}")),
        "too large": b"<z>" + b" " * 3_000_000 + b"</z>",
        "long tag": b"<" + b"z" * 1_000_000 + b"/>",
    }
    placed = {
        "hundred thousand attributes": (with_root(attributes), "d"),
        "attributes of an element": (small(nodes(f"userTask x {attributes[:900_000].rpartition(' ')[0]}")), "x"),
        "long attribute": (small(nodes(f'userTask x steward:a="{"a" * 1_000_000}"')), "x"),
        "long name": (small(nodes(f'userTask x name="{"a" * 300}"')), "x"),
        "long id": (small(nodes(f"userTask x{'a' * 300}")), "x"),
        "long text": (small(nodes(f"userTask x ><bpmn:documentation>{'a' * 950_000}</bpmn:documentation>")), "x"),
        "doubled ids": (small(nodes(*["userTask x"] * 400)), "x"),
    }
    return {name: Case(content) for name, content in many.items()} | {
        name: Case(content, at) for name, (content, at) in placed.items()
    }


def _broken() -> dict[str, Case]:
    whole = SOUND.encode()
    plain = {
        "empty": b"",
        "blank": b" \n ",
        "mark only": b"\xef\xbb\xbf",
        "truncated": whole[: len(whole) // 2],
        "truncated in a character": whole[: whole.index("小".encode()) + 1],
        "two roots": whole + b"<a/>",
        "nothing but a declaration": DECLARED.encode(),
        "no bytes of a text": b"\x00\xff" * 1000,
        "NUL in a name": whole.replace("小".encode(), b"\x00"),
        "NUL written out": SOUND.replace("小", "&#0;").encode(),
        "half a character": SOUND.replace("小", "&#xD800;").encode(),
        "no such character": SOUND.replace("小", "&#x110000;").encode(),
        "overlong": whole.replace(b"userTask", b"\xc0\xafserTask"),
        "zip": zipped(),
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
        "JSON": b'{"key": "f"}',
        "page": b"<!doctype html><html><script>alert(1)</script></html>",
        "program": b"import os\nos.system('id')\n",
        "doubled attribute": whole.replace(b'id="x"', b'id="x" id="y"'),
        "unknown space": f"<bpmn:definitions {NAMESPACES}><q:z/></bpmn:definitions>".encode(),
        "another root": b"<a/>",
        "no process": f"<bpmn:definitions {NAMESPACES} targetNamespace='n'/>".encode(),
        "no id of the process": whole.replace(b'id="small"', b""),
        "two processes": with_root("", '<bpmn:process id="other"/>'),
        "process in a process": with_root("").replace(b"</bpmn:process>", b"<bpmn:process id='o'/></bpmn:process>"),
        "path as id": whole.replace(b'id="small"', b'id="../small"'),
    }
    return {name: Case(content) for name, content in plain.items()}
