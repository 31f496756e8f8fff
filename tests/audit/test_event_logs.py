"""XES and OCEL logs of real cycles: well-formed by their standards' rules, complete, by time, about known objects."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Generator
from datetime import datetime
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import select

from processes.context import bank_day
from processes.models import HistoryEvent
from services.exports.ocel import OcelLog
from services.exports.recording import Tally
from services.exports.xes import _attributes, xes_chunks
from services.finding.filters import CycleFilter
from services.models import User
from services.readings.finding import Finding
from services.readings.mining import TRANSITIONS, Mining
from tests.audit.eventful import Eventful, eventful
from tests.support.bank import Bank

X = "{http://www.xes-standard.org/}"
LIFE_CYCLE = {
    *("assign", "ate_abort", "autoskip", "complete", "manualskip", "pi_abort", "reassign", "resume", "schedule"),
    *("start", "suspend", "unknown", "withdraw"),
}
STEPS = {
    *("collect_status_record", "assess_relationship", "rate_customer", "approve_tier", "draft_plan", "review_plan"),
    *("break_down_tasks", "write_summary", "write_report", "give_guidance", "decide_improvements"),
}


@pytest.fixture
def cycles(bank: Bank) -> Eventful:
    return eventful(bank)


def exported(bank: Bank, kind: str, language: str = "zh", login: str = "shen", **wanted: str) -> bytes:
    tally = Tally()
    with bank.runtime.read_session() as session:
        finding = Finding(session, bank.actor(login), CycleFilter.read(wanted), bank_day(bank.clock()))
        mining = Mining(bank.runtime, session, finding, language)
        log: Generator[bytes]
        log = xes_chunks(mining.cycles(), tally) if kind == "xes" else OcelLog(session, finding, mining, tally).chunks()
        return b"".join(log)


def attributes(node: etree._Element) -> dict[str, str]:
    return {one.get("key"): one.get("value") for one in node if one.get("key")}


def stored(bank: Bank, action: str) -> int:
    with bank.runtime.read_session() as session:
        found = select(HistoryEvent).where(HistoryEvent.action == action, HistoryEvent.stream.startswith("instance:"))
        return len(session.scalars(found).all())


def test_the_xes_log_keeps_the_rules_of_its_standard(bank, cycles):
    log = etree.fromstring(exported(bank, "xes"))
    assert log.tag == f"{X}log"
    assert log.get("xes.version") == "1849-2016"
    order = [etree.QName(node).localname for node in log]
    parts = ("extension", "global", "global", "classifier", "classifier", "string")
    assert order == ["extension"] * 3 + list(parts) + ["trace"] * 7
    assert {one.get("prefix") for one in log.iter(f"{X}extension")} == {"concept", "lifecycle", "org", "time"}
    scopes = {one.get("scope"): set(attributes(one)) for one in log.iter(f"{X}global")}
    assert scopes == {"trace": {"concept:name"}, "event": {"concept:name", "lifecycle:transition", "time:timestamp"}}
    known = {f"{X}{name}" for name in ("string", "date", "int", "boolean")}
    for holder in (*log.iter(f"{X}trace"), *log.iter(f"{X}event")):
        scope = etree.QName(holder).localname
        assert scopes[scope] <= set(attributes(holder))
        keys = [one.get("key") for one in holder if one.tag in known]
        assert len(keys) == len(set(keys))
        assert {one.tag for one in holder} <= known | {f"{X}event"}
    for classifier in log.iter(f"{X}classifier"):
        assert set((classifier.get("keys") or "").split()) <= scopes["event"]


def test_every_event_of_a_trace_has_its_element_person_role_and_transition_by_time(bank, cycles):
    log = etree.fromstring(exported(bank, "xes"))
    events = [attributes(one) for one in log.iter(f"{X}event")]
    assert {one["lifecycle:transition"] for one in events} <= LIFE_CYCLE
    assert sum(one["history"] != "" for one in events) == sum(stored(bank, action) for action in TRANSITIONS)
    for trace in log.iter(f"{X}trace"):
        moments = [datetime.fromisoformat(attributes(one)["time:timestamp"]) for one in trace.iter(f"{X}event")]
        assert moments == sorted(moments)
        assert all(moment.tzinfo for moment in moments)
    done = [one for one in events if one["element"] == "approve_tier" and one["lifecycle:transition"] == "complete"]
    assert {one["org:role"] for one in done} <= {"cc", "cc_head"}
    assert {one["concept:name"] for one in done} == {done[0]["concept:name"]}
    with bank.runtime.read_session() as session:
        names = set(session.scalars(select(User.name)))
    assert {one["org:resource"] for one in events} <= names | {"system"}
    assert {one["org:resource"] for one in events if one["lifecycle:transition"] == "schedule"} == {"system"}


def test_names_are_in_the_readers_language_and_ids_in_none(bank, cycles):
    wanted = {"state": "completed"}
    names = {
        language: {
            attributes(one)["element"]: attributes(one)["concept:name"]
            for one in etree.fromstring(exported(bank, "xes", language, **wanted)).iter(f"{X}event")
        }
        for language in ("zh", "en")
    }
    assert set(names["en"]) >= STEPS
    assert set(names["zh"]) == set(names["en"])
    for element in STEPS:
        assert names["zh"][element].endswith(f"({element})")
        assert names["en"][element].isascii()
        assert not names["zh"][element].isascii()


def test_a_trace_tells_of_its_cycle(bank, cycles):
    (trace,) = etree.fromstring(exported(bank, "xes", text="K0002")).iter(f"{X}trace")
    told = attributes(trace)
    assert told["concept:name"] == str(cycles.returned)
    assert (told["customer number"], told["tier"], told["outcome"]) == ("K0002", "B", "improve")
    assert (told["returned"], told["operator acted"]) == ("true", "false")


@pytest.mark.parametrize("text", ["<&>\"'", "a\x00\x08\ud800b", "\t\n\r", "]]>", "岚\U0001f600"])
def test_no_text_breaks_the_xes_log(text):
    node = etree.fromstring(f"<event>{_attributes({'concept:name': text})}</event>")
    assert node[0].get("value") == text.replace("\x00\x08\ud800", "")


def test_the_ocel_log_keeps_the_rules_of_its_standard(bank, cycles):
    log = json.loads(exported(bank, "ocel"))
    assert set(log) == {"objectTypes", "eventTypes", "objects", "events"}
    for types, entries in (("objectTypes", "objects"), ("eventTypes", "events")):
        declared = {one["name"]: {part["name"]: part["type"] for part in one["attributes"]} for one in log[types]}
        assert len(declared) == len(log[types])
        ids = Counter(one["id"] for one in log[entries])
        assert [key for key, count in ids.items() if count > 1] == []
        for entry in log[entries]:
            assert {part["name"] for part in entry["attributes"]} <= set(declared[entry["type"]])
            assert all(isinstance(part["value"], str) for part in entry["attributes"])
        assert {one["type"] for one in log[entries]} == set(declared)
    objects = {one["id"]: one["type"] for one in log["objects"]}
    links = [link for one in (*log["events"], *log["objects"]) for link in one["relationships"]]
    assert [link for link in links if link["objectId"] not in objects] == []
    assert all(link["qualifier"] for link in links)
    assert all(datetime.fromisoformat(one["time"]).tzinfo for one in log["events"])


def test_the_objects_of_an_ocel_log_are_what_the_cycles_are_about(bank, cycles):
    log = json.loads(exported(bank, "ocel", state="completed"))
    kinds = Counter(one["type"] for one in log["objects"])
    assert set(kinds) == {"customer", "cycle", "work item", "plan version", "task", "person"}
    assert (kinds["cycle"], kinds["customer"], kinds["plan version"]) == (2, 2, 1)
    objects = {one["id"]: one["type"] for one in log["objects"]}
    approved = next(one for one in log["events"] if "(approve_tier)" in one["type"] and one["type"].endswith(")"))
    assert {link["qualifier"]: objects[link["objectId"]] for link in approved["relationships"]} == {
        "in cycle": "cycle", "about customer": "customer", "on work item": "work item", "done by": "person",
    }  # fmt: skip
    qualifiers: Counter[Any] = Counter(
        (objects[link["objectId"]], link["qualifier"]) for one in log["events"] for link in one["relationships"]
    )
    assert qualifiers["task", "in task"]
    assert qualifiers["plan version", "on plan version"] == 2


def test_a_log_holds_no_cycle_that_its_reader_does_not_see(bank, cycles):
    numbers = {
        login: {
            attributes(one)["customer number"]
            for one in etree.fromstring(exported(bank, "xes", login=login)).iter(f"{X}trace")
        }
        for login in ("lin", "zhou", "shen", "jiang")
    }
    assert numbers["jiang"] == set()
    assert numbers["lin"] < numbers["zhou"] < numbers["shen"]
    for kind in ("customer", "cycle"):
        log = json.loads(exported(bank, "ocel", login="lin"))
        assert sum(one["type"] == kind for one in log["objects"]) == len(numbers["lin"])


@pytest.mark.filterwarnings("ignore")  # another's program warns of what it would rather have
def test_pm4py_reads_both_logs_and_discovers_the_steps_of_the_procedure(bank, cycles, tmp_path):
    pm4py = pytest.importorskip("pm4py", reason="the dependency group `mining` is not installed")
    (tmp_path / "cycles.xes").write_bytes(exported(bank, "xes", "en", state="completed"))
    log = pm4py.read_xes(str(tmp_path / "cycles.xes"))
    log = log[log["lifecycle:transition"] == "complete"]
    tree = pm4py.discover_process_tree_inductive(log)
    found = {name for name in _labels(tree) if name}
    assert {step for step in STEPS if any(f"({step})" in name for name in found)} == STEPS
    graph, begins, _ends = pm4py.discover_dfg(log)
    assert any("(approve_tier)" in before and "(record_tier)" in after for before, after in graph)
    assert sum(begins.values()) == 2
    (tmp_path / "cycles.json").write_bytes(exported(bank, "ocel", "en", state="completed"))
    ocel = pm4py.read_ocel2_json(str(tmp_path / "cycles.json"))
    assert set(ocel.objects["ocel:type"]) == {"customer", "cycle", "work item", "plan version", "task", "person"}
    activities = pm4py.discover_ocdfg(ocel)["activities"]
    assert {step for step in STEPS if any(f"({step})" in name for name in activities)} == STEPS


def _labels(tree: Any) -> set[str | None]:
    return {tree.label}.union(*(_labels(child) for child in tree.children))


def test_the_logs_are_utf_8(bank, cycles):
    for kind in ("xes", "ocel"):
        text = io.TextIOWrapper(io.BytesIO(exported(bank, kind)), encoding="utf-8", errors="strict").read()
        assert "客户" in text
