"""Zips of plain files: out as they are, in only as far as they hold what a draft may, within its sizes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from processes.published_files import MAX_FILES, MAX_TOTAL_BYTES
from web.languages import gettext as _

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files make the same zip


class BundleRefused(Exception):
    """A zip that is not read. ``code``: empty, not_a_zip, too_many, too_large or encrypted."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def sentence(self) -> str:
        """What is wrong and what to do."""
        sentences = {
            "empty": _("Choose at least one file."),
            "not_a_zip": _("The zip cannot be read; make it again."),
            "too_many": _("A process may have 200 files."),
            "too_large": _("The files of a process may have 5 MB together."),
            "encrypted": _("The zip is encrypted; make one without a password."),
        }
        return sentences[self.code]


def bundle(files: Mapping[str, bytes]) -> BytesIO:
    """A zip of these files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, EPOCH), content, zipfile.ZIP_DEFLATED)
    made.seek(0)
    return made


def unbundle(content: bytes) -> dict[str, bytes]:
    """Path → content; one folder around all of them is taken off. BundleRefused.

    Names are only names here: whether a draft may hold them is checked where it is saved.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _without_folder(_read(archive))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zipfile.LargeZipFile) as error:
        raise BundleRefused("not_a_zip") from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES:
        raise BundleRefused("too_many")
    if any(entry.flag_bits & 1 for entry in entries):
        raise BundleRefused("encrypted")
    left, found = MAX_TOTAL_BYTES, dict[str, bytes]()
    for entry in entries:
        with archive.open(entry) as file:
            found[entry.filename] = file.read(left + 1)  # what an entry says of its size is not believed
        left -= len(found[entry.filename])
        if left < 0:
            raise BundleRefused("too_large")
    if not found:
        raise BundleRefused("empty")
    return found


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    tops = {path.partition("/")[0] for path in files}
    if len(tops) == 1 and all("/" in path for path in files) and tops.isdisjoint(("forms", "scenarios")):
        return {path.partition("/")[2]: content for path, content in files.items()}
    return files
