"""Items that are one of many."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "多实例任务的事项"


def upgrade() -> None:
    op.add_column("work_item", sa.Column("part", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("work_item", "part")
