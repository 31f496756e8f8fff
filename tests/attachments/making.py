"""Files of every kind, honest and hostile, and ways to have them attached."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import select

from processes.attachments.samples import sample_file
from processes.commands import AttachFile, CompleteWorkItem
from processes.models import Attachment, AttachmentContent, HistoryEvent
from services.demo.desk import Desk
from services.shipped import process_files
from tests.runtime.small import folder, publish
from tests.support.bank import Bank

PDF, PNG, DOCX, TXT = (sample_file([kind])[1] for kind in ("pdf", "image", "office", "text"))
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b"GIF89a" + bytes.fromhex("01000100800000000000ffffff2c00000000010001000002024401003b")
EXE = b"MZ" + bytes(200)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
WORD, SHEET = _MAIN.format("wordprocessingml.document"), _MAIN.format("spreadsheetml.sheet")
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
FIELD = {"id": "files", "label": {"zh": "附件", "en": "Files"}, "type": "attachment", "kinds": ["pdf", "image", "text"]}


def jpeg(after: bytes = b"") -> bytes:
    """A picture of 8 × 8 that decoders know by its marks; ``after``: what follows its end."""
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
    return head + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x37\xff\xd9" + after


def png_with(name: bytes, body: bytes) -> bytes:
    """The picture with one part more before its end."""
    chunk = struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return PNG[:-12] + chunk + PNG[-12:]


def office(main: str = WORD, parts: Mapping[str, bytes] | None = None, types: str | None = None) -> bytes:
    """A document whose main part has that type, with parts besides."""
    declared = f'<Types xmlns="x"><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, types or declared)
        for name, content in {"main.xml": b"<a/>", **(parts or {})}.items():
            archive.writestr(name, content)
    return made.getvalue()


def plain_zip() -> bytes:
    """An archive that is no document."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return made.getvalue()


def with_files(form: bytes, **settings: object) -> bytes:
    """A form with a field more, which takes files."""
    data: dict[str, Any] = json.loads(form)
    data["sections"][0]["fields"].append({**FIELD, **settings})
    return json.dumps(data).encode()


def publish_handover(bank: Bank, **settings: object) -> None:
    """The small process whose first form takes files."""
    files = folder("handover")
    publish(bank, {**files, "forms/entry.json": with_files(files["forms/entry.json"], **settings)})


def publish_procedure(bank: Bank, form: str, **settings: object) -> None:
    """The procedure, one of whose forms takes files."""
    files, path = process_files("relationship-maintenance"), f"forms/{form}.json"
    publish(bank, {**files, path: with_files(files[path], **settings)})


def stored(bank: Bank) -> list[Attachment]:
    """Every attached file, in order."""
    with bank.runtime.read_session() as session:
        return list(session.scalars(select(Attachment).order_by(Attachment.id)))


def contents(bank: Bank) -> dict[int, bytes]:
    """The bytes that are stored, by file."""
    with bank.runtime.read_session() as session:
        return {row.attachment_id: row.content for row in session.scalars(select(AttachmentContent))}


def told(bank: Bank, action: str) -> list[tuple[str, dict[str, Any]]]:
    """Who did it, and what the history keeps of it."""
    with bank.runtime.read_session() as session:
        found = session.scalars(select(HistoryEvent).where(HistoryEvent.action == action).order_by(HistoryEvent.seq))
        return [(event.actor.partition(":")[2], json.loads(event.context)) for event in found]


def submitted_file(bank: Bank, instance_id: int, element_id: str, field: str = "files") -> int:
    """The id of a file that the element's form, completed now by its person, was submitted with."""
    desk = Desk(bank.runtime)
    seat = desk.seat(instance_id, element_id)
    file: int = bank.execute(AttachFile(seat.item_id, field, "纪要.txt", TXT), seat.user.login)
    posted = {**desk.posted(seat, {}), field: [str(file)]}
    bank.execute(CompleteWorkItem(seat.item_id, posted), seat.user.login)
    return file
