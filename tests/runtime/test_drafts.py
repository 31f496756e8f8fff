"""Drafts: two people take one to a version; two who edit at once lose nothing; what is published stays as it is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from processes.commands import (
    BeginDraft,
    DiscardDraft,
    KeepFile,
    PublishDefinition,
    PublishDraft,
    RemoveDraftFile,
    ReturnDraft,
    SaveDraftFile,
    SaveDraftFiles,
    SubmitDraft,
)
from processes.commands.publishing import digest_of
from processes.drafts import files_of
from processes.engine.errors import DefinitionRefused
from processes.errors import (
    DraftChanged,
    DraftClosed,
    DraftExists,
    DraftOutdated,
    DraftUnchanged,
    FileChanged,
    NotAllowed,
    NotFound,
    OwnDraft,
)
from processes.models import DefinitionDraft, DraftAuthor, KeptFile
from tests.runtime.small import as_system, events, folder
from tests.runtime.test_publishing import DIAGRAM, ENTRY, changed, versions
from tests.support.bank import Bank

KEY, REASON = "handover", "复核改为会签"
NEW_DIAGRAM = changed("会签", "复签")[DIAGRAM]
OWNER, HEAD = "jiang", "gao"
OTHERS = ["lin", "zhou", "chen", "gao", "xu", "shen", "admin"]


def begun(bank: Bank, version: int | None = 1) -> int:
    made: int = bank.execute(BeginDraft(KEY, version), OWNER)
    return made


def draft(bank: Bank, draft_id: int) -> DefinitionDraft:
    with bank.runtime.read_session() as session:
        found = session.get_one(DefinitionDraft, draft_id)
        assert found.files is not None
        return found


def digest(bank: Bank, draft_id: int) -> str:
    return digest_of(files_of(draft(bank, draft_id)))


def save(bank: Bank, draft_id: int, content: bytes = NEW_DIAGRAM, revision: int = 1, path: str = DIAGRAM) -> int:
    made: int = bank.execute(SaveDraftFile(draft_id, path, content, revision), OWNER)
    return made


def submitted(bank: Bank) -> int:
    draft_id = begun(bank)
    save(bank, draft_id)
    bank.execute(SubmitDraft(draft_id, REASON), OWNER)
    return draft_id


def test_a_draft_becomes_the_next_version_by_a_second_person(small: Bank) -> None:
    draft_id = submitted(small)
    assert small.execute(PublishDraft(draft_id, digest(small, draft_id)), HEAD) == 2
    before, after = versions(small)
    with small.runtime.read_session() as session:
        files = {one.path: one.content for one in session.merge(after, load=False).files}
        assert files == {**folder(KEY), DIAGRAM: NEW_DIAGRAM}
    assert (after.reason, after.published_by) == (REASON, small.actor(HEAD).name)
    assert before.digest == digest_of(folder(KEY))
    assert draft(small, draft_id).status == "published"
    told = [event.action for event in events(small, f"definition:{KEY}")]
    assert told[-5:] == ["draft:begin", "draft:save", "draft:submit", "definition:publish", "draft:publish"]


@pytest.mark.parametrize("login", OTHERS)
def test_only_process_owners_draft(small: Bank, login: str) -> None:
    draft_id = begun(small)
    for command in (
        BeginDraft("another", None, {}),
        SaveDraftFile(draft_id, DIAGRAM, NEW_DIAGRAM, 1),
        SaveDraftFiles(draft_id, {DIAGRAM: NEW_DIAGRAM}),
        RemoveDraftFile(draft_id, ENTRY, 1),
        KeepFile(draft_id, DIAGRAM, NEW_DIAGRAM, 1),
        SubmitDraft(draft_id, REASON),
        DiscardDraft(draft_id),
    ):
        with pytest.raises(NotAllowed):
            small.execute(command, login)
    assert files_of(draft(small, draft_id)) == folder(KEY)


@pytest.mark.parametrize("login", ["jiang", "lin", "zhou", "xu", "shen", "admin"])
def test_only_the_command_centre_publishes(small: Bank, login: str) -> None:
    draft_id = submitted(small)
    with pytest.raises(NotAllowed):
        small.execute(PublishDraft(draft_id, digest(small, draft_id)), login)
    with pytest.raises(NotAllowed):
        small.execute(PublishDefinition(changed("会签", "复签"), REASON), login)
    assert len(versions(small)) == 1


def test_who_changed_a_draft_cannot_publish_it_whatever_the_role(small: Bank) -> None:
    draft_id = submitted(small)
    with small.runtime.writer.begin() as connection:
        row = {"draft_id": draft_id, "user_id": small.actor(HEAD).user_id}
        connection.execute(DraftAuthor.__table__.insert(), row)
    with pytest.raises(OwnDraft):
        small.execute(PublishDraft(draft_id, digest(small, draft_id)), HEAD)
    assert small.execute(PublishDraft(draft_id, digest(small, draft_id)), "chen") == 2


def test_the_second_save_of_two_is_refused_and_shown_what_came_first(small: Bank) -> None:
    draft_id = begun(small)
    assert save(small, draft_id) == 2
    mine = changed("会签", "三签")[DIAGRAM]
    with pytest.raises(FileChanged) as refused:
        save(small, draft_id, mine)
    seen = refused.value
    assert (seen.by, seen.revision, seen.content) == (small.actor(OWNER).name, 2, NEW_DIAGRAM)
    assert save(small, draft_id, mine, 2) == 3
    assert files_of(draft(small, draft_id))[DIAGRAM] == mine


def test_a_file_removed_meanwhile_is_told_and_can_come_back_as_a_new_one(small: Bank) -> None:
    draft_id = begun(small)
    small.execute(RemoveDraftFile(draft_id, ENTRY, 1), OWNER)
    with pytest.raises(FileChanged) as refused:
        save(small, draft_id, folder(KEY)[ENTRY] + b"\n", 1, ENTRY)
    assert refused.value.by is None
    assert save(small, draft_id, folder(KEY)[ENTRY], 0, ENTRY) == 1
    with pytest.raises(FileChanged):
        small.execute(RemoveDraftFile(draft_id, ENTRY, 7), OWNER)


def test_saving_the_same_again_changes_nothing(small: Bank) -> None:
    draft_id = begun(small)
    assert save(small, draft_id, folder(KEY)[DIAGRAM]) == 1
    assert events(small, f"definition:{KEY}")[-1].action == "draft:begin"


def test_what_is_kept_is_its_persons_alone_and_gone_once_saved(small: Bank) -> None:
    draft_id = begun(small)
    small.execute(KeepFile(draft_id, DIAGRAM, b"<half", 1), OWNER)
    with small.runtime.read_session() as session:
        kept = session.scalars(select(KeptFile)).one()
        assert (kept.content, kept.revision, kept.user_id) == (b"<half", 1, small.actor(OWNER).user_id)
    assert files_of(draft(small, draft_id)) == folder(KEY)
    save(small, draft_id)
    with small.runtime.read_session() as session:
        assert session.scalars(select(KeptFile)).all() == []


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        (DIAGRAM, b"<half", "not_xml"),
        (DIAGRAM, b"<!DOCTYPE a><a/>", "doctype"),
        (ENTRY, b"{", "not_json"),
        ("../up.bpmn", NEW_DIAGRAM, "file_name"),
        ("run.exe", b"MZ", "unknown_file"),
        ("parameters.json", b"{}", "unknown_file"),
        (DIAGRAM, b"<a>" + b" " * 2_000_000 + b"</a>", "too_large"),
    ],
)
def test_what_no_editor_could_open_again_is_not_saved(small: Bank, path: str, content: bytes, code: str) -> None:
    draft_id = begun(small)
    for command in (SaveDraftFile(draft_id, path, content, 1), SaveDraftFiles(draft_id, {path: content})):
        with pytest.raises(DefinitionRefused) as refused:
            small.execute(command, OWNER)
        assert code in [problem.code for problem in refused.value.problems]
    assert files_of(draft(small, draft_id)) == folder(KEY)


def test_what_cannot_run_can_be_saved_and_not_submitted(small: Bank) -> None:
    draft_id = begun(small)
    save(small, draft_id, changed('value="test_entry"', 'value="x"')[DIAGRAM])
    with pytest.raises(DefinitionRefused):
        small.execute(SubmitDraft(draft_id, REASON), OWNER)
    assert (draft(small, draft_id).status, draft(small, draft_id).reason) == ("editing", "")


def test_a_submitted_draft_cannot_be_edited_until_it_is_given_back(small: Bank) -> None:
    draft_id = submitted(small)
    for command in (
        SaveDraftFile(draft_id, DIAGRAM, folder(KEY)[DIAGRAM], 2),
        RemoveDraftFile(draft_id, ENTRY, 1),
        KeepFile(draft_id, DIAGRAM, b"", 2),
        SubmitDraft(draft_id, REASON),
    ):
        with pytest.raises(DraftClosed):
            small.execute(command, OWNER)
    small.execute(ReturnDraft(draft_id, "缺少说明"), HEAD)
    assert draft(small, draft_id).comment == "缺少说明"
    assert save(small, draft_id, folder(KEY)[DIAGRAM], 2) == 3
    with pytest.raises(DraftUnchanged):
        small.execute(SubmitDraft(draft_id, REASON), OWNER)


def test_what_is_published_is_what_was_looked_at(small: Bank) -> None:
    draft_id = submitted(small)
    seen = digest(small, draft_id)
    small.execute(ReturnDraft(draft_id), OWNER)
    save(small, draft_id, changed("会签", "三签")[DIAGRAM], 2)
    with pytest.raises(DraftClosed):
        small.execute(PublishDraft(draft_id, seen), HEAD)
    small.execute(SubmitDraft(draft_id, REASON), OWNER)
    with pytest.raises(DraftChanged):
        small.execute(PublishDraft(draft_id, seen), HEAD)
    assert len(versions(small)) == 1


def test_one_draft_of_a_process_at_a_time(small: Bank) -> None:
    draft_id = begun(small)
    with pytest.raises(DraftExists):
        begun(small)
    small.execute(DiscardDraft(draft_id), OWNER)
    with pytest.raises(DraftClosed):
        small.execute(DiscardDraft(draft_id), OWNER)
    assert begun(small) > draft_id


def test_a_version_that_came_meanwhile_is_not_lost_unseen(small: Bank) -> None:
    draft_id = begun(small)
    save(small, draft_id)
    as_system(small, PublishDefinition(changed("会签", "三签"), "shipped"))
    with pytest.raises(DraftOutdated):
        small.execute(SubmitDraft(draft_id, REASON), OWNER)


def test_an_older_version_is_restored_as_a_draft(small: Bank) -> None:
    draft_id = submitted(small)
    small.execute(PublishDraft(draft_id, digest(small, draft_id)), HEAD)
    restored = begun(small, 1)
    small.execute(SubmitDraft(restored, "恢复第一版"), OWNER)
    assert small.execute(PublishDraft(restored, digest(small, restored)), HEAD) == 3
    assert versions(small)[2].digest == versions(small)[0].digest


def test_the_first_version_of_a_new_process_is_drafted(bank: Bank) -> None:
    draft_id: int = bank.execute(BeginDraft(KEY, None, folder(KEY)), OWNER)
    bank.execute(SubmitDraft(draft_id, "新流程"), OWNER)
    assert bank.execute(PublishDraft(draft_id, digest(bank, draft_id)), HEAD) == 1


def test_an_unknown_version_or_process_is_not_found(small: Bank) -> None:
    for command in (BeginDraft(KEY, 9), BeginDraft("unknown", None), BeginDraft(KEY, None, folder(KEY))):
        with pytest.raises(NotFound):
            small.execute(command, OWNER)
