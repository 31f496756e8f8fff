"""The auditor's walk along every route: he opens every page he may, each reading of a customer is told once, and
nothing that he sends changes anything but what is his (domain: Roles)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import func, select

from processes.models import Base, HistoryEvent, WorkItem
from services.models import Customer
from services.privacy.requests import TakeRequest
from tests.paths.test_cycle_flows import ASSESSED, PROHIBITED, TIERED, VETOED
from tests.paths.walking import Walker
from tests.support.bank import Bank
from tests.web import test_matrix
from tests.web.conftest import signed_in
from tests.web.test_matrix import Things, addresses
from web.recording import kind_of

things = test_matrix.things
# What he may send: his exit concurrences, which are work items assigned to him; his own notices; and what the
# workbench gives him. Every other route refuses him.
OWN_WORK = {
    *("work_items.claim", "work_items.unclaim", "work_items.complete", "inbox.read_notices"),
    *("audit.save", "audit.remove", "samples.draw", "samples.examine"),
    *("finding_writing.store", "finding_writing.store_revision"),
    *("findings.answer", "findings.give_back", "findings.accept", "findings.close"),
}
# Questions that are sent because they are long; they store nothing.
READ_BY_POST = {"draft_forms.preview", "draft_tables.evaluate"}
# Whose rows may change while he reads and is refused: the history with its heads, and the count of sign-ins.
TOLD = {"history_event", "history_head", "history_checkpoint", "history_key", "sign_in_failure"}


def digests(bank: Bank) -> dict[str, str]:
    """Table → a digest of its rows."""
    found = {}
    with bank.runtime.read_session() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in TOLD:
                rows = sorted(repr(tuple(row)) for row in session.execute(select(table)))
                found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def views(bank: Bank) -> int:
    """How many readings are told."""
    with bank.runtime.read_session() as session:
        told = select(func.count()).select_from(HistoryEvent).where(HistoryEvent.stream.startswith("views:"))
        return session.scalar(told) or 0


def names(bank: Bank) -> list[str]:
    """What gives a customer away: name and number."""
    with bank.runtime.read_session() as session:
        return [text for row in session.execute(select(Customer.name, Customer.number)) for text in row]


def pages(app, things: dict[str, Things]) -> Iterator[tuple[str, str]]:
    """(endpoint, path) of every page that he may open."""
    for rule, method, _kind, path in addresses(app, things):
        if method == "GET" and "shen" in test_matrix.OPEN_TO[rule.endpoint]:
            yield rule.endpoint, path


def test_every_page_opens_for_him_and_each_reading_of_a_customer_is_told_once(app, bank, things):
    client, known, faults = signed_in(app, "shen"), names(bank), []
    assert signed_in(app, "jiang").post("/drafts/relationship-maintenance/begin").status_code == 303
    request = TakeRequest(things["own"].customer_id, "access", "某人", "", bank.clock().date())
    assert bank.execute(request, "lin") == 1
    before, told_at_all = digests(bank), 0
    for endpoint, path in pages(app, things):
        earlier = views(bank)
        answer = client.get(path)
        told = views(bank) - earlier
        expected = int(kind_of(app.view_functions[endpoint]) is not None and answer.status_code == 200)
        shows = answer.mimetype == "text/html" and any(text in answer.text for text in known)
        told_at_all += told
        if told != expected or (shows and not told):
            faults.append(f"{path}: {answer.status_code}, told {told}, not {expected}; shows a customer: {shows}")
        if answer.status_code != 200 and not is_missing(endpoint):
            faults.append(f"{path}: {answer.status_code}")
    assert faults == []
    assert told_at_all > len(things) * 5
    assert digests(bank) == before


def is_missing(endpoint: str) -> bool:
    """Pages of things that this bank does not have, or that belong to the form sent with them."""
    return endpoint in {
        "work_items.earlier", "impact.run", "migrations.batch", "scenarios.page", "draft_editing.kept",
        "samples.page", "samples.next_item", "samples.item", "working_papers.file", "findings.page",
        "finding_writing.revise", "draft_editing.content",
        "disposals.page", "disposals.progress", "draft_editing.editor", "draft_files.export", "draft_parameters.page",
    }  # fmt: skip


def test_nothing_that_he_sends_changes_anything_but_history(app, bank, things):
    client, before, faults, refused = signed_in(app, "shen"), digests(bank), [], 0
    for rule, method, _kind, path in addresses(app, things):
        if method != "POST":
            continue
        status = client.post(path).status_code
        refused += status == 403
        if "shen" not in test_matrix.OPEN_TO[rule.endpoint] and status != 403:
            faults.append(f"{path}: {status}")
        if status != 403 and rule.endpoint not in OWN_WORK | READ_BY_POST:
            faults.append(f"{path}: {status}, and it is no work of his")
    after = digests(bank)
    assert faults == []
    assert refused > 20
    assert {name for name in before if before[name] != after[name]} == set()


def test_the_digests_would_show_a_change(bank):
    before = digests(bank)
    Walker(bank.runtime).start_cycle("K1004")
    after = digests(bank)
    assert {"instance", "work_item", "instance_state"} <= {name for name in before if before[name] != after[name]}


def test_his_exit_concurrence_is_his_to_take(app, bank):
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle(VETOED[0])
    walker.walk(cycle, ["collect_status_record", PROHIBITED, *ASSESSED, *TIERED, "reason_exit", "decide_exit"])
    item = walker.desk.seat(cycle, "concur_exit").item_id
    assert signed_in(app, "shen").post(f"/work-items/{item}/claim").status_code == 303
    with bank.runtime.read_session() as session:
        assert session.get_one(WorkItem, item).assignee_id == bank.actor("shen").user_id
