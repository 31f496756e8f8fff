"""A plan's whole file as PDF: what it holds, for whom, in which language; hostile texts; what is recorded of it."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select, update

from processes.commands import CompleteWorkItem
from processes.models import FormSubmission, HistoryEvent
from services.models import Customer
from services.readings.story import events_of
from tests.papers.reading import fonts_of, read, text_of
from tests.paths.walking import Walker
from tests.web.conftest import signed_in
from tests.web.test_recorded_reads import events
from web.papers.glyphs import BREAK, printable_text

HOSTILE = '#eval("1") $x$ *b* @ref <script>alert(1)</script> \u202eabc ]] #pagebreak() \\ "'


@pytest.fixture
def walker(bank):
    return Walker(bank.runtime)


@pytest.fixture
def cycle(walker) -> int:
    """lin's K1004, through to the end, with its tasks."""
    cycle = walker.start_cycle("K1004")
    walker.desk.run_to(cycle, "closed")
    return cycle


def taken(app, login: str, cycle: int, language: str = "zh") -> bytes:
    client = signed_in(app, login)
    client.post("/language", data={"language": language})
    answer = client.get(f"/audit/plan-file/{cycle}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer.data


def squeezed(text: str) -> str:
    return "".join(printable_text(text).replace(BREAK, "").split())


def test_the_file_holds_cover_forms_and_history_in_the_readers_language(app, bank, walker, cycle):
    customer = walker.customer("K1004")
    chinese, english = (text_of(taken(app, "shen", cycle, language)) for language in ("zh", "en"))
    for text in (chinese, english):
        assert squeezed(customer.name) in text
        assert customer.number in text
    for told in (
        "维护周期全卷",
        "客户状况记录表",
        "完成“",
        "历史记录核对",
        "最新检查点",
        "决策说明",
        "重新计算：与所存结果一致",
    ):
        assert squeezed(told) in chinese, told
    for told in (
        "The whole file of a plan",
        "completed “",
        "Newest checkpoint",
        "Who took part",
        "Decisions explained",
    ):
        assert squeezed(told) in english, told
    assert "Whole:" in english


def test_every_event_stands_in_it_with_its_hash_and_every_form_with_its_digest(app, bank, cycle):
    text = text_of(taken(app, "shen", cycle))
    with bank.runtime.read_session() as session:
        told = [event for event in events_of(session, cycle) if event.action != "path:take"]
        forms = session.scalars(select(FormSubmission).where(FormSubmission.instance_id == cycle)).all()
    assert told
    assert [event.seq for event in told if event.hash[:16] not in text] == []
    digests = [event.context["digest"] for event in told if event.action == "item:complete"]
    assert len(digests) == len(forms)
    assert [digest for digest in digests if digest not in text] == []


def test_an_event_says_from_where_it_came_and_an_intervention_its_reason(app, bank, walker):
    cycle = walker.start_cycle("K1004")
    signed_in(app, "zhou").post(f"/cycles/{cycle}/cancel", data={"reason": "客户已并入集团，另立档案"})
    text = text_of(taken(app, "shen", cycle))
    assert squeezed("来自 127.0.0.1") in text
    assert squeezed("人工干预: 客户已并入集团，另立档案") in text


def test_the_tasks_that_a_plan_started_stand_in_its_file(app, bank, cycle):
    with bank.runtime.read_session() as session:
        found = select(HistoryEvent.hash).where(HistoryEvent.stream.in_([f"instance:{cycle + n}" for n in (1, 2, 3)]))
        hashes = [one.hex()[:16] for one in session.scalars(found.where(HistoryEvent.action != "path:take"))]
    text = text_of(taken(app, "shen", cycle))
    assert hashes
    assert [one for one in hashes if one not in text] == []


def test_a_forms_labels_stand_beside_what_they_say(app, bank, cycle):
    text = text_of(taken(app, "shen", cycle))
    with bank.runtime.read_session() as session:
        form = session.scalars(select(FormSubmission).where(FormSubmission.form_key == "status-record")).first()
        schema = bank.runtime.definitions.get(session, form.definition_version_id).forms["status-record"]
    labels = [field.label["zh"] for field in schema.fields if field.visible_if is None]
    assert len(labels) > 5
    assert [label for label in labels if squeezed(label) not in text] == []


def test_its_fonts_are_embedded_and_its_pages_counted(app, cycle):
    content = taken(app, "shen", cycle)
    assert fonts_of(content)
    assert all(fonts_of(content).values())
    pages = len(read(content).pages)
    assert pages > 10
    assert f"第{pages}页，共{pages}页" in text_of(content)
    assert any(page.mediabox.width > page.mediabox.height for page in read(content).pages)


def test_who_may_open_the_cycles_page_may_take_its_file_and_nobody_else(app, cycle):
    path = f"/audit/plan-file/{cycle}.pdf"
    told = {
        login: signed_in(app, login).get(path).status_code for login in ("lin", "zhou", "gao", "jiang", "xu", "admin")
    }
    assert told == {"lin": 200, "zhou": 200, "gao": 200, "jiang": 403, "xu": 403, "admin": 403}


def test_the_file_of_a_foreign_customer_is_not_there(app, walker):
    foreign = walker.start_cycle("K1002")
    assert signed_in(app, "lin").get(f"/audit/plan-file/{foreign}.pdf").status_code == 404
    assert signed_in(app, "shen").get("/audit/plan-file/999999.pdf").status_code == 404


def test_taking_it_along_is_recorded_as_an_export_and_as_a_reading(app, bank, walker, cycle):
    content = taken(app, "shen", cycle)
    begun, ended = events(bank, "exports")
    assert (begun[1], begun[2]["kind"], begun[2]["wanted"]) == ("export:begin", "plan_file", {"plan": str(cycle)})
    assert (ended[1], ended[2]["size"]) == ("export:end", len(content))
    assert ended[2]["sha256"] == hashlib.sha256(content).hexdigest()
    (read_by,) = events(bank, "views:")
    assert read_by[1] == "plan_file:view"
    assert read_by[2]["customers"] == [walker.customer("K1004").id]
    assert read_by[2]["key_persons"]


def test_what_somebody_edited_in_the_database_is_told_on_the_cover(app, bank, cycle):
    stream = f"instance:{cycle}"
    with bank.runtime.writer.begin() as connection:
        edited = update(HistoryEvent).where(HistoryEvent.stream == stream, HistoryEvent.seq == 3)
        assert connection.execute(edited.values(actor="am:无名")).rowcount == 1
    assert "不完整" in text_of(taken(app, "shen", cycle))


def test_hostile_texts_are_printed_as_they_are(app, bank, walker):
    cycle = walker.start_cycle("K1004")
    seat = walker.desk.seat(cycle, "collect_status_record")
    posted = walker.desk.posted(seat, {"operating_note": HOSTILE})
    bank.execute(CompleteWorkItem(seat.item_id, posted), "lin")
    assert squeezed(HOSTILE) in text_of(taken(app, "shen", cycle))


def test_a_rare_name_is_printed_and_a_longer_one_stays_on_the_page(app, bank, walker):
    cycle = walker.start_cycle("K1004")
    name = "𠮷㛃䶮" + "W" * 97
    with bank.runtime.writer.begin() as connection:
        connection.execute(update(Customer).where(Customer.number == "K1004").values(name=name))
    content = taken(app, "shen", cycle)
    assert name in text_of(content)
    right = [0.0]
    for page in read(content).pages:
        width = float(page.mediabox.width)
        page.extract_text(visitor_text=lambda text, _cm, tm, _f, _s, width=width: right.append(tm[4] / width))
    assert max(right) < 1
