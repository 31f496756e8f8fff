"""Drafts that came with the program."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "随程序到来的草稿"


def upgrade() -> None:
    op.add_column("definition_draft", sa.Column("arrived_digest", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("definition_draft", "arrived_digest")
