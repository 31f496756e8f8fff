"""Routes of the standard: every version with its days, one version's tables and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, render_template, request
from sqlalchemy import select

from processes.drafts import open_draft
from processes.engine.decisions import DecisionTable
from processes.errors import NotFound
from services.models import AUD, CC, CC_HEAD, OWNER, StandardVersion
from services.standard.parameters import FILE, read_parameters
from services.standard_drafts import KEY
from web.presentation import today
from web.reading import read_session
from web.roles import roles

blueprint = Blueprint("standards", __name__, url_prefix="/standard")


@blueprint.get("/")
@roles(OWNER, AUD, CC, CC_HEAD)
def page() -> str:
    """The version in force, or the one asked for; all versions; what is drafted."""
    versions = list(read_session().scalars(select(StandardVersion).order_by(StandardVersion.id.desc())))
    shown = _shown(versions)
    files = {name: text.encode() for name, text in shown.files.items()}
    return render_template(
        "standards/page.html",
        versions=versions,
        shown=shown,
        in_force=_in_force(versions),
        tables=sorted(_tables(files), key=lambda table: table.name),  # by clause: D2 …, I1 …
        parameters=read_parameters(files[FILE]),
        draft=open_draft(read_session(), KEY),
    )


def _tables(files: Mapping[str, bytes]) -> Iterator[DecisionTable]:
    return (DecisionTable.parse(one, name) for name, one in files.items() if name.endswith(".dmn"))


def _shown(versions: list[StandardVersion]) -> StandardVersion:
    wanted = request.args.get("version", "")
    if not wanted:
        return _in_force(versions) or versions[0]
    found = next((one for one in versions if one.version == wanted), None)
    if found is None:
        raise NotFound(wanted)
    return found


def _in_force(versions: list[StandardVersion]) -> StandardVersion | None:
    day = today()
    return next(
        (one for one in versions if one.effective_from <= day <= (one.effective_to or day)),
        None,
    )
