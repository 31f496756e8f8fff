"""Heads of the history's streams, to be sealed; checkpoints; the keys used; a form's salt for its personal data."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.migration_steps import tell_rows

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "历史记录封印、检查点与密钥登记"

UNCOVERED = sa.text("covered_seq < seq")
LAST_EVENTS = (
    "INSERT INTO history_head (stream, seq, covered_seq, checkpoint) "
    "SELECT stream, max(seq), 0, 0 FROM history_event GROUP BY stream"
)


def upgrade() -> None:
    op.create_table(
        "history_head",
        sa.Column("stream", sa.String(length=100), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=True),
        sa.Column("seal", sa.LargeBinary(length=16), nullable=True),
        sa.Column("covered_seq", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_history_head")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_history_head_uncovered", "history_head", ["stream"], sqlite_where=UNCOVERED, postgresql_where=UNCOVERED
    )
    op.create_table(
        "history_checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_history_checkpoint")),
    )
    op.create_table(
        "history_key",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("public", sa.String(length=64), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_key")),
    )
    op.add_column("history_event", sa.Column("remaining", sa.SmallInteger(), nullable=True))
    op.add_column("history_event", sa.Column("state_digest", sa.LargeBinary(length=32), nullable=True))
    op.add_column("form_submission", sa.Column("salt", sa.LargeBinary(length=16), nullable=True))
    tell_rows("history_head", op.get_bind().execute(sa.text(LAST_EVENTS)).rowcount)


def downgrade() -> None:
    op.drop_column("form_submission", "salt")
    for column in ("state_digest", "remaining"):
        op.drop_column("history_event", column)
    for table in ("history_key", "history_checkpoint", "history_head"):
        op.drop_table(table)
