"""What a migration of an instance leaves behind, and batches of many."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "实例迁移的快照与批次"


def upgrade() -> None:
    op.create_table(
        "migration_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("definition_key", sa.String(length=100), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_by_name", sa.String(length=100), nullable=False),
        sa.Column("started_by_role", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        _key("migration_batch", "undoes_id", "migration_batch"),
        _key("migration_batch", "to_version_id", "definition_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration_batch")),
    )
    op.create_index(op.f("ix_migration_batch_definition_key"), "migration_batch", ["definition_key"])
    op.create_table(
        "migration_entry",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _key("migration_entry", "batch_id", "migration_batch"),
        _key("migration_entry", "instance_id", "instance"),
        sa.PrimaryKeyConstraint("batch_id", "instance_id", name=op.f("pk_migration_entry")),
    )
    op.create_index("ix_migration_entry_status", "migration_entry", ["batch_id", "status"])
    op.create_table(
        "migration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_by_name", sa.String(length=100), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.Column("items", sa.LargeBinary(), nullable=False),
        sa.Column("state_after", sa.String(length=64), nullable=False),
        _key("migration", "instance_id", "instance"),
        _key("migration", "batch_id", "migration_batch"),
        _key("migration", "undoes_id", "migration"),
        _key("migration", "from_version_id", "definition_version"),
        _key("migration", "to_version_id", "definition_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_migration_undoes_id")),
    )
    op.create_index(op.f("ix_migration_instance_id"), "migration", ["instance_id"])


def downgrade() -> None:
    for table in ("migration", "migration_entry", "migration_batch"):
        op.drop_table(table)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
