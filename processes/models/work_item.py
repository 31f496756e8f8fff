"""Work items, their candidate groups, their drafts, and the forms submitted on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.models.base import Base, PackedJson, UtcDateTime
from processes.models.instance import Instance

OPEN_ONLY: Any = {"sqlite_where": text("status = 'open'"), "postgresql_where": text("status = 'open'")}
# For queries, word for word as the partial indexes say it: so the database sees that they hold the rows asked for.
IS_OPEN, IS_WAITING = text("work_item.status = 'open'"), text("work_item_group.waiting")


class WorkItem(Base):
    """A user task waiting for, or finished by, a person. The row is the truth about its assignee.

    ``escalation``: 0 none, 1 assignee reminded, 2 supervisor told, 3 command centre told (E10).
    ``not_by``: element ids whose finishers may neither claim nor complete this item (E1).
    ``part``: which one of many it is (number from 1, count, item), else None.
    """

    __tablename__ = "work_item"
    __table_args__ = (
        Index("ix_work_item_instance", "instance_id"),
        # Of finished items, by far the most, these hold nothing.
        Index("ix_work_item_mine", "assignee_id", "due_date", **OPEN_ONLY),
        Index("ix_work_item_due", "due_date", **OPEN_ONLY),
        Index("ix_work_item_open", "instance_id", "element_id", "due_date", **OPEN_ONLY),
        Index("ix_work_item_at", "element_id", "due_date", **OPEN_ONLY),
        Index("ix_work_item_done", "completed_by_id", "completed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    subject_id: Mapped[int | None]
    element_id: Mapped[str] = mapped_column(String(100))
    engine_task_id: Mapped[str] = mapped_column(String(40))
    lane_id: Mapped[str | None] = mapped_column(String(50))
    step: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    form_key: Mapped[str | None] = mapped_column(String(100))
    not_by: Mapped[list[str]] = mapped_column(JSON, default=list)
    prefill: Mapped[str | None] = mapped_column(String(100))
    check: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))  # open, completed, withdrawn
    assignee_id: Mapped[int | None]
    due_date: Mapped[date | None]
    escalation: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_by_id: Mapped[int | None]
    completed_by_name: Mapped[str | None] = mapped_column(String(100))
    part: Mapped[dict[str, object] | None] = mapped_column(PackedJson)
    revision: Mapped[int] = mapped_column()
    instance: Mapped[Instance] = relationship()
    groups: Mapped[list[WorkItemGroup]] = relationship(back_populates="work_item")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def has_groups(self) -> bool:
        """Whether groups may or might have claimed it: whoever was made its assignee at once shares it with none."""
        return self.assignee_id is None or self.claimed_at is not None

    @property
    def is_waiting(self) -> bool:
        """Whether its groups may claim it now."""
        return self.status == "open" and self.assignee_id is None

    @property
    def due_order(self) -> date:
        """Sorts by due date, those without one last, alike on every database."""
        return self.due_date or date.max


class WorkItemGroup(Base):
    """A candidate group that may claim the item.

    ``waiting``, ``due_order``, ``step``: copies of the item's, kept equal by `processes.items`. The list of what a
    group may claim is read from their index alone: it costs the same however many items are open or finished.
    """

    __tablename__ = "work_item_group"
    __table_args__ = (
        Index(
            "ix_work_item_group_waiting",
            "candidate_group",
            "due_order",
            "work_item_id",
            "step",
            sqlite_where=text("waiting"),
            postgresql_where=text("waiting"),
        ),
    )

    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), primary_key=True)
    group: Mapped[str] = mapped_column("candidate_group", String(50), primary_key=True)
    waiting: Mapped[bool]
    due_order: Mapped[date]
    step: Mapped[str | None] = mapped_column(String(20))
    work_item: Mapped[WorkItem] = relationship(back_populates="groups")


class Draft(Base):
    """What a person typed and has not submitted; one a person and item, gone at completion."""

    __tablename__ = "draft"

    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    values: Mapped[dict[str, object]] = mapped_column("form_values", JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FormSubmission(Base):
    """A form as submitted: immutable, with the definition version that holds its schema. ``salt``: of the commitment
    to its personal data, null when it holds none; ``erased_at``: since when that data is gone, with the salt."""

    __tablename__ = "form_submission"
    __table_args__ = (
        Index("ix_form_submission_instance", "instance_id", "element_id"),
        Index("ix_form_submission_newest", "definition_version_id", "element_id", "submitted_at", "work_item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    element_id: Mapped[str] = mapped_column(String(100))
    form_key: Mapped[str] = mapped_column(String(100))
    definition_version_id: Mapped[int] = mapped_column(ForeignKey("definition_version.id"))
    values: Mapped[dict[str, object]] = mapped_column("form_values", PackedJson)
    language: Mapped[str] = mapped_column(String(5))
    submitted_by_id: Mapped[int]
    submitted_by_name: Mapped[str] = mapped_column(String(100))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
