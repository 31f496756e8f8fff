"""Every row of the table; and whatever may migrate goes on to the end on the new version."""

from __future__ import annotations

import pytest

from processes.engine.migration import Change, MigrationBlocked, migrate
from tests.engine.diagrams import Answers
from tests.migration.rows import ROWS, Row
from tests.migration.walks import Walk, spec_of, version


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_instance_is_classified_by_what_it_did_and_what_lies_ahead(row: Row) -> None:
    change = Change(version(spec_of(row.old)), version(spec_of(row.new)))
    walk = Walk(change.old.spec, Answers({"w": None}), x=1).go(*row.walked)
    before, verdict = walk.blob, walk.verdict(change)
    assert (verdict.kind, [(one.code, one.element_id) for one in verdict.reasons]) == (row.kind, list(row.codes))
    assert walk.blob == before
    if row.kind == "blocked":
        with pytest.raises(MigrationBlocked):
            migrate(change, before, walk.visits)
        return
    assert [(one.code, one.element_id) for one in verdict.notes if row.notes] == list(row.notes)
    assert bool(verdict.changed) == (row.kind == "migratable")
    assert walk.to(change).finish() == list(row.then)
