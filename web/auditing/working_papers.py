"""Routes of working papers: a sample with its items, findings and answers, as Excel and PDF, each export recorded."""

from collections.abc import Generator
from datetime import datetime

from flask import Blueprint, Response, abort

from services.exports.recording import Tally, new_export
from services.exports.workbooks import Sheet, workbook_chunks
from services.models import AUD
from services.readings.auditing.papers import WorkingPapers, working_papers
from web.auditing import paper_words
from web.languages import gettext as _
from web.languages import language
from web.papers import Block, Facts, Heading, Listing, Paper, Text, Title, pdf
from web.presentation import moment
from web.reading import actor_now, read_session, runtime
from web.roles import roles
from web.sending import send_stream, send_whole

blueprint = Blueprint("working_papers", __name__, url_prefix="/audit/samples/<int:sample_id>/papers")
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@blueprint.get("/<kind>")
@roles(AUD)
def file(sample_id: int, kind: str) -> Response:
    """The papers as they stand now. ``kind``: xlsx or pdf."""
    if kind not in KINDS:
        abort(404)
    name, now, tally = actor_now().name, runtime().clock(), Tally()
    found = working_papers(read_session(), sample_id)
    export = new_export("working-papers", {"sample": str(sample_id), "as": kind}, language())
    filename = f"working-papers-{sample_id}.{kind}"
    if kind == "xlsx":
        return send_stream(export, tally, _excel(found, name, now, tally), KINDS[kind], filename)
    tally.rows = len(found.items) + len(found.findings)
    return send_whole(export, tally, pdf(_paper(found, name, now), now), KINDS[kind], filename)


def _excel(found: WorkingPapers, made_by: str, now: datetime, tally: Tally) -> Generator[bytes]:
    cover = paper_words.cover(found, made_by, moment(now)) + paper_words.verified(found)
    pair = [_("What"), _("Text")]
    sheets = [
        Sheet(_("Cover"), pair, cover, (34, 90)),
        Sheet(_("Strata"), *paper_words.strata(found), (30, 24, 12, 12)),
        Sheet(_("Items of the sample"), *paper_words.items(found), (6, 10, 30, 24, 14, 60, 26, 40)),
        *_findings_sheet(found),
    ]
    if found.population is not None:
        rows = [(key, one) for key, ids in found.population.items() for one in ids]
        sheets.append(Sheet(_("Population"), [_("Key of the stratum"), _("Cycle")], rows, (24, 12)))
    yield from workbook_chunks(sheets, tally)


def _findings_sheet(found: WorkingPapers) -> list[Sheet]:
    facts = [[(_("No."), str(row.finding.id)), *paper_words.finding_facts(row)] for row in found.findings]
    if not facts:
        return []
    rows = [[text for _label, text in one] for one in facts]
    return [Sheet(_("Findings"), [label for label, _text in facts[0]], rows, (6, 30, *[24] * (len(facts[0]) - 2)))]


def _paper(found: WorkingPapers, made_by: str, now: datetime) -> Paper:
    title, number = paper_words.title_of(found), _("Sample no. %(number)s", number=found.sample.sample.id)
    return Paper(
        title=f"{_('Working papers')} · {title}",
        lang=language(),
        running=(f"{_('Working papers')} · {title}", number),
        footer=f"{moment(now)} · {made_by}",
        page_of=_("Page %(number)s of %(pages)s", number="{page}", pages="{pages}"),
        blocks=[
            Title(title, above=_("Working papers"), below=number),
            Facts(paper_words.cover(found, made_by, moment(now))),
            Heading(_("History")),
            Facts(paper_words.verified(found)),
            Heading(_("Strata")),
            _listing(paper_words.strata(found), (3, 2, 0, 0), (2, 3)),
            Heading(_("Items of the sample")),
            _listing(paper_words.items(found), (0, 0, 3, 2, 0, 4, 2, 3), (0, 1)),
            Heading(_("Findings")),
            *_findings(found),
        ],
    )


def _listing(table: tuple[list[str], paper_words.Rows], widths: tuple[float, ...], numbers: tuple[int, ...]) -> Listing:
    heads, rows = table
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return Listing(heads, texts, widths, numbers)


def _findings(found: WorkingPapers) -> list[Block]:
    blocks: list[Block] = []
    for row in found.findings:
        blocks += [Heading(_("Audit finding no. %(number)s", number=row.finding.id), 2)]
        blocks += [Facts(paper_words.finding_facts(row))]
    return blocks or [Text(_("No finding was written from this sample."), "quiet")]
