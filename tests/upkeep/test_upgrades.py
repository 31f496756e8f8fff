"""What a newer program brings for processes and the standard arrives as a draft, and only people publish it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from processes.commands import BeginDraft, DiscardDraft, PublishDraft, ReceiveUpgrade, SubmitDraft
from processes.commands.publishing import digest_of
from processes.drafts import files_of, kind_of, open_draft
from processes.errors import NotAllowed
from processes.models import DefinitionDraft
from services.shipped import PROCESSES, process_files, take_over
from services.standard.standard import shipped_files
from services.standard_drafts import KEY as STANDARD
from tests.runtime.small import as_system, events
from tests.support.bank import Bank

TASK = "maintenance-task"
OWNER, HEAD = "jiang", "gao"


def newer(key: str) -> dict[str, bytes]:
    """Files as a later program would bring them."""
    if key == STANDARD:
        files = shipped_files()
        return {**files, "tier.dmn": files["tier.dmn"].replace(b"&gt;= 65", b"&gt;= 60")}
    files = process_files(key)
    return {
        **files,
        f"{key}.bpmn": files[f"{key}.bpmn"].replace(b"</bpmn:definitions>", b"<!-- later -->\n</bpmn:definitions>"),
    }


def opened(bank: Bank, key: str) -> DefinitionDraft | None:
    with bank.runtime.read_session() as session:
        return open_draft(session, key)


def current(bank: Bank, key: str) -> int | None:
    with bank.runtime.read_session() as session:
        return kind_of(key).current(session, key)


def test_the_same_program_started_again_brings_nothing(bank: Bank) -> None:
    take_over(bank.runtime)
    with bank.runtime.read_session() as session:
        assert session.scalars(select(DefinitionDraft)).all() == []


@pytest.mark.parametrize("key", [*PROCESSES, STANDARD])
def test_what_is_newer_arrives_once_as_a_draft_and_nothing_is_published(bank: Bank, key: str) -> None:
    before = current(bank, key)
    assert as_system(bank, ReceiveUpgrade(key, newer(key))) is not None
    assert as_system(bank, ReceiveUpgrade(key, newer(key))) is None
    draft = opened(bank, key)
    assert draft is not None
    with bank.runtime.read_session() as session:
        assert files_of(session.merge(draft, load=False)) == newer(key)
    assert (draft.began_by_name, draft.based_on, draft.follows) == ("system", None, before)
    assert current(bank, key) == before
    assert events(bank, f"definition:{key}")[-1].action == "draft:arrive"


def test_an_upgrade_that_was_given_up_does_not_come_again_but_the_next_one_does(bank: Bank) -> None:
    as_system(bank, ReceiveUpgrade(TASK, newer(TASK)))
    draft = opened(bank, TASK)
    assert draft is not None
    bank.execute(DiscardDraft(draft.id), OWNER)
    assert as_system(bank, ReceiveUpgrade(TASK, newer(TASK))) is None
    later = {path: content + b"\n" for path, content in newer(TASK).items()}
    assert as_system(bank, ReceiveUpgrade(TASK, later)) is not None


def test_it_waits_while_the_owners_edit_and_leaves_their_draft_alone(bank: Bank) -> None:
    own: int = bank.execute(BeginDraft(TASK, 1), OWNER)
    assert as_system(bank, ReceiveUpgrade(TASK, newer(TASK))) is None
    found = opened(bank, TASK)
    assert found is not None
    assert (found.id, found.arrived_digest) == (own, None)
    bank.execute(DiscardDraft(own), OWNER)
    assert as_system(bank, ReceiveUpgrade(TASK, newer(TASK))) is not None


def test_two_people_publish_it_and_then_the_program_has_nothing_to_bring(bank: Bank) -> None:
    as_system(bank, ReceiveUpgrade(STANDARD, newer(STANDARD)))
    draft = opened(bank, STANDARD)
    assert draft is not None
    bank.execute(SubmitDraft(draft.id, "随新版程序调整", "2027-01-01"), OWNER)
    bank.execute(PublishDraft(draft.id, digest_of(newer(STANDARD))), HEAD)
    assert as_system(bank, ReceiveUpgrade(STANDARD, newer(STANDARD))) is None
    assert as_system(bank, ReceiveUpgrade(STANDARD, shipped_files())) is None  # an older version says it


def test_no_person_can_bring_one(bank: Bank) -> None:
    for login in ("jiang", "gao", "admin"):
        with pytest.raises(NotAllowed):
            bank.execute(ReceiveUpgrade(TASK, newer(TASK)), login)
    assert opened(bank, TASK) is None
