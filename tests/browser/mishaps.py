"""What people do that is refused: broken files, missing reasons, races, an outage."""

from __future__ import annotations

from processes.commands import ClaimWorkItem, UnclaimWorkItem
from services.shipped import process_files
from tests.browser.conftest import Visitor
from tests.browser.filling import fill
from tests.browser.scene import Numbers
from tests.migration.procedure import CYCLE
from tests.support.bank import Bank
from tests.web.test_outages import another_writer

BLANKS = " " * 5  # long enough for the page, too short for the server


def upload_broken(seat: Visitor) -> None:
    """A diagram with several faults."""
    diagram = process_files(CYCLE)[f"{CYCLE}.bpmn"]
    for old, new in (
        (b'value="status-record"', b'value="no-such-form"'),
        (b'Operator id="score_customer"', b'Operator id="score_costumer"'),
    ):
        diagram = diagram.replace(old, new)
    upload(seat, f"{CYCLE}.bpmn", diagram)


def upload_too_much(seat: Visitor) -> None:
    """More than a request may hold."""
    upload(seat, f"{CYCLE}.bpmn", b" " * 1_100_000)


def upload(seat: Visitor, name: str, content: bytes) -> None:
    """Choose a file and import it into the draft."""
    seat.page.set_input_files("[name=files]", {"name": name, "mimeType": "text/xml", "buffer": content})
    seat.press("form[action$=import] button")


def upload_unreadable(seat: Visitor) -> None:
    """What no editor could open again."""
    upload(seat, f"{CYCLE}.bpmn", b"<half")


def submit_without_reason(seat: Visitor) -> None:
    seat.page.fill("#reason", BLANKS)
    seat.press("form[action$=submit] button")


def return_without_comment(seat: Visitor) -> None:
    seat.page.click("main details:has([name=comment]) > summary")
    seat.page.fill("[name=comment]", BLANKS)
    seat.press("form[action$=return] button")


def give_no_number(seat: Visitor) -> None:
    """A weight that is none."""
    seat.page.fill("#I1-weight_percent", "二十五")
    seat.press("main form .primary")


def migrate_without_reason(seat: Visitor) -> None:
    """A reason that is too short."""
    seat.page.check("[name=instance]:not(:disabled) >> nth=0")
    seat.page.fill("[name=reason]", BLANKS)
    seat.press("main .button.primary")


def undo_without_reason(seat: Visitor) -> None:
    seat.page.fill("[name=reason]", BLANKS)
    seat.press("form[action$=undo] button")


def skip_without_reason(seat: Visitor) -> None:
    seat.page.fill("form[action$=skip] [name=reason]", BLANKS)
    seat.press("form[action$=skip] button")


def add_without_team(seat: Visitor) -> None:
    seat.page.fill("#login", "newcomer")
    seat.page.fill("#name", "新同事")
    seat.page.select_option("#role", "am")
    seat.page.fill("#password", "long-enough-1")
    seat.press("main form .primary")


def lose_race(bank: Bank, numbers: Numbers, seat: Visitor) -> None:
    """Somebody of the group claims the item while its page is open."""
    decide(seat)
    bank.execute(ClaimWorkItem(numbers.open), "luo")
    seat.press("button[name=_complete]")
    bank.execute(UnclaimWorkItem(numbers.open), "luo")


def send_to(seat: Visitor, finished: int) -> None:
    """The form of a page that was opened before somebody finished its item."""
    decide(seat)
    address = f"/work-items/{finished}/complete"
    seat.page.eval_on_selector("form[action$=complete]", "(form, address) => { form.action = address }", address)
    seat.press("button[name=_complete]")


def send_unstorable(seat: Visitor) -> None:
    """A character that no database stores, amid a text."""
    decide(seat)
    seat.page.eval_on_selector("[name=comments]", "box => { box.value += String.fromCharCode(1) }")
    seat.press("button[name=_complete]")


def send_while_busy(bank: Bank, seat: Visitor) -> None:
    """Another program holds the database for longer than a page waits."""
    decide(seat)
    with another_writer(bank):
        seat.press("button[name=_complete]")


def decide(seat: Visitor) -> None:
    """Return the item, with comments."""
    fill(seat.page, {"decision": ["return"], "comments": ["请补充二季度用款计划，并说明定级所依据的数据来源。"]})
