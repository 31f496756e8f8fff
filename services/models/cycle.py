"""What a maintenance cycle records: assessments, plans and their tasks, service records, improvements."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from processes.models import Base, PackedJson, UtcDateTime


class StandardVersion(Base):
    """A version of the standard (D): its tables and parameters as files; one in force on a date (E3)."""

    __tablename__ = "standard_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(20), unique=True)
    files: Mapped[dict[str, str]] = mapped_column(JSON)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Assessment(Base):
    """A computed assessment: input snapshot, result as ``steward score`` prints it, standard version (E3)."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_customer", "customer_id", "rating_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    archive_version: Mapped[int]
    rating_date: Mapped[date]
    standard_version: Mapped[str] = mapped_column(String(20))
    inputs: Mapped[dict[str, object]] = mapped_column(PackedJson)
    result: Mapped[dict[str, object]] = mapped_column(PackedJson)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PlanVersion(Base):
    """A version of a customer's plan 客户关系维护方案 (C4). ``status``: submitted, returned, approved,
    running or closed. ``values``: the form as submitted. Money in CNY."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("instance_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    values: Mapped[dict[str, object]] = mapped_column("form_values", PackedJson)
    period_from: Mapped[date]
    period_to: Mapped[date]
    total: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    allowed: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comments: Mapped[str | None] = mapped_column(Text)


class MaintenanceTask(Base):
    """A task 维护任务 of a plan in force (C5). ``status``: open, active, done or cancelled.

    ``cycle_id``: the cycle's instance; ``instance_id``: its own ``maintenance-task`` instance;
    ``adjustment_id``: the ``plan-adjustment`` instance that added it, if one did (L4).
    """

    __tablename__ = "maintenance_task"
    __table_args__ = (Index("ix_maintenance_task_cycle", "cycle_id", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), unique=True)
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(20))
    measure: Mapped[str] = mapped_column(String(1000))
    assignee_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    due_date: Mapped[date]
    budget: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    cost: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    result: Mapped[str | None] = mapped_column(Text)
    feedback: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)  # of the last change or drop
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ServiceRecord(Base):
    """A 客服工作记录 filed with the customer (B1, C5). ``attachments``: files as its form names them."""

    __tablename__ = "service_record"
    __table_args__ = (Index("ix_service_record_customer", "customer_id", "happened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("maintenance_task.id"))
    kind: Mapped[str] = mapped_column(String(20))  # 基本信息, 回访, 接待, 投诉, 其他
    channel: Mapped[str] = mapped_column(String(20))
    contact: Mapped[str] = mapped_column(String(50))
    content: Mapped[str] = mapped_column(Text)
    feedback: Mapped[str | None] = mapped_column(Text)
    staff_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attachments: Mapped[list[dict[str, object]] | None] = mapped_column(JSON(none_as_null=True))


class ImprovementMeasure(Base):
    """An improvement 改进措施 (C5, step 8). ``decision``: null, adopt or decline; ``carried_to_id``: the next
    cycle's instance that must take it up or decline it (L5)."""

    __tablename__ = "improvement_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    problem: Mapped[str] = mapped_column(String(1000))
    measure: Mapped[str] = mapped_column(String(1000))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    due_date: Mapped[date]
    expected_effect: Mapped[str] = mapped_column(String(1000))
    actual_effect: Mapped[str | None] = mapped_column(String(1000))
    decision: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(1000))
    carried_to_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    carried_answer: Mapped[str | None] = mapped_column(String(1000))


class Notification(Base):
    """A notice to one person: an escalation (E10) or news; ``code`` and ``parameters`` make its sentence."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_user", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    code: Mapped[str] = mapped_column(String(50))
    parameters: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    work_item_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CalendarDay(Base):
    """A day on which the bank departs from Monday–Friday: a holiday or a make-up working day 调休."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(50))
