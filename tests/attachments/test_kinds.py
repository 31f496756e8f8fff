"""What a file must hold to be taken, by its content and not by its word; and what its name may be."""

from __future__ import annotations

import pytest

from processes.attachments.archives import MOST_PARTS
from processes.attachments.kinds import KINDS, media_type_of
from processes.attachments.names import LONGEST_NAME, cleaned
from processes.attachments.refusing import AttachmentRefused
from processes.attachments.samples import sample_file
from tests.attachments import making
from tests.attachments.making import DOCX, HTML, PDF, PNG, SVG, TXT, jpeg, office, plain_zip, png_with

OFFICE = "application/vnd.openxmlformats-officedocument."
TAKEN = {
    "a.pdf": (PDF, "application/pdf"),
    "a.PDF": (PDF + b"\r\n", "application/pdf"),
    "a.png": (PNG, "image/png"),
    "noted.png": (png_with(b"tEXt", b"Comment\0" + HTML), "image/png"),
    "a.jpg": (jpeg(), "image/jpeg"),
    "phone.jpeg": (jpeg(after=b"SEFT" + bytes(40)), "image/jpeg"),
    "a.docx": (DOCX, f"{OFFICE}wordprocessingml.document"),
    "b.docx": (office(parts={"word/media/image1.png": PNG}), f"{OFFICE}wordprocessingml.document"),
    "a.xlsx": (office(making.SHEET), f"{OFFICE}spreadsheetml.sheet"),
    "printed.xlsx": (
        office(making.SHEET, {"xl/printerSettings/printerSettings1.bin": b"\0"}),
        f"{OFFICE}spreadsheetml.sheet",
    ),
    "a.txt": (TXT, "text/plain"),
    "b.txt": ("﻿第一行\r\n第二行\t完".encode(), "text/plain"),
    "a.csv": ("客户,金额\r\n苏州恒岚,5 < 6\r\n".encode("gb18030"), "text/csv"),
    "c.txt": ("记事本 Unicode".encode("utf-16"), "text/plain"),
}
OTHERS = {"pdf": PDF, "png": PNG, "jpg": jpeg(), "docx": DOCX, "xlsx": office(making.SHEET), "txt": TXT}


@pytest.mark.parametrize("name", TAKEN)
def test_an_honest_file_is_known_by_its_content(name):
    content, media_type = TAKEN[name]
    assert media_type_of(name, content, KINDS) == media_type


@pytest.mark.parametrize("kind", KINDS)
def test_the_made_up_file_of_each_kind_is_one(kind):
    name, content = sample_file([kind])
    assert media_type_of(name, content, [kind])
    assert len(content) < 2_000


def code_of(name: str, content: bytes, kinds: list[str] | None = None) -> str:
    with pytest.raises(AttachmentRefused) as refused:
        media_type_of(name, content, kinds or list(KINDS))
    return refused.value.code


@pytest.mark.parametrize("end", OTHERS)
@pytest.mark.parametrize(
    ("what", "content"),
    [
        *(("a page", HTML), ("a drawing", SVG), ("a program", making.EXE), ("an animation", making.GIF)),
        *(("an old document", making.OLE), ("an archive", plain_zip()), ("zeros", bytes(500)), ("one byte", b"\x00")),
        *((f"a {end}", content) for end, content in OTHERS.items()),
    ],
)
def test_no_name_makes_a_file_what_it_is_not(what, content, end):
    if content is not OTHERS[end]:
        assert code_of(f"a.{end}", content) == "content_mismatch"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF + plain_zip()),
        ("a.png", PNG + plain_zip()),
        ("a.png", PNG + HTML),
        ("a.jpg", jpeg(after=plain_zip())),
        ("a.jpg", b"\xff\xd8\xff\xfe\x00\x10<script>alert(1)</script>"),
        ("a.pdf", b"%PDF-1.4 " + HTML),
        ("a.pdf", HTML + PDF),
        ("a.docx", HTML + DOCX),
        ("a.docx", DOCX + HTML),
        ("a.docx", DOCX[:-4]),
        ("a.txt", b"\xef\xbb\xbf\n <ScRipt>alert(1)</script>"),
        ("a.csv", b'a,b\n"<svg/onload=alert(1)>",2'),
        ("a.txt", b"<?xml version='1.0'?><a/>"),
        ("a.txt", b"bell \x07"),
        ("a.txt", "<html>".encode("utf-16")),
    ],
)
def test_a_file_that_is_two_things_at_once_or_cut_off_is_refused(name, content):
    assert code_of(name, content) == "content_mismatch"


@pytest.mark.parametrize(
    "content",
    [
        office(making.MACRO),
        office(making.MACRO.replace("macroEnabled", "MACROENABLED")),
        office(parts={"word/vbaProject.bin": b"x"}),
        office(parts={"word/VBAProject.BIN": b"x"}),
        office(parts={"word/activeX/activeX1.xml": b"x"}),
        office(parts={"word/embeddings/oleObject1.bin": b"x"}),
        office(making.SHEET, {"xl/macrosheets/sheet1.xml": b"x"}),
    ],
)
def test_a_document_with_programs_is_refused(content):
    assert code_of("a.docx", content) == "programs_inside"


def growing(parts: int, each: int) -> bytes:
    return office(parts={f"word/{number}.xml": bytes(each) for number in range(parts)})


def lying() -> bytes:
    """Its list of parts says that one of them is short."""
    content = office(types=f"<Types>{' ' * 5_000_000}</Types>")
    size = len(f"<Types>{' ' * 5_000_000}</Types>").to_bytes(4, "little")
    assert content.count(size) == 2
    return content.replace(size, (100).to_bytes(4, "little"))


def test_an_archive_that_would_not_stop_growing_is_refused_without_unpacking_it():
    bomb = growing(40, 10_000_000)
    assert len(bomb) < 1_000_000
    assert code_of("a.docx", bomb) == "grows_too_large"
    assert code_of("a.docx", office(types=f"<Types>{' ' * 600_000}</Types>")) == "grows_too_large"
    assert code_of("a.docx", lying()) == "content_mismatch"
    assert code_of("a.docx", growing(MOST_PARTS, 0)) == "content_mismatch"


def test_parts_that_programs_would_read_differently_are_refused():
    twice = office(types="<Types/>", parts={"[content_types].XML": b"<Types/>"})
    assert code_of("a.docx", twice) == "content_mismatch"
    bare = '<!DOCTYPE a [<!ENTITY b "c">]><Types/>'
    assert code_of("a.docx", office(types=bare)) == "content_mismatch"


def test_only_what_the_form_allows_is_taken_and_nothing_empty():
    assert code_of("a.pdf", b"") == "empty_file"
    assert code_of("a.png", PNG, ["pdf"]) == "kind_not_allowed"
    for name in ("a.exe", "a.pdf.exe", "a.html", "a.svg", "a.docm", "pdf", "a", "a.", ""):
        assert code_of(name, PDF) == "kind_not_allowed", name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/a.pdf", "a.pdf"),
        ("C:\\fakepath\\a.pdf", "a.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\u200b\ufeff\x00\x7f.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ('"><script>.pdf', '"><script>.pdf'),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
        ("x" * 300, "x" * LONGEST_NAME),
        ("a." + "x" * 300, ("a." + "x" * 300)[:LONGEST_NAME]),
        ("  a  b . pdf ", "a b.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("", ""),
    ],
)
def test_a_name_is_the_name_alone_without_what_nobody_sees(name, kept):
    assert cleaned(name) == kept
