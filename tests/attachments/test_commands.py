"""Files of a form: attached for oneself, kept for good with the form, read by whoever reads the form, and each time
told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import event, text

from processes.actors import SYSTEM
from processes.commands import (
    AttachFile,
    CancelInstance,
    CompleteWorkItem,
    DetachFile,
    DownloadAttachment,
    UnclaimWorkItem,
)
from processes.commands.pruning import FILES_KEPT, PruneFinished
from processes.errors import FormInvalid, ItemFinished, ItemTaken, KeyReused, NotFound
from processes.history import first_broken
from processes.models import FormSubmission, Instance
from tests.attachments.making import (
    HTML,
    PDF,
    PNG,
    TXT,
    contents,
    publish_handover,
    publish_procedure,
    stored,
    submitted_file,
    told,
)
from tests.paths.walking import Walker
from tests.runtime.small import events, instance_row, item_at, start
from tests.runtime.test_races import at_once
from tests.support.bank import Bank

FILE = partial(AttachFile, field_id="files", name="纪要.txt", content=TXT)
MANY = {"multiple": True, "max_files": 3, "max_mb": 1}


@pytest.fixture
def item(small: Bank) -> Iterator[int]:
    """lin's form of a running handover, which takes up to three files of 1 MB."""
    publish_handover(small, **MANY)
    yield item_at(small, start(small, "handover"), "enter_amount").id
    for stream in {f"instance:{row.instance_id}" for row in stored(small)}:
        assert first_broken(events(small, stream)) is None


def submit(bank: Bank, item: int, *files: int, key: str | None = None) -> dict[str, object]:
    posted = {"amount": ["3"], "files": [str(file) for file in files]}
    answer: dict[str, object] = bank.execute(CompleteWorkItem(item, posted), "lin", key)
    return answer


def submitted(bank: Bank) -> dict[str, object]:
    with bank.runtime.read_session() as session:
        return session.query(FormSubmission).order_by(FormSubmission.id.desc()).first().values


def codes(refused: pytest.ExceptionInfo[FormInvalid]) -> list[tuple[str, str]]:
    return [(error.path, error.code) for error in refused.value.errors]


def test_a_file_is_kept_with_its_digest_and_only_that_reaches_form_history_and_process(small: Bank, item: int) -> None:
    file = small.execute(FILE(item), "lin")
    submit(small, item, file)
    row, digest = stored(small)[0], hashlib.sha256(TXT).hexdigest()
    assert (row.name, row.media_type, row.size, row.sha256) == ("纪要.txt", "text/plain", len(TXT), digest)
    assert (row.uploaded_by_name, row.uploaded_at, row.field_id) == ("林知远", small.clock.now, "files")
    assert row.submission_id is not None
    assert contents(small) == {file: TXT}
    kept = {"id": file, "name": "纪要.txt", "media_type": "text/plain", "size": len(TXT), "sha256": digest}
    assert submitted(small)["files"] == [kept]
    stream = " ".join(event.context for event in events(small, f"instance:{row.instance_id}"))
    assert stream.count(digest) == 2  # as it was attached and as it was submitted
    assert "纪要" not in stream
    assert told(small, "item:complete")[0][1]["attachments"] == [{"id": file, "size": len(TXT), "sha256": digest}]
    assert "files" not in str(instance_row(small, row.instance_id).data)


def test_files_may_reach_process_data_as_what_they_are_and_never_as_bytes(small: Bank) -> None:
    publish_handover(small, process=True)
    instance_id = start(small, "handover")
    item = item_at(small, instance_id, "enter_amount").id
    file = small.execute(FILE(item), "lin")
    submit(small, item, file)
    assert instance_row(small, instance_id).data["enter_amount"]["files"][0]["id"] == file


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "empty_file"),
        ("a.txt", b"a" * 1_000_001, "file_too_large"),
        ("a.docx", PDF, "kind_not_allowed"),
        ("a.pdf", HTML, "content_mismatch"),
        ("a.svg", HTML, "kind_not_allowed"),
    ],
)
def test_a_refused_file_is_named_for_its_field_and_nothing_is_stored(
    small: Bank, item: int, name, content, code
) -> None:
    with pytest.raises(FormInvalid) as refused:
        small.execute(AttachFile(item, "files", name, content), "lin")
    assert codes(refused) == [("files", code)]
    assert refused.value.errors[0].params["file"] == name
    assert stored(small) == []
    assert told(small, "attachment:add") == []


