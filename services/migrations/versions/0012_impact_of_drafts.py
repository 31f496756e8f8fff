"""Questions about the impact of a draft, their progress and what they found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "草稿影响的询问、进度与结果"


def upgrade() -> None:
    op.create_table(
        "impact_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_run")),
    )
    op.create_index("ix_impact_run_subject", "impact_run", ["kind", "subject"])
    op.create_table(
        "impact_chain",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("upto_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["impact_run.id"], name=op.f("fk_impact_chain_run_id")),
        sa.PrimaryKeyConstraint("run_id", "place", name=op.f("pk_impact_chain")),
    )
    op.create_table(
        "impact_finding",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["impact_run.id"], name=op.f("fk_impact_finding_run_id")),
        sa.PrimaryKeyConstraint("run_id", "subject_id", name=op.f("pk_impact_finding")),
    )


def downgrade() -> None:
    for table in ("impact_finding", "impact_chain", "impact_run"):
        op.drop_table(table)
