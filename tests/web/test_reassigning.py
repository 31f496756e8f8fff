"""A supervisor gives an item to a colleague, and says why: the history keeps it."""

from __future__ import annotations

import json

from sqlalchemy import select

from processes.models import HistoryEvent
from tests.paths.walking import Walker
from tests.web.conftest import signed_in


def reasons(bank) -> list[str]:
    with bank.runtime.read_session() as session:
        found = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "item:reassign"))
        return [json.loads(event.context)["reason"] for event in found]


def test_an_item_changes_hands_only_with_a_reason_which_the_history_keeps(app, bank):
    walker = Walker(bank.runtime)
    item = walker.desk.seat(walker.start_cycle("K0001"), "collect_status_record").item_id
    zhou, page = signed_in(app, "zhou"), f"/work-items/{item}"
    assert 'name="_reason"' in zhou.get(page).text
    colleague = bank.actor("he").user_id
    refused = zhou.post(f"{page}/reassign", data={"user_id": colleague, "_reason": " "}, follow_redirects=True)
    assert "请先说明原因" in refused.text
    assert reasons(bank) == []
    assert zhou.post(f"{page}/reassign", data={"user_id": colleague, "_reason": "休假"}).status_code == 303
    assert reasons(bank) == ["休假"]