def test_a_file_at_the_limit_is_taken_and_the_same_one_twice_is_one(small: Bank, item: int) -> None:
    first = small.execute(AttachFile(item, "files", "a.txt", b"a" * 1_000_000), "lin")
    assert small.execute(AttachFile(item, "files", "b.txt", b"a" * 1_000_000), "lin") == first
    assert len(stored(small)) == 1


def test_a_file_more_than_are_allowed_is_refused_also_when_all_come_at_once(small: Bank, item: int) -> None:
    got = at_once(lambda number: small.execute(AttachFile(item, "files", "a.txt", b"text %d" % number), "lin"))
    refused = [error for error in got if isinstance(error, FormInvalid)]
    assert [error.errors[0].code for error in refused] == ["too_many_files"] * 3
    assert len(stored(small)) == len(contents(small)) == 3


def test_one_request_sent_several_times_stores_one_file_and_another_with_its_key_is_refused(
    small: Bank, item: int
) -> None:
    got = at_once(lambda _: small.execute(FILE(item), "lin", key="page"))
    assert len(set(map(str, got))) == len(stored(small)) == 1
    with pytest.raises(KeyReused):
        small.execute(AttachFile(item, "files", "纪要.txt", TXT + b"."), "lin", key="page")


def test_what_fails_while_a_file_is_stored_leaves_nothing_of_it(small: Bank, item: int) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO history_event"):
            raise RuntimeError("broken on purpose")

    event.listen(small.runtime.writer, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        small.execute(FILE(item), "lin")
    event.remove(small.runtime.writer, "before_cursor_execute", fail)
    assert (stored(small), contents(small)) == ([], {})
    assert small.execute(FILE(item), "lin") in contents(small)


def test_a_submission_races_with_the_removal_of_its_file_and_never_names_one_that_is_gone(
    small: Bank, item: int
) -> None:
    file = small.execute(FILE(item), "lin")

    def act(number: int) -> object:
        return submit(small, item, file) if number % 2 else small.execute(DetachFile(item, file), "lin")

    got = at_once(act)
    done = [answer for answer in got if isinstance(answer, dict)]
    assert len(done) == (1 if stored(small) else 0)
    assert all(isinstance(one, dict | None | ItemFinished | FormInvalid | NotFound) for one in got)
    if done:
        assert contents(small) == {file: TXT}


def test_only_what_the_form_names_is_kept_and_the_rest_is_removed_with_it(small: Bank, item: int) -> None:
    kept, left = (small.execute(AttachFile(item, "files", f"{n}.txt", b"text %d" % n), "lin") for n in (1, 2))
    submit(small, item, kept)
    assert [row.id for row in stored(small)] == list(contents(small)) == [kept]
    assert [context["attachment"] for _, context in told(small, "attachment:remove")] == [left]


def test_a_file_is_removed_by_its_owner_before_it_is_submitted_and_by_nobody_after(small: Bank, item: int) -> None:
    first, second = (small.execute(AttachFile(item, "files", f"{n}.txt", b"text %d" % n), "lin") for n in (1, 2))
    with pytest.raises(NotFound):
        small.execute(DetachFile(item, first), "zhou")
    small.execute(DetachFile(item, first), "lin")
    small.execute(DetachFile(item, first), "lin")  # a second click does nothing
    assert list(contents(small)) == [second]
    with pytest.raises(FormInvalid) as refused:
        submit(small, item, first, second)
    assert codes(refused) == [("files", "attachment_gone")]
    submit(small, item, second)
    with pytest.raises(ItemFinished):
        small.execute(DetachFile(item, second), "lin")
    with pytest.raises(ItemFinished):
        small.execute(FILE(item), "lin")


def test_nobody_names_a_file_that_another_attached(small: Bank) -> None:
    publish_handover(small)
    mine, others = (item_at(small, start(small, "handover"), "enter_amount").id for _ in range(2))
    file = small.execute(FILE(others), "lin")
    with pytest.raises(FormInvalid) as refused:
        submit(small, mine, file)
    assert codes(refused) == [("files", "attachment_gone")]


def test_a_required_file_is_missed_and_a_single_one_stays_single(small: Bank) -> None:
    publish_handover(small, required=True)
    item = item_at(small, start(small, "handover"), "enter_amount").id
    with pytest.raises(FormInvalid) as refused:
        submit(small, item)
    assert codes(refused) == [("files", "required")]
    file = small.execute(FILE(item), "lin")
    with pytest.raises(FormInvalid) as refused:
        small.execute(AttachFile(item, "files", "b.png", PNG), "lin")
    assert codes(refused) == [("files", "too_many_files")]
    submit(small, item, file)


def test_a_form_that_takes_no_files_gets_none(small: Bank, item: int) -> None:
    for field in ("amount", "element", "nothing"):
        with pytest.raises(NotFound):
            small.execute(AttachFile(item, field, "a.txt", TXT), "lin")
    publish_handover(small, read_only=True)
    other = item_at(small, start(small, "handover"), "enter_amount").id
    with pytest.raises(NotFound):
        small.execute(FILE(other), "lin")


def test_attaching_claims_a_groups_item_and_what_one_leaves_the_next_neither_sees_nor_submits(bank: Bank) -> None:
    publish_procedure(bank, "bank-figures")
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    item = walker.desk.seat(cycle, "supply_bank_figures").item_id
    file = bank.execute(FILE(item), "xu")
    with pytest.raises(ItemTaken):
        bank.execute(FILE(item), "ma")
    bank.execute(UnclaimWorkItem(item), "xu")
    with pytest.raises(NotFound):
        bank.execute(DownloadAttachment(file), "ma")
    posted = walker.desk.posted(walker.desk.seat(cycle, "supply_bank_figures"), {})
    bank.execute(CompleteWorkItem(item, posted), "ma")
    assert stored(bank) == []


def test_before_it_is_submitted_a_file_is_its_owners_alone_and_every_reading_is_told(small: Bank, item: int) -> None:
    file = small.execute(FILE(item), "lin")
    for login in ("zhou", "gao", "shen", "xu", "qian", "jiang", "admin"):
        with pytest.raises(NotFound):
            small.execute(DownloadAttachment(file), login)
    got = small.execute(DownloadAttachment(file), "lin")
    assert (got.name, got.media_type, got.content) == ("纪要.txt", "text/plain", TXT)
    assert [who for who, _ in told(small, "attachment:download")] == ["林知远"]
    small.execute(CancelInstance(stored(small)[0].instance_id, "不再需要"), "zhou")
    with pytest.raises(NotFound):
        small.execute(DownloadAttachment(file), "lin")


def test_bytes_can_be_erased_while_name_digest_and_history_stay(small: Bank, item: int) -> None:
    file = small.execute(FILE(item), "lin")
    submit(small, item, file)
    with small.runtime.writer.begin() as connection:
        connection.execute(text("DELETE FROM attachment_content"))
    with pytest.raises(NotFound):
        small.execute(DownloadAttachment(file), "lin")
    assert stored(small)[0].sha256 == hashlib.sha256(TXT).hexdigest()


def test_files_that_nobody_submits_are_cleared_away_and_submitted_ones_never(small: Bank) -> None:
    publish_handover(small)
    items = [item_at(small, start(small, "handover"), "enter_amount").id for _ in range(3)]
    kept, left, gone = (small.execute(FILE(item), "lin") for item in items)
    submit(small, items[0], kept)
    small.execute(CancelInstance(stored(small)[2].instance_id, "不再需要"), "zhou")
    small.runtime.execute(PruneFinished(), SYSTEM)
    assert sorted(contents(small)) == [kept, left]
    small.clock.advance(seconds=FILES_KEPT.total_seconds())
    small.runtime.execute(PruneFinished(), SYSTEM)
    assert sorted(contents(small)) == [kept, left]
    small.clock.advance(seconds=1)
    small.runtime.execute(PruneFinished(), SYSTEM)
    assert [row.id for row in stored(small)] == list(contents(small)) == [kept]
    removed = {(who, context["attachment"]) for who, context in told(small, "attachment:remove")}
    assert removed == {("system", gone), ("system", left)}


def test_a_form_that_comes_back_keeps_its_files_and_may_leave_some_out(bank: Bank) -> None:
    publish_procedure(bank, "assessment", **MANY)
    walker = Walker(bank.runtime)
    cycle = walker.start_cycle("K1004")
    walker.walk(cycle, ["collect_status_record", "supply_bank_figures"])
    first = submitted_file(bank, cycle, "assess_relationship")
    walker.walk(cycle, ["map_relations", ("confirm_assessment", {"decision": "return", "comments": "请补充依据"})])
    seat = walker.desk.seat(cycle, "assess_relationship")
    with bank.runtime.read_session() as session:
        assert session.get_one(Instance, cycle).visits["assess_relationship"] == 1
    second = bank.execute(AttachFile(seat.item_id, "files", "b.txt", b"second"), seat.user.login)
    posted = {**walker.desk.posted(seat, {}), "files": [str(second)]}
    bank.execute(CompleteWorkItem(seat.item_id, posted), seat.user.login)
    assert sorted(contents(bank)) == [first, second]
