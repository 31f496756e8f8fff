"""Previews and try-outs show made-up files: nothing is sent, nothing can be opened, nothing is left behind."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from processes.commands import BeginDraft, SaveDraftFile
from processes.forms.attached import sample_attached
from processes.models import FormSubmission
from processes.scenarios import Complete, GoOn, TryOut
from services.shipped import process_files
from services.tryout.replay import Replay
from tests.attachments.making import FIELD, stored, with_files
from tests.support.bank import Bank
from tests.tryout.trying import AROUND, CYCLE, MONDAY, WORLDS, tried
from tests.web.conftest import app, signed_in

__all__ = ["app"]
PATH = "forms/status-record.json"
FILES = {**process_files(CYCLE), PATH: with_files(process_files(CYCLE)[PATH], required=True)}


@pytest.fixture
def database_kind() -> str:
    """A try-out has a database of its own."""
    return "sqlite"


def test_a_try_out_really_attaches_the_made_up_file_in_its_own_world():
    steps = (Complete("collect_status_record"), GoOn("assess_relationship"))
    with WORLDS.opened(FILES, AROUND) as (world, prepared):
        replay = Replay(world, prepared, TryOut(MONDAY, CYCLE, steps=steps))
        replay.run()
        assert replay.refusal is None
        with world.runtime.read_session() as session:
            found = select(FormSubmission).where(FormSubmission.form_key == "status-record")
            kept = session.scalars(found).one().values["files"]
    assert kept == [{**sample_attached(FIELD["kinds"]).value, "id": 1}]


def test_a_try_out_without_the_file_is_refused_as_the_form_says():
    step = Complete("collect_status_record", values={"customer_name": ("苏州恒岚",)}, refused="FormInvalid")
    assert tried(step, files=FILES).refusal is None


def test_its_page_takes_no_files_and_opens_none(app: Flask, bank: Bank):
    draft = bank.execute(BeginDraft(CYCLE, 1), "jiang")
    bank.execute(SaveDraftFile(draft, PATH, FILES[PATH], 1), "jiang")
    client = signed_in(app, "jiang")
    shown = client.post(
        f"/drafts/{CYCLE}/try-out",
        data={"_tryout": TryOut(MONDAY, CYCLE).dump().decode(), "_do": "open:collect_status_record#1"},
    ).text
    assert '<input type="checkbox" name="files" value="0" checked>' in shown
    assert "示例.txt" in shown
    for absent in ('type="file"', "/attachments/", "multipart"):
        assert absent not in shown
    assert stored(bank) == []


def test_the_preview_shows_the_real_chooser_and_a_file_that_leads_nowhere(app: Flask, bank: Bank):
    bank.execute(BeginDraft(CYCLE, 1), "jiang")
    client = signed_in(app, "jiang")

    def asked(language: str = "en", **more: object) -> str:
        body = {"content": FILES[PATH].decode(), "language": language, **more}
        answer = client.post(f"/drafts/{CYCLE}/preview/{PATH}", json=body)
        assert answer.status_code == 200
        return str(answer.text)

    shown = asked()
    assert 'name="_files-files"' in asked(values={"_detach": ["files.0"], "files": ["0"]})
    assert "示例.txt" in shown
    assert "/attachments/" not in shown
    assert "one file of at most 10 MB" in shown
    assert "一个文件，不超过 10 MB" in asked("zh")
    assert "示例.txt" not in asked(values={"_detach": ["files.0"], "files": ["0"]})
    assert 'id="files-error"' in asked(values={"customer_name": ["x"]}, check=True)
    assert 'id="files-error"' not in asked(values={"customer_name": ["x"], "files": ["0"]}, check=True)
    on_paper = asked(print=True)
    assert "示例.txt" in on_paper
    assert "32 B" in on_paper
    assert json.loads(FILES[PATH])["key"] == "status-record"
