"""Takes cycles of the real procedure to their end, through the pages or without them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from bench.figures import timed
from bench.serving import Client, Server, hidden
from processes.runtime import Runtime
from services.demo.bank import start_cycle
from services.demo.desk import Desk, Seat

CLOSED = "closed"
# A file that is not complete is let pass (sent back, as the demo's people do, K1041's would go round for ever), and a
# plan above its budget says why.
OTHERWISE: dict[str, dict[str, object]] = {
    "draft_plan": {"budget_reason": "重点客户，年度集中维护"},
    "decide_incomplete_file": {"decision": "pass", "reason": "客户承诺月底前补齐"},
}


def number_of(position: int) -> str:
    """The number of a generated customer, from 0."""
    return f"K{1001 + position}"


def next_seat(desk: Desk, cycle: int) -> Seat:
    """The first open item of a cycle or of what it started."""
    for member in (cycle, *desk.children(cycle)):
        for seat in desk.seats(member):
            return seat
    raise LookupError(f"instance {cycle} waits for nobody")


def walk(runtime: Runtime, customer: str, times: list[float] | None = None) -> int:
    """A cycle without pages: the same commands as the pages give. ``times``: gets the seconds of each step."""
    desk, cycle = Desk(runtime), start_cycle(runtime, customer)
    while not desk.is_at(cycle, CLOSED):
        act = partial(desk.do_next, cycle, **OTHERWISE.get(desk.next_element(cycle), {}))
        timed([] if times is None else times, act)
    return cycle


@dataclass
class Staff:
    """The people of a bank at their browsers, one connection each."""

    server: Server
    desk: Desk
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, login: str) -> Client:
        """The person's browser, signed in once."""
        if login not in self.clients:
            self.clients[login] = self.server.client(login)
        return self.clients[login]

    def sign_all_in(self, logins: list[str]) -> None:
        """Before measuring: checking a password is meant to be slow."""
        for login in logins:
            self.client(login)

    def walk(self, customer: str, times: list[float]) -> int:
        """A cycle through the pages: for each item its form page and its submission. How many items."""
        cycle, items = start_cycle(self.desk.runtime, customer), 0
        while not self.desk.is_at(cycle, CLOSED):
            seat = next_seat(self.desk, cycle)
            posted = self.desk.posted(seat, OTHERWISE.get(seat.element_id, {}))
            timed(times, partial(self._complete, seat, posted))
            items += 1
        return items

    def _complete(self, seat: Seat, posted: dict[str, list[str]]) -> None:
        client = self.client(seat.user.login)
        page = client.get(f"/work-items/{seat.item_id}")
        assert page.status == 200, (seat.element_id, page.status)
        sent = {**hidden(page.text), **posted, "_complete": ["1"]}
        answer = client.post(f"/work-items/{seat.item_id}/complete", sent)
        assert answer.status == 303, (seat.element_id, answer.status)
