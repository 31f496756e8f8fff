"""Owns what working papers say in the reader's language, the same in Excel and PDF: facts, and tables of cells."""

from collections.abc import Sequence

from services.exports.cells import Cell
from services.readings.auditing.findings import FindingRow
from services.readings.auditing.papers import WorkingPapers
from web.auditing import words
from web.languages import gettext as _
from web.presentation import day, moment

Rows = Sequence[Sequence[Cell]]


def title_of(papers: WorkingPapers) -> str:
    """What the papers are called."""
    sample = papers.sample.sample
    return sample.purpose or _("Sample no. %(number)s", number=sample.id)


def cover(papers: WorkingPapers, made_by: str, made_at: str) -> list[tuple[str, str]]:
    """Label and text of each fact of the draw."""
    sample = papers.sample.sample
    asked = "; ".join(f"{label}: {text}" for label, text in words.filter_words(sample.wanted)) or _("all cycles")
    each = sample.allocation == "each"
    return [
        (_("Sample"), f"{sample.id}"),
        (_("Purpose"), sample.purpose or "–"),
        (_("Filter"), f"{asked}, {_('as of %(day)s', day=day(sample.drawn_on))}"),
        (_("Population"), f"{papers.sample.population:,}"),
        (_("Digest of the population"), sample.population_digest),
        (_("Strata by"), words.trait_names()[sample.trait]),
        (_("Shared out"), _("a number of each stratum") if each else _("in proportion, by largest remainder")),
        (_("Method"), f"{sample.method}: {_('the smallest SHA-256 of “seed|stratum|cycle” of each stratum')}"),
        (_("Seed"), sample.seed),
        (_("Drawn"), f"{papers.sample.drawn} · {moment(sample.drawn_at)} · {papers.sample.drawn_by}"),
        (_("Examined"), f"{papers.sample.examined} / {papers.sample.drawn}"),
        (_("Papers made"), f"{made_at} · {made_by}"),
    ]


def verified(papers: WorkingPapers) -> list[tuple[str, str]]:
    """How the history stood when the papers were made."""
    last, chains = papers.verification, papers.chains
    broken = [str(key) for key, chain in chains.items() if not chain.is_whole]
    run = _("never") if last is None else moment(last.at)
    result = "–" if last is None else _("whole") if not last.found else _("findings: %(count)s", count=last.found)
    return [
        (_("Last verification of the whole history"), run),
        (_("Its result"), result),
        (_("Histories of these cycles, checked now"), f"{len(chains) - len(broken)} / {len(chains)} {_('whole')}"),
        *([(_("Broken"), ", ".join(broken))] if broken else []),
    ]


def strata(papers: WorkingPapers) -> tuple[list[str], Rows]:
    """Heads and rows; the key is what the lots are made of."""
    sample = papers.sample.sample
    rows = [
        (words.stratum_name(sample.trait, key, papers.managers), key, number, drawn)
        for key, number, drawn in sample.strata
    ]
    return [_("Stratum"), _("Key of the stratum"), _("Cycles"), _("Drawn")], rows


def items(papers: WorkingPapers) -> tuple[list[str], Rows]:
    """Heads and rows, in the order of the draw."""
    trait, states = papers.sample.sample.trait, words.item_states()
    rows = [
        (
            row.place,
            row.cycle_id,
            f"{row.name} {row.number}",
            words.stratum_name(trait, row.stratum, papers.managers),
            states[row.state],
            row.note,
            f"{row.examiner} {moment(row.examined_at)}" if row.examiner else "",
            _history(papers, row.cycle_id),
        )
        for row in papers.items
    ]
    heads = [
        _("No."),
        _("Cycle"),
        _("Customer"),
        _("Stratum"),
        _("Result of the examination"),
        _("Note"),
        _("Examined"),
        _("History"),
    ]
    return heads, rows


def finding_facts(row: FindingRow) -> list[tuple[str, str]]:
    """Label and text of everything that a finding and its answer say; what is not said yet is a dash."""
    one, names = row.finding, words.field_names()
    said = {
        "severity": words.severities()[one.severity], "status": words.finding_states()[one.status],
        "condition": one.condition, "criterion": one.criterion, "recommendation": one.recommendation,
        "addressee_id": row.addressee, "due_date": day(one.due_date), "answer": one.answer, "measure": one.measure,
        "measure_due": day(one.measure_due), "reason": one.reason, "remark": one.remark,
    }  # fmt: skip
    return [
        (_("Cycle"), f"{one.cycle_id} {row.customer_name} {row.customer_number}"),
        *((names[name], value or "–") for name, value in said.items()),
    ]


def _history(papers: WorkingPapers, cycle_id: int) -> str:
    chain = papers.chains[cycle_id]
    whole = _("whole") if chain.is_whole else _("BROKEN")
    counted = _("events: %(count)s", count=chain.events)
    return f"{whole}, {counted}, {chain.last_hash[:16]}"
