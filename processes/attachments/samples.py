"""A made-up file of each kind, for previews and try-outs. Nothing here is anybody's data."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

NAME = "示例"
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>示例 Example</w:t></w:r></w:p></w:body></w:document>",
}


def sample_file(kinds: Sequence[str]) -> tuple[str, bytes]:
    """Name and content of a small file that a field of these kinds takes: a text where it may be one."""
    kind = "text" if "text" in kinds else next((one for one in kinds if one in _MAKERS), "text")
    end, make = _MAKERS[kind]
    return f"{NAME}.{end}", make()


def _docx() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return made.getvalue()


_MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "text": ("txt", lambda: "示例附件 Example attachment\n".encode()),
    "pdf": ("pdf", lambda: _PDF),
    "image": ("png", lambda: _PNG),
    "office": ("docx", _docx),
}
