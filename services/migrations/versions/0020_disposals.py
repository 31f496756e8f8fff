"""Disposals of what has fallen due; an erasure is for a request or for one of them. When a relationship ended."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "到期处置"


def upgrade() -> None:
    op.add_column("customer", sa.Column("ended_on", sa.Date(), nullable=True))
    with op.batch_alter_table("erasure") as table:
        table.alter_column("request", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("disposal", sa.Integer(), nullable=True))
    op.create_table(
        "disposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_disposal_proposed_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_disposal_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
    )
    op.create_table(
        "disposal_entry",
        sa.Column("disposal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_entry_disposal_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_disposal_entry_customer_id")),
        sa.PrimaryKeyConstraint("disposal_id", "kind", "record_id", name=op.f("pk_disposal_entry")),
    )
    op.create_index("ix_disposal_entry_status", "disposal_entry", ["disposal_id", "status", "kind"])


def downgrade() -> None:
    op.drop_column("customer", "ended_on")
    op.drop_table("disposal_entry")
    op.drop_table("disposal")
    op.execute(sa.text("UPDATE erasure SET request = 0 WHERE request IS NULL"))
    with op.batch_alter_table("erasure") as table:
        table.drop_column("disposal")
        table.alter_column("request", existing_type=sa.Integer(), nullable=False)
