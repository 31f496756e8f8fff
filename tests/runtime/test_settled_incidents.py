"""An incident of a step is settled once, whoever else does it at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from processes.actors import SYSTEM
from processes.commands import SettleIncident
from processes.commands.system import OpenIncident
from processes.errors import NotFound
from processes.models import HistoryEvent, Incident
from tests.runtime.small import start
from tests.support.bank import Bank

OPERATORS = 6


def stuck(bank: Bank) -> int:
    found: int = bank.runtime.execute(OpenIncident(start(bank, "doorbell"), "wait", "EngineFailed", "stuck"), SYSTEM)
    return found


def test_operators_at_once_settle_it_once(small: Bank) -> None:
    incident = stuck(small)
    with ThreadPoolExecutor(OPERATORS) as pool:
        list(pool.map(lambda _: small.execute(SettleIncident(incident, "已重新提交"), "admin"), range(OPERATORS)))
    with small.runtime.read_session() as session:
        said = session.scalars(select(HistoryEvent).where(HistoryEvent.action == "incident:settle")).all()
        assert (len(said), session.get_one(Incident, incident).status) == (1, "resolved")


def test_the_same_trouble_afterwards_is_an_incident_anew(small: Bank) -> None:
    incident = stuck(small)
    small.execute(SettleIncident(incident, "已重新提交"), "admin")
    with small.runtime.read_session() as session:
        instance_id = session.get_one(Incident, incident).instance_id
    again = small.runtime.execute(OpenIncident(instance_id, "wait", "EngineFailed", "stuck"), SYSTEM)
    assert again != incident


def test_one_that_does_not_exist_changes_nothing(small: Bank) -> None:
    with pytest.raises(NotFound):
        small.execute(SettleIncident(99, "没有这个异常"), "admin")
