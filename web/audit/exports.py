"""Routes of exports: what a filter finds, as files. Each is recorded before its first byte."""

from collections.abc import Generator, Iterator

from flask import Blueprint, Response, abort, request

from processes.context import bank_day
from services.exports.cells import Cell
from services.exports.event_lines import Position, event_lines
from services.exports.ocel import OcelLog
from services.exports.recording import Tally, new_export
from services.exports.tables import csv_chunks, excel_chunks
from services.exports.xes import xes_chunks
from services.finding.filters import CycleFilter
from services.models import AUD
from services.readings.finding import Finding
from services.readings.mining import Mining
from web.audit.columns import Column, columns
from web.languages import gettext as _
from web.languages import language
from web.reading import actor_now, runtime
from web.roles import READERS, roles
from web.sending import send_stream

blueprint = Blueprint("exports", __name__, url_prefix="/audit")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": EXCEL,
    "xes": "application/xml; charset=utf-8",
    "ocel": "application/json; charset=utf-8",
}
NAMES = {"ocel": "cycles.ocel.json"}
LINES = "application/x-ndjson; charset=utf-8"


@blueprint.get("/plans/export/<kind>")
@roles(*READERS)
def cycles(kind: str) -> Response:
    """The cycles that the filter of the address finds, all of them, in the page's columns and language."""
    if kind not in KINDS:
        abort(404)
    wanted, tally = CycleFilter.read(request.args), Tally()
    chunks = _log(kind, wanted, tally) if kind in ("xes", "ocel") else _table(kind, wanted, tally)
    export = new_export(kind, wanted.written, language())
    return send_stream(export, tally, chunks, KINDS[kind], NAMES.get(kind, f"cycles.{kind}"))


@blueprint.get("/events.jsonl")
@roles(AUD)
def events() -> Response:
    """The history of everything after a position, for a log collector; without one from its beginning."""
    asked = request.args.get("after", "")
    after = Position.read(asked) if asked else None
    if asked and after is None:
        abort(400)
    tally = Tally()
    wanted = {} if after is None else {"after": str(after)}
    return send_stream(new_export("events", wanted, language()), tally, _lines(after, tally), LINES, "events.jsonl")


def _table(kind: str, wanted: CycleFilter, tally: Tally) -> Generator[bytes]:
    shown = columns()
    titles = [column.title for column in shown]
    rows = _rows(wanted, shown)
    if kind == "csv":
        return csv_chunks(titles, rows, tally)
    note = _("Cut short: a sheet of Excel holds no more rows. The CSV file has all of them.")
    return excel_chunks(titles, rows, tally, note)


def _log(kind: str, wanted: CycleFilter, tally: Tally) -> Generator[bytes]:
    actor, today, words = actor_now(), bank_day(runtime().clock()), language()
    with runtime().read_session() as session:
        finding = Finding(session, actor, wanted, today)
        mining = Mining(runtime(), session, finding, words)
        if kind == "xes":
            yield from xes_chunks(mining.cycles(), tally)
        else:
            yield from OcelLog(session, finding, mining, tally).chunks()


def _lines(after: Position | None, tally: Tally) -> Generator[bytes]:
    with runtime().read_session() as session:
        yield from event_lines(session, after, tally)


def _rows(wanted: CycleFilter, shown: list[Column]) -> Iterator[list[Cell]]:
    actor, today = actor_now(), bank_day(runtime().clock())
    with runtime().read_session() as session:
        for batch in Finding(session, actor, wanted, today).batches():
            for row in batch:
                yield [column.cell(row) for column in shown]
