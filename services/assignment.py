"""Who works in a lane, and whom to tell: the bank's `People`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from processes.access import Assignment
from processes.errors import ProcessError
from processes.models import WorkItem
from services.models import CC, CC_HEAD, SUP, Customer, Notification, User

SUPERVISORS = (
    select(User).where(User.team_id == bindparam("team"), User.role == SUP, User.active).order_by(User.id).limit(1)
)
GROUP_OF_LANE = {"lane_cc": "cc", "lane_bs": "bs", "lane_aud": "aud"}


class NobodyToAssign(ProcessError):
    """Nobody stands behind a lane: the team has no active supervisor, or the lane is unknown. ``lane``: its id."""

    def __init__(self, lane: str | None) -> None:
        super().__init__(str(lane))
        self.lane = lane


class BankPeople:
    """AM items go to the customer's own AM, SUP items to that AM's supervisor, the others to their group."""

    def assign(
        self, session: Session, lane_id: str | None, data: Mapping[str, object], barred: frozenset[int] = frozenset()
    ) -> Assignment:
        """Raises NobodyToAssign. What a supervisor may not decide because it is his own work, the centre decides."""
        if lane_id in GROUP_OF_LANE:
            return Assignment(None, (GROUP_OF_LANE[lane_id],))
        customer = session.get_one(Customer, int(str(data["customer_id"])))
        if lane_id == "lane_am":
            return Assignment(customer.am_id)
        supervisor = supervisor_of_customer(session, customer)
        if lane_id != "lane_sup" or supervisor is None:
            raise NobodyToAssign(lane_id)
        return Assignment(None, (GROUP_OF_LANE["lane_cc"],)) if supervisor.id in barred else Assignment(supervisor.id)

    def name_of(self, session: Session, user_id: int) -> str:
        """The person's name."""
        return session.get_one(User, user_id).name

    def supervisor_of(self, session: Session, item: WorkItem) -> list[int]:
        """The supervisor of the item's customer, for every lane: he answers for the customer's cycle."""
        customer = None if item.subject_id is None else session.get(Customer, item.subject_id)
        supervisor = None if customer is None else supervisor_of_customer(session, customer)
        return [] if supervisor is None else [supervisor.id]

    def command_centre(self, session: Session) -> list[int]:
        """Everybody in the command centre."""
        return list(session.scalars(select(User.id).where(User.role.in_((CC, CC_HEAD)), User.active)))

    def notify(
        self,
        session: Session,
        user_ids: list[int],
        code: str,
        item: WorkItem,
        parameters: Mapping[str, object],
        at: datetime,
    ) -> None:
        """A notice each, shown in the inbox."""
        session.add_all(
            Notification(user_id=user_id, code=code, parameters=dict(parameters), work_item_id=item.id, created_at=at)
            for user_id in user_ids
        )


def supervisor_of_customer(session: Session, customer: Customer) -> User | None:
    """The active supervisor of the team of the customer's AM; the longest there when there are several."""
    team_id = session.get_one(User, customer.am_id).team_id
    return session.scalars(SUPERVISORS, {"team": team_id}).first()
