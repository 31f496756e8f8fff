"""Drafts of items that ended without them are cleared away; those of open items stay."""

from __future__ import annotations

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import CancelInstance
from processes.commands.pruning import PruneFinished
from processes.models import Draft
from tests.runtime.small import item_at, start
from tests.support.bank import Bank


def drafted(small: Bank) -> tuple[int, int]:
    """(instance, open item) with a draft of lin's."""
    instance = start(small, "handover")
    item = item_at(small, instance, "enter_amount").id
    with small.runtime.writer.begin() as connection:
        user = small.actor("lin").user_id
        row = {"work_item_id": item, "user_id": user, "form_values": {"amount": "3"}, "saved_at": small.clock()}
        connection.execute(Draft.__table__.insert().values(**row))  # type: ignore[attr-defined]
    return instance, item


def test_only_what_nobody_can_go_on_with_is_forgotten(small: Bank) -> None:
    left, _item = drafted(small)
    _open, kept = drafted(small)
    small.runtime.execute(CancelInstance(left, "test"), SYSTEM)
    small.runtime.execute(PruneFinished(), SYSTEM)
    with small.runtime.read_session() as session:
        assert list(session.scalars(select(Draft.work_item_id))) == [kept]
