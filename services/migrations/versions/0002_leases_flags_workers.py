"""Leases of jobs, switches of the installation, workers that report; on PostgreSQL the queue's own tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "任务租约、系统开关、后台进程"
TOUCHES = ("job",)


def upgrade() -> None:
    with op.batch_alter_table("job") as job:
        job.add_column(sa.Column("queue", sa.String(length=20), nullable=False, server_default="local"))
        job.add_column(sa.Column("fence", sa.Integer(), nullable=False, server_default="0"))
        job.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        job.add_column(sa.Column("worker", sa.String(length=100), nullable=True))
    op.create_table(
        "system_flag",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_system_flag")),
    )
    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The driver's own cursor: the text holds percent signs and many statements.
        op.get_bind().connection.cursor().execute(SchemaManager.get_schema())


def downgrade() -> None:
    op.drop_table("worker")
    op.drop_table("system_flag")
    with op.batch_alter_table("job") as job:
        for column in ("worker", "lease_until", "fence", "queue"):
            job.drop_column(column)
