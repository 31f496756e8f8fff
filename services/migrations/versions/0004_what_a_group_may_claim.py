"""What a group may claim, in the order of its due dates, from one index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.migration_steps import tell_rows

revision: str = "0004"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "小组可领取事项的索引"
TOUCHES = ("work_item_group",)
CHUNK = 20_000

LAST_DAY = "9999-12-31"
FILL = """
UPDATE work_item_group SET
    waiting = (SELECT i.status = 'open' AND i.assignee_id IS NULL FROM work_item i WHERE i.id = work_item_id),
    due_order = (SELECT coalesce(i.due_date, '9999-12-31') FROM work_item i WHERE i.id = work_item_id),
    step = (SELECT i.step FROM work_item i WHERE i.id = work_item_id)
WHERE work_item_id BETWEEN :first AND :last
"""


def upgrade() -> None:
    op.add_column("work_item_group", sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("work_item_group", sa.Column("due_order", sa.Date(), nullable=False, server_default=LAST_DAY))
    op.add_column("work_item_group", sa.Column("step", sa.String(length=20), nullable=True))
    _fill()
    op.create_index(
        "ix_work_item_group_waiting",
        "work_item_group",
        ["candidate_group", "due_order", "work_item_id", "step"],
        sqlite_where=sa.text("waiting"),
        postgresql_where=sa.text("waiting"),
    )


def downgrade() -> None:
    op.drop_index("ix_work_item_group_waiting", "work_item_group")
    with op.batch_alter_table("work_item_group") as table:
        for column in ("waiting", "due_order", "step"):
            table.drop_column(column)


def _fill() -> None:
    bind = op.get_bind()
    largest = bind.execute(sa.text("SELECT max(work_item_id) FROM work_item_group")).scalar() or 0
    for first in range(0, largest + 1, CHUNK):
        done = bind.execute(sa.text(FILL), {"first": first, "last": first + CHUNK - 1})
        tell_rows("work_item_group", done.rowcount)
