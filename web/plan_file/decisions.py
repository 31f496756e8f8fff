"""Why it was decided so, as the story's page explains it: scores computed again, tiers moved, answers of tables."""

from sqlalchemy.orm import Session

from services.readings.story.assessed import Assessed, assessed, tier_records
from services.standard.explanation import Explanation, Nearly
from web.languages import gettext as _
from web.languages import language, localized
from web.papers import Block, Facts, Heading, Listing, Text
from web.plan_file.records import second
from web.presentation import day
from web.story.looking import Head
from web.story.telling_decisions import Decided, decided
from web.words import result_name

MOST_ASSESSMENTS = 10


def decisions(session: Session, head: Head) -> list[Block]:
    """All of them; nothing where nothing was decided."""
    of_cycle = head.instance.parent_id or head.instance.id
    blocks: list[Block] = []
    for record in tier_records(session, of_cycle):
        if record.override_from:
            blocks.append(Heading(_("Tier moved by people"), 2))
            moved = f"{record.override_from} → {record.tier} · {second(record.recorded_at)}"
            blocks += [Text(f"{_('Intervention')}: {moved}", "bad"), Text(record.override_reason or "", "said")]
    for one in assessed(session, of_cycle, MOST_ASSESSMENTS):
        blocks += _assessed(one)
    for answer in decided(session, head, language()):
        blocks += _decided(answer)
    return [Heading(_("Decisions explained")), *blocks] if blocks else []


def _assessed(one: Assessed) -> list[Block]:
    stored, result = one.stored, one.stored.result
    about = [
        second(stored.computed_at),
        _("rating date %(day)s", day=day(stored.rating_date)),
        _("standard %(version)s", version=stored.standard_version),
        _("file version %(number)s", number=stored.archive_version),
    ]
    blocks: list[Block] = [
        Heading(_("Score %(score)s, tier %(tier)s", score=result["score"], tier=result["effective_tier"]), 2),
        Text(" · ".join(about), "quiet"),
        _checked(one),
    ]
    if one.differences:
        rows = [[each.name, str(each.stored), str(each.recomputed)] for each in one.differences]
        blocks.append(Listing([_("Part"), _("Stored"), _("Computed again")], rows, [1, 1, 1]))
    if one.explanation is not None:
        blocks += _explained(one, one.explanation)
    return blocks


def _checked(one: Assessed) -> Text:
    if one.is_confirmed:
        return Text(_("computed again: gives the stored result"), "good")
    if one.differences:
        return Text(_("computed again: differs from the stored result"), "bad")
    return Text(_("could not be computed again"), "bad")


def _explained(one: Assessed, told: Explanation) -> list[Block]:
    heads = [_("Indicator"), _("Figure"), _("Rule"), _("Score"), _("Weight"), _("Points")]
    rows = [
        [
            f"{row.id} {localized(row.label)}",
            _("unknown") if row.value is None else str(row.value),
            f"{row.rule} {localized(row.said)}" if row.rule else _("by formula"),
            str(row.score),
            f"{row.weight} %",
            str(row.points),
        ]
        for row in told.indicators
    ]
    totals = [_("Score, rounded once"), "", "", "", "", str(told.score)]
    advice = f"{one.advice_row} {localized(one.advice_said)} → {result_name(str(one.stored.result['recommendation']))}"
    rules = [
        (_("Tier rule"), f"{told.tier_rule} {localized(told.tier_said)} → {told.tier}"),
        (_("Grace rule"), f"{told.grace_rule} → {told.effective_tier}"),
        (_("Recommendation rule"), advice),
    ]
    better = [_nearly(near) for near in told.better] or [_("No row gives a better tier.")]
    return [
        Listing(heads, rows, [2.2, 1.3, 3, 0, 0, 0], (3, 4, 5), totals),
        Facts(rules),
        Heading(_("Distance to a better tier"), 3),
        *(Text(line) for line in better),
    ]


def _nearly(near: Nearly) -> str:
    cells = []
    for cell in near.unmet:
        missing = "" if cell.missing is None else f" ({_('%(number)s missing', number=cell.missing)})"
        wanted = _("is %(value)s, wanted %(wanted)s", value=cell.value, wanted=cell.wanted)
        cells.append(f"{localized(cell.label)} {wanted}{missing}")
    told = "; ".join(cells) or _("every condition holds; a row above it decided first")
    return f"{near.tier} {near.rule} {localized(near.said)}: {told}"


def _decided(one: Decided) -> list[Block]:
    rules = "; ".join(f"{rule} {localized(said)}" for rule, said in one.rules)
    rows = [(_("Table"), f"{one.decision} · {_('process version %(number)s', number=one.version)}")]
    rows += [(f"{_('Input')} · {name}", "–" if value is None else str(value)) for name, value in one.inputs.items()]
    rows += [(_("Matched rules"), rules)]
    rows += [(f"{_('Result')} · {name}", "–" if value is None else str(value)) for name, value in one.result.items()]
    return [
        Heading(one.name, 2),
        Text(f"{second(one.at)} · {_('event %(seq)s', seq=one.seq)}", "quiet"),
        Facts(rows),
    ]
