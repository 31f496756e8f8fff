"""How each element of a process does is read from indexes."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "流程运行状况的索引"
TOUCHES = ("form_submission", "instance")


def upgrade() -> None:
    newest = ["definition_version_id", "element_id", "submitted_at", "work_item_id"]
    op.create_index("ix_form_submission_newest", "form_submission", newest)
    _index("ix_work_item_open", "work_item", ["instance_id", "element_id", "due_date"], "status = 'open'")
    _index("ix_work_item_at", "work_item", ["element_id", "due_date"], "status = 'open'")
    _index("ix_instance_completed", "instance", ["definition_version_id", "ended_at"], "status = 'completed'")
    _index("ix_instance_running_version", "instance", ["definition_version_id", "id"], "status = 'running'")


def downgrade() -> None:
    op.drop_index("ix_instance_running_version", "instance")
    op.drop_index("ix_instance_completed", "instance")
    op.drop_index("ix_work_item_at", "work_item")
    op.drop_index("ix_work_item_open", "work_item")
    op.drop_index("ix_form_submission_newest", "form_submission")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition: Any = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, columns, **condition)
