"""The page of a draft: what is in it, what stands in the way of publishing it, what its reader may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from flask_login import current_user

from processes.commands.publishing import digest_of
from processes.drafts import files_of
from processes.models import DefinitionDraft, DraftAuthor
from services.models import CC, CC_HEAD
from services.standard_drafts import KEY as STANDARD
from web.drafts.finding import listed_files, published_files, title_of
from web.drafts.problems import problems_with
from web.reading import read_session

SHORTEST_REASON = 5


@dataclass(frozen=True)
class Typed:
    """What a refused form held, and why it was refused. ``failed``: scenarios that do not hold."""

    reason: str = ""
    effective_from: str = ""
    comment: str = ""
    override: str = ""
    failed: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def draft_page(draft: DefinitionDraft, typed: Typed) -> str:
    """The page, again with what was typed where that was refused."""
    files, before = files_of(draft), published_files(draft)
    return render_template(
        "drafts/page.html",
        draft=draft,
        title=title_of(draft.key),
        back=published_page(draft.key),
        is_standard=draft.key == STANDARD,
        files=listed_files(draft, before),
        paths=set(files),
        removed=sorted(before.keys() - files.keys()),
        problems=problems_with(draft.key, files),
        digest=digest_of(files),
        may_publish=current_user.role in (CC, CC_HEAD) and not _is_author(draft),
        shortest=SHORTEST_REASON,
        typed=typed,
    )


def published_page(key: str) -> str:
    """The address of what is published of a key."""
    return url_for("standards.page") if key == STANDARD else url_for("definitions.page", key=key)


def _is_author(draft: DefinitionDraft) -> bool:
    return read_session().get(DraftAuthor, (draft.id, current_user.actor.user_id)) is not None
