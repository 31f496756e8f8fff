"""What a request tries: the draft's files, what surrounds them, and with which customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from flask import request
from sqlalchemy import select

from processes.drafts import files_of, is_process
from processes.errors import NotFound
from processes.models import DefinitionDraft
from processes.scenarios import TryOut
from services.models import Customer
from services.tryout.replay import Replay
from services.tryout.surroundings import Record, Surroundings, record_of_customer, surroundings_of
from services.tryout.world import WORLDS
from services.visibility import visible_customers
from web.drafts.finding import draft_of
from web.numbers import number_in
from web.reading import actor_now, read_session


@dataclass(frozen=True)
class Situation:
    """``customer_id``: of a real customer that the reader sees, None for a sample one."""

    draft: DefinitionDraft
    files: Mapping[str, bytes]
    around: Surroundings
    customer_id: int | None = None

    @cached_property
    def record(self) -> Record | None:
        """The real customer's record; NotFound for one that the reader does not see."""
        if self.customer_id is None:
            return None
        return record_of_customer(read_session(), actor_now(), self.customer_id)

    @contextmanager
    def replayed(self, try_out: TryOut) -> Iterator[Replay]:
        """A try-out at its end, while its world is held. Raises DefinitionRefused."""
        with WORLDS.opened(self.files, self.around) as (world, prepared):
            replay = Replay(world, prepared, try_out, self.record)
            replay.run()
            yield replay


def situation(key: str, customer_id: int | None = None) -> Situation:
    """The open draft of a process; NotFound for what is no process."""
    if not is_process(key):
        raise NotFound(key)
    draft = draft_of(key)
    return Situation(draft, files_of(draft), surroundings_of(read_session()), customer_id)


def posted_customer() -> int | None:
    """The real customer of the page that was sent."""
    return number_in(request.form.get("_real"))


def customer_by_number(number: str) -> int | None:
    """The id of a customer that the reader sees; None where there is none of that number."""
    wanted = select(Customer.id).where(Customer.number == number, visible_customers(actor_now()))
    return read_session().scalars(wanted).first()
