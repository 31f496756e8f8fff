"""When the database is busy or the disk is full: 503, nothing lost, and the same form can be sent again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from processes.database.sqlite import module
from tests.paths.walking import Walker
from tests.web.conftest import signed_in

TYPED = {"address": "苏州市星汉街 9 号 <b>", "satisfaction_source": "客户来电" * 3000}  # long: no free page holds it


@pytest.fixture
def item(bank) -> int:
    """lin's status record of his customer."""
    walker = Walker(bank.runtime)
    return walker.desk.seat(walker.start_cycle("K0001"), "collect_status_record").item_id


@contextmanager
def another_writer(bank) -> Iterator[None]:
    """Somebody outside this process holds the database; our waiting is made short."""
    with bank.runtime.writer.connect() as connection:
        connection.connection.cursor().execute("PRAGMA busy_timeout=50")
    other = module().connect(Path(make_url(bank.runtime.database.url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full_disk(bank) -> Iterator[None]:
    """The database file may not grow."""
    with bank.runtime.writer.connect() as connection:
        cursor = connection.connection.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        usual = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("CREATE TABLE filler (b BLOB)")
        cursor.execute(f"PRAGMA max_page_count={pages + 4}")
        try:
            while True:
                cursor.execute("INSERT INTO filler VALUES (zeroblob(500))")
        except module().OperationalError as error:
            assert "full" in str(error)  # noqa: PT017  (the fault must have happened)
    yield
    with bank.runtime.writer.connect() as connection:
        connection.connection.cursor().execute(f"PRAGMA max_page_count={usual}")


def typed_values(app, client, item: int) -> dict[str, str]:
    page = client.get(f"/work-items/{item}").text
    return dict(hidden(page)) | TYPED


def hidden(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return [(name, html.unescape(value)) for name, value in found]


@pytest.mark.parametrize("outage", [another_writer, full_disk])
def test_a_draft_that_could_not_be_saved_is_kept_and_sent_again(app, bank, item, outage):
    client = signed_in(app, "lin")
    posted = {**typed_values(app, client, item), "_draft": "1"}
    with outage(bank):
        answer = client.post(f"/work-items/{item}/complete", data=posted)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert client.get("/").status_code == 200  # reading goes on
    kept = dict(hidden(answer.text))
    assert TYPED.items() <= kept.items()
    assert client.post(f"/work-items/{item}/complete", data=kept).status_code == 303
    assert "苏州市星汉街 9 号 &lt;b&gt;" in client.get(f"/work-items/{item}").text
    with bank.runtime.read_session() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_page_sent_twice_acts_once_and_answers_alike(app, bank):
    client = signed_in(app, "lin")
    key = {"_key": "page-1"}
    first = client.post("/customers/1/cycle", data=key)
    second = client.post("/customers/1/cycle", data=key)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]


def test_a_password_is_never_written_into_a_page(app, bank):
    client = app.test_client()
    with another_writer(bank):
        answer = client.post("/sign-in", data={"login": "lin", "password": "wrong-password-1"})
    assert "wrong-password-1" not in answer.text
