"""Samples that auditors draw, and their findings with the answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "审计抽样与审计发现"
TOUCHES: tuple[str, ...] = ()

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "audit_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("trait", sa.String(length=20), nullable=False),
        sa.Column("allocation", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("population_digest", sa.String(length=64), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["user.id"], name=op.f("fk_audit_sample_drawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_sample")),
    )
    op.create_table(
        "audit_population",
        sa.Column("sample_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("strata", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["audit_sample.id"], name=op.f("fk_audit_population_sample_id")),
        sa.PrimaryKeyConstraint("sample_id", name=op.f("pk_audit_population")),
    )
    op.create_table(
        "audit_sample_item",
        sa.Column("sample_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cycle_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("examined_by_id", sa.Integer(), nullable=True),
        sa.Column("examined_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["sample_id"], ["audit_sample.id"], name=op.f("fk_audit_sample_item_sample_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["instance.id"], name=op.f("fk_audit_sample_item_cycle_id")),
        sa.ForeignKeyConstraint(["examined_by_id"], ["user.id"], name=op.f("fk_audit_sample_item_examined_by_id")),
        sa.PrimaryKeyConstraint("sample_id", "cycle_id", name=op.f("pk_audit_sample_item")),
    )
    _create_findings()


def downgrade() -> None:
    for table in ("audit_finding", "audit_sample_item", "audit_population", "audit_sample"):
        op.drop_table(table)


def _create_findings() -> None:
    people, cycles = ("addressee_id", "raised_by_id"), ("cycle_id", "instance_id")
    op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=True),
        sa.Column("element_id", sa.String(length=100), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("measure_due", sa.Date(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        *(sa.ForeignKeyConstraint([one], ["user.id"], name=op.f(f"fk_audit_finding_{one}")) for one in people),
        *(sa.ForeignKeyConstraint([one], ["instance.id"], name=op.f(f"fk_audit_finding_{one}")) for one in cycles),
        sa.ForeignKeyConstraint(["sample_id"], ["audit_sample.id"], name=op.f("fk_audit_finding_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_finding")),
    )
    op.create_index("ix_audit_finding_addressee", "audit_finding", ["addressee_id", "status"])
    op.create_index("ix_audit_finding_cycle", "audit_finding", ["cycle_id"])
    op.create_index("ix_audit_finding_sample", "audit_finding", ["sample_id"])
