"""Owns the words about attached files: what a field takes, and why a file was not taken."""

from collections.abc import Iterable, Mapping

from processes.forms.views import FilesTaken
from web.languages import gettext as _
from web.languages import language


def files_taken(takes: FilesTaken) -> str:
    """What a field takes, in one line."""
    kinds = _listed(takes.kinds)
    if takes.count == 1:
        return _("%(kinds)s; one file of at most %(limit)s MB.", kinds=kinds, limit=takes.megabytes)
    return _(
        "%(kinds)s; at most %(count)s files of %(limit)s MB each.",
        kinds=kinds,
        count=takes.count,
        limit=takes.megabytes,
    )


def file_sentence(code: str, values: Mapping[str, object]) -> str | None:
    """What was wrong with a file, and what to do; None for another fault."""
    file, limit, kinds = values.get("file"), values.get("limit"), values.get("kinds")
    listed = _listed(kinds) if isinstance(kinds, tuple) else ""
    return {
        "empty_file": _("“%(file)s” is empty. Choose another file.", file=file),
        "file_too_large": _("“%(file)s” is too large: at most %(limit)s MB.", file=file, limit=limit),
        "too_many_files": _("At most %(limit)s file(s). Remove one first.", limit=limit),
        "kind_not_allowed": _("“%(file)s” is of another kind than is taken here: %(kinds)s.", file=file, kinds=listed),
        "content_mismatch": _(
            "“%(file)s” is not what its name says, or is damaged. Open it, save it anew, and attach that.", file=file
        ),
        "programs_inside": _(
            "“%(file)s” holds macros or other programs. Save it without them, for example as PDF.", file=file
        ),
        "grows_too_large": _("“%(file)s” would become too large when it is opened. Attach it as PDF.", file=file),
        "attachment_gone": _("A file was removed meanwhile, perhaps in another window. Attach it again if needed."),
    }.get(code)


def _listed(kinds: Iterable[object]) -> str:
    words = {
        "pdf": "PDF",
        "image": _("pictures (PNG, JPEG)"),
        "office": _("Word and Excel (docx, xlsx)"),
        "text": _("text (txt, csv)"),
    }
    return ("、" if language() == "zh" else ", ").join(words.get(str(kind), str(kind)) for kind in kinds)
